"""One file a command; `vanthu.cli.main` lists them."""
