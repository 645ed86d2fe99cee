"""Asks ClamAV about each file before anybody can open it; what is due stands in the database."""
