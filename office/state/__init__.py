"""The state of documents and case files, and its recovery after an interruption."""
