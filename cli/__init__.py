"""The command line: arguments in, use case called, text or JSON out. Vietnamese throughout."""
