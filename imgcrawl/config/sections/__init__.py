"""Every ``IMGCRAWL_*`` setting: name, default, meaning, unit and bounds, grouped by the component that reads it."""
