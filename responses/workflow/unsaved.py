"""What somebody has typed and not saved: kept for that person alone, and never put into the response by itself."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from oversight.accounts.models import User
from responses.models import Response, UnsavedText

KEPT = timedelta(days=90)
LIMIT = 500_000  # characters: ten times the longest response that we know


class TooLongError(Exception):
    """More than is kept."""


def keep(response: Response, sent: Mapping[str, str], *, by: User, at: datetime) -> None:
    if len(json.dumps(sent)) > LIMIT:
        raise TooLongError("This is too long to be kept while you write. Save it.")
    UnsavedText.objects.update_or_create(response=response, person=by, defaults={"sent": dict(sent), "saved_at": at})


def purge(*, on: date) -> int:
    """What nobody has come back to is not kept for ever; how many."""
    return UnsavedText.objects.filter(saved_at__date__lt=on - KEPT).delete()[0]


def discard(response: Response, *, by: User) -> None:
    UnsavedText.objects.filter(response=response, person=by).delete()
