"""From a finished document to a record that lasts: numbers, objects, catalogue."""
