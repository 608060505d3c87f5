"""Issuing documents: planning, drafting, numbering, relations, outgoing register."""
