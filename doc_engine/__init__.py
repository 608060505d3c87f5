"""From data to a finished document. No database, no network, no clock, no printing."""
