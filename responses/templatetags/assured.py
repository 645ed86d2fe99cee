"""How assurance updates are worded."""

from datetime import date

from django import template

from responses.models import AssuranceUpdate

register = template.Library()


@register.filter
def age_words(day: date, today: date) -> str:
    """today, yesterday, 21 days ago"""
    days = (today - day).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days ago")


@register.filter
def why_stale(update: AssuranceUpdate, today: date) -> str:
    return update.why_stale(today)
