"""From a record to an answer: what a Vietnamese word is, what was asked, and the engines."""
