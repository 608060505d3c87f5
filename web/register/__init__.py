"""The screen “Sổ văn bản đi”."""
