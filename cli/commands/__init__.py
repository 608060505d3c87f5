"""One file a command; `cli.main` lists them."""
