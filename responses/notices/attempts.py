"""What the mail server answered long ago is cleared away; the last answer of each letter stays."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from responses.models import NoticeAttempt

KEPT = timedelta(days=365)


def purge(*, on: date) -> int:
    """How many; the last one of a letter is the proof of it."""
    later = NoticeAttempt.objects.filter(notice=OuterRef("notice"), number__gt=OuterRef("number"))
    return NoticeAttempt.objects.filter(Exists(later), at__date__lt=on - KEPT).delete()[0]
