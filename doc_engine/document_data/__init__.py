"""The data of a cycle's documents: groups computed from the cycle, and the page."""
