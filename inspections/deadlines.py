"""When a report wants something done: the printed wording, how precise it is, and the last day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RELATIVE = "relative"
    IMMEDIATE = "immediate"
    NONE = "none"


@dataclass(frozen=True)
class Deadline:
    wording: str
    precision: Precision
    last_day: date | None


class DeadlineError(ValueError):
    """A deadline that cannot be: worded for the person at the screen."""


def parse(wording: str, *, published_on: date | None) -> Deadline:
    raise NotImplementedError


def shown(deadline: Deadline) -> str:
    raise NotImplementedError


def in_sentence(deadline: Deadline) -> str:
    raise NotImplementedError


def is_overdue(last_day: date | None, on: date) -> bool:
    return last_day is not None and on > last_day


def days_left(last_day: date | None, on: date) -> int | None:
    return None if last_day is None else (last_day - on).days
