"""Documents from data. No database, no network, no clock, no printing."""
