"""What tests of the assurance pages share."""

from datetime import UTC, datetime
from uuid import uuid4

from django.urls import reverse

NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)


def address(name, about):
    return reverse(f"responses:assurance-{name}", args=[about.pk])


def update_facts(**facts):
    """What the page sends; a fact of None is left out."""
    day = {"made_on_0": "3", "made_on_1": "2", "made_on_2": "2025"}
    how = {"method": "visit", "confidence": "medium", "limits": "Nobody on nights was asked."}
    text = {
        "text": "Two of four districts are briefed.",
        "is_publishable": "no",
        "classification": "official",
        "submission_id": str(uuid4()),
    }
    return {"level": "partly", **how, **day, **text, **facts}
