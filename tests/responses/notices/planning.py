"""A morning of the planner, and whom it owes what."""

from datetime import datetime, time

from responses.clock import LONDON
from responses.models import Notice
from responses.notices import planner


def morning(day):
    return datetime.combine(day, time(8, 0), LONDON)


def plan(on, at=None):
    return planner.plan(on=on, at=at or morning(on))


def letters(**facts):
    """Who is owed which rung."""
    return sorted(Notice.objects.filter(**facts).values_list("address", "rung"))
