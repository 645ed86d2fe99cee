"""Template tags and filters of every page; loaded as builtins."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from oversight.accounts.models import User
from oversight.counts import number_words
from oversight.days import gtime, local, plain_date

register = template.Library()
register.filter(number_words)
register.filter(plain_date)

KILO = 1024
NBSP = "\N{NO-BREAK SPACE}"  # a number and what it counts stay on one line


@register.simple_tag(takes_context=True)
def name(context: Context, person: User | None, office: int) -> str:
    """Of a person who acts, or acted, for an office that does not name its staff, a force reads the office (R91)."""
    return person.name_for(context["user"], office) if person else ""


@register.simple_tag(takes_context=True)
def office(context: Context, pk: int) -> str:
    """Whose it is, for who deals with several offices; empty for all others (R57)."""
    return context["user"].office_names.get(pk, "")


@register.filter
def gdate(value: date | None) -> str:
    """1 March 2025"""
    return plain_date(value).replace(" ", NBSP, 1)


@register.filter
def gdate_short(value: date | None) -> str:
    """1 Mar 2025, in tight tables"""
    return f"{local(value).day}{NBSP}{local(value):%b %Y}" if value else ""


@register.filter
def gdatetime(value: datetime | None) -> str:
    """7 February 2025 at 4:12pm"""
    return f"{gdate(value)} at {gtime(value)}" if value else ""


@register.filter
def days_words(left: int) -> str:
    """in 19 days, tomorrow, today, 52 days late"""
    if left < 0:
        return f"{-left}{NBSP}day{'' if left == -1 else 's'}{NBSP}late"
    return {0: "today", 1: "tomorrow"}.get(left, f"in{NBSP}{left}{NBSP}days")


@register.filter
def days_left_words(last_day: date, today: date) -> str:
    return days_words((last_day - today).days)


@register.filter
def unbroken(words: object) -> str:
    """“309 days late” on one line, whatever stands round it."""
    return re.sub(r"\d+ days?( late)?", lambda found: found[0].replace(" ", NBSP), str(words))


@register.filter
def file_size(size: int) -> str:
    """84KB, 1.2MB, 25MB"""
    if size < KILO:
        return f"{size}{NBSP}byte{'' if size == 1 else 's'}"
    if round(size / KILO) < KILO:
        return f"{round(size / KILO)}KB"
    return f"{size / KILO / KILO:.1f}".removesuffix(".0") + "MB"


@register.filter
def paragraphs(text: str) -> SafeString:
    """What people typed, as escaped paragraphs and lines."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    return format_html_join("\n", '<p class="govuk-body">{}</p>', ([_lines(block)] for block in blocks))


def _lines(block: str) -> SafeString:
    return SafeString("<br>".join(escape(line) for line in block.split("\n")))


@register.filter
def lower_first(text: str) -> str:
    """A label inside a sentence: “cause of concern”."""
    return text[:1].lower() + text[1:]


@register.filter
def any_errors(forms: Iterable[BaseForm] | None) -> bool:
    return any(form.errors for form in forms or [])


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(context: dict[str, Any], name: str, label: str, *prefixes: str) -> dict[str, object]:
    """One item of the menu; one of `prefixes` starts the name of each page that belongs to it."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    return {
        "href": reverse(name),
        "label": label,
        "active": here.startswith(prefixes),
        "current": "page" if here == name else "true",
    }
