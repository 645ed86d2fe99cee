"""Copies of what is published go to HMICFRS and to the Home Secretary, with proof (s.55(6), R5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction

from oversight.accounts.models import User
from oversight.days import plain_date
from responses.clock import local_day
from responses.models import CopyFor, EventKind, Notice, NoticeKind, Publication, Recipient, Sending, Way
from responses.models.event import DETAIL_LENGTH
from responses.workflow.response import tell


class AlreadyRecordedError(Exception):
    """Somebody else has recorded this copy since the page was opened."""


class NoAddressError(Exception):
    """Nobody has entered where the letter goes."""


@transaction.atomic
def record(
    publication: Publication,
    *,
    copy_for: CopyFor,
    number: int,
    way: Way,
    sent_on: date,
    proof: str,
    reason: str = "",
    by: User,
    at: datetime,
) -> Sending:
    """Record a copy that left by another way. `number` is one more than the last that the person saw recorded."""
    facts = {"number": number, "way": way, "sent_on": sent_on, "proof": proof, "reason": reason}
    detail = f"to {copy_for.label} on {plain_date(sent_on)}, {way.label.lower()}: {proof}"
    return _add(publication, copy_for, detail, facts, by=by, at=at)


@transaction.atomic
def send_letter(
    publication: Publication, *, copy_for: CopyFor, number: int, reason: str = "", by: User, at: datetime
) -> Sending:
    """Owe the letter; the copy counts as sent once the mail server has taken it. `number` as in `record`."""
    recipient = Recipient.objects.current(copy_for, on=local_day(at))
    if recipient is None or not recipient.address:
        raise NoAddressError(f"An administrator has to enter the address of {copy_for.label} first.")
    facts: dict[str, object] = {"number": number, "way": Way.LETTER, "reason": reason}
    with _one_at_a_time():
        key = f"copy:{publication.pk}:{copy_for}:{number}"
        about = {"response": publication.response}
        facts["notice"] = Notice.objects.owe_to_address(NoticeKind.COPY, recipient.address, key=key, at=at, **about)
    return _add(publication, copy_for, f"letter to {copy_for.label}, {recipient.address}", facts, by=by, at=at)


@transaction.atomic
def take_back(
    publication: Publication, *, copy_for: CopyFor, number: int, reason: str, by: User, at: datetime
) -> Sending:
    """What was recorded was not sent after all. `number` as in `record`."""
    facts = {"number": number, "reason": reason}
    return _add(publication, copy_for, f"not sent to {copy_for.label} after all", facts, by=by, at=at)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of two people who record the same copy, the first succeeds and the second is told."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise AlreadyRecordedError("Somebody else has recorded this copy. See what they have recorded.") from error


def _add(
    publication: Publication, copy_for: CopyFor, detail: str, facts: dict[str, object], *, by: User, at: datetime
) -> Sending:
    with _one_at_a_time():
        sending = Sending.objects.create(publication=publication, copy_for=copy_for, by=by, at=at, **facts)
    kind = EventKind.RESPONSE_SENT
    tell(publication.response, kind, by=by, at=at, detail=detail[:DETAIL_LENGTH], reason=sending.reason)
    return sending
