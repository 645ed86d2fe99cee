"""What tests of the assurance pages share."""

from datetime import UTC, datetime

from django.urls import reverse

NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)


def address(name, follow_up):
    return reverse(f"responses:assurance-{name}", args=[follow_up.pk])
