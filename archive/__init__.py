"""The records of finished documents: numbers, OCFL objects, catalogue."""
