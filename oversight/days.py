"""Days and times in the words of pages, letters and files."""

from datetime import date, datetime

from django.utils import timezone


def plain_date(value: date | None) -> str:
    """1 March 2025 with plain spaces, for letters, files and feeds, whose readers may search them."""
    if not value:
        return ""
    day = local(value)
    return f"{day.day} {day:%B %Y}"


def gtime(value: datetime) -> str:
    """4:12pm, 9am, midday, midnight"""
    here = timezone.localtime(value)
    if (here.hour, here.minute) in {(0, 0), (12, 0)}:
        return "midday" if here.hour else "midnight"
    minutes = f":{here:%M}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"  # noqa: PLR2004


def local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) else value
