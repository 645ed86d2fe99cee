"""British dates, in words."""
