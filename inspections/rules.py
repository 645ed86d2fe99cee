"""Who may do what to inspections. `visible_to(user)` decides who sees them."""

from oversight.accounts.models import User


def can_see(user: User) -> bool:
    return user.is_office


def can_record(user: User) -> bool:
    return user.writes


def can_correct(user: User) -> bool:
    """Inspections are shared: every office that follows one up may correct what it says."""
    return user.writes
