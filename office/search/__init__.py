"""Search: queries, unit names, related documents, autocomplete, lists of results."""
