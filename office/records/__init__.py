"""Case files (hồ sơ): opened, filled, closed, transferred, destroyed by decision."""
