"""Case files (hồ sơ) over their life: opened, filled, closed, transferred to an archive, destroyed by decision."""
