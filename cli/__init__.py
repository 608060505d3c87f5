"""The command line: it calls the use cases and prints text or JSON, in Vietnamese."""
