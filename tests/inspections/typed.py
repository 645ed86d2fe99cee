"""What a browser sends for an inspection and a finding, and what comes back."""

from datetime import date
from uuid import UUID

from django.contrib.messages import get_messages
from django.urls import reverse

from tests import factories
from tests.reading import day


def on(name, thing):
    return reverse(f"inspections:{name}", args=[thing.pk])


def words(page):
    return [str(message) for message in get_messages(page.wsgi_request)]


def report(**facts):
    """What the browser sends when an officer records the report."""
    typed = {
        "submission_id": str(UUID(int=1)),
        "reference": "SE-2024-SOC",
        "title": "South-east regional response to serious and organised crime",
        "kind": "regional",
        "inspectorate": "HMICFRS",
        "url": "",
        **day("published_on", date(2024, 8, 30)),
        "published_wording": "",
        "forces": [factories.make_force().pk],
    }
    return typed | facts


def finding(**facts):
    typed = {
        "submission_id": str(UUID(int=2)),
        "kind": factories.make_kind("recommendation").pk,
        "parent": "",
        "limb": "",
        "label": "Recommendation 1",
        "title": "Share intelligence",
        "text": "The force should share intelligence with its partners.",
        "page": "12",
        "deadline_wording": "By 1 March 2025",
    }
    return typed | facts
