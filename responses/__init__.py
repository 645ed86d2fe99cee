"""The statutory reply, and the long follow-up after it."""
