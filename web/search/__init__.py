"""The screen “Tìm kiếm”."""
