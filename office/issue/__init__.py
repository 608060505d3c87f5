"""From data or a draft to an issued document: planning, drafting, numbering, relations, the outgoing register."""
