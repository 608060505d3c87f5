"""The screen of one issued document: its pages, its data, its history, its files."""
