"""Other addresses of one upload: sizes and copies that services and programs make of it, a table for each kind."""
