"""Administrative documents: generated, numbered, archived, found."""

__version__ = "0.1.0"
