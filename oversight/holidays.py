"""The bank holidays of England and Wales, as bundled; never fetched."""

from datetime import date
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays


@cache
def bank_holidays() -> frozenset[date]:
    """All that are announced; beyond the last announced year only weekends are known."""
    bundled = BankHolidays(use_cached_holidays=True)
    return frozenset(holiday["date"] for holiday in bundled.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))
