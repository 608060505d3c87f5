"""The screen “Hôm nay”: what is to be done, what was done last."""
