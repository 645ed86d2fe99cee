"""The bundled bank holidays."""

from datetime import date

from oversight.holidays import bank_holidays


def test_bank_holidays_are_those_of_england_and_wales():
    assert sorted(day for day in bank_holidays() if day.year == 2025) == [
        date(2025, 1, 1),
        date(2025, 4, 18),
        date(2025, 4, 21),
        date(2025, 5, 5),
        date(2025, 5, 26),
        date(2025, 8, 25),
        date(2025, 12, 25),
        date(2025, 12, 26),
    ]


def test_bank_holidays_leave_out_those_of_scotland_and_northern_ireland():
    assert date(2025, 1, 2) not in bank_holidays()
    assert date(2025, 3, 17) not in bank_holidays()


def test_bank_holidays_include_substitutes_and_one_off_days():
    assert date(2026, 12, 28) in bank_holidays()
    assert date(2022, 9, 19) in bank_holidays()


def test_bank_holidays_are_read_without_the_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("went online")

    monkeypatch.setattr("requests.get", refuse)
    bank_holidays.cache_clear()
    assert date(2025, 12, 25) in bank_holidays()
