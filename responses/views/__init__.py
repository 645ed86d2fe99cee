"""The pages of the responses app, split by noun."""
