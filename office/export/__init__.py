"""Documents as others receive them: the inspector's dossier, PDF renditions, the reading copy, metadata tables."""
