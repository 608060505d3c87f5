"""The search index: what a Vietnamese word is, queries, and the engines."""
