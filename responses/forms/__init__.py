"""The questions that pages ask, split by noun."""
