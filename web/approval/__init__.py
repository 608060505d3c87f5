"""The screen “Hộp duyệt”: read, approve, return."""
