"""How lists are narrowed, split by noun."""
