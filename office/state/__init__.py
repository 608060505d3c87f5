"""What an interruption leaves of an issued document or a case file, and how the next change carries it through."""
