"""How long the content of a file is kept: full years after the financial year in which anything last happened (R73)."""

from datetime import date, datetime

from responses.clock import LONDON

LAST_DAY = (3, 31)  # of a financial year, and so of a period


def kept_until(last_on: date, years: int) -> date:
    """The last day on which it is kept, if nothing more happens."""
    return date(_year_end(last_on) + years, *LAST_DAY)


def over_before(on: date, years: int) -> datetime:
    """What last happened before that moment is kept no more on the day: the same, for many rows at once."""
    return datetime(_year_end(on) - 1 - years, 4, 1, tzinfo=LONDON)


def _year_end(on: date) -> int:
    """The year in which the financial year of a day ends."""
    return on.year + ((on.month, on.day) > LAST_DAY)
