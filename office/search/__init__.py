"""From what a person types to documents: queries, unit names, related documents, autocomplete, lists of results."""
