"""References to the row outside, carried further in."""

from django.db.models import OuterRef


def for_subquery[T](value: OuterRef | T) -> OuterRef | T:
    """The same row or value for a query inside the one that `value` is for."""
    return OuterRef(value) if isinstance(value, OuterRef) else value
