"""What fills a document of a cycle: groups of data, computed from the cycle, and the page that bears them."""
