"""A list and its rows, whatever it is written in, and the share of it that is ours."""
