"""From what came as a page to the image addresses in it: markup, scripts, styles, data."""
