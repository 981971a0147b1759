"""From the image addresses of a page to the wanted image, by evidence, or to none."""
