"""The forces and policing bodies of England and Wales, special forces and regional units."""


def load() -> None:
    """Written by the bodies helper."""
