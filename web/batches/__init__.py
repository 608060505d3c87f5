"""The screen “Làm hàng loạt”: upload, check, preview, issue, result."""
