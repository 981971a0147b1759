"""curl: its handles, one transfer on one of them, and what became of it."""
