"""What tests of the follow-up pages share."""

from datetime import UTC, datetime

from django.urls import reverse

NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)


def address(name, follow_up):
    return reverse(f"responses:follow-up-{name}", args=[follow_up.pk])
