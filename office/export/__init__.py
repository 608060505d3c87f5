"""Documents for others: dossier, PDF renditions, reading copy, metadata tables."""
