"""What a person of the office does with files that are kept no more: disposes of the content, or stops that (R73)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from oversight.accounts.models import User
from oversight.days import plain_date
from responses.clock import local_day
from responses.models import Batch, EventKind, EvidenceFile, EvidenceRequest
from responses.models.disposal import concerned, due, keeping, limits
from responses.models.event import Audience
from responses.workflow.files import tell
from responses.workflow.several import Outcome, batch_of

NOT_ON_HOLD = {"hold_at": None, "hold_by": None, "hold_reason": ""}


class KeptError(Exception):
    """It cannot be disposed of, or that cannot be stopped any more."""


class Verb(Protocol):
    """`dispose`, `hold` or `release`."""

    def __call__(
        self, file: EvidenceFile, *, reason: str, by: User, at: datetime, batch: Batch | None = None
    ) -> None: ...


@dataclass(frozen=True)
class Line:
    """One file of several, and why it is left as it was."""

    file: EvidenceFile
    skipped: str = ""


@transaction.atomic
def dispose(file: EvidenceFile, *, reason: str, by: User, at: datetime, batch: Batch | None = None) -> None:
    """The content goes as soon as that is certain; what is known of it stays. Raises KeptError."""
    _lock([file])
    if why := why_kept(_current(file), on=local_day(at)):
        raise KeptError(why)
    EvidenceFile.objects.filter(pk=file.pk).update(disposed_at=at, disposed_by=by, disposal_reason=reason)
    tell(file, file.round, EventKind.FILE_DISPOSED, by=by, at=at, detail=file.quoted, reason=reason, batch=batch)
    storage, name = file.file.storage, str(file.file.name)
    transaction.on_commit(lambda: storage.delete(name), robust=True)  # what this leaves, the night clears away


@transaction.atomic
def hold(file: EvidenceFile, *, reason: str, by: User, at: datetime, batch: Batch | None = None) -> None:
    """A court, or a question under a law, may need it. The force does not read that: it may be about the force."""
    free = EvidenceFile.objects.kept().sent().filter(pk=file.pk, hold_at=None)
    if not free.update(hold_at=at, hold_by=by, hold_reason=reason):
        raise KeptError(why_not_held(_current(file)))
    said = {"detail": file.quoted, "reason": reason, "batch": batch, "audience": Audience.OFFICE}
    tell(file, file.round, EventKind.FILE_HELD, by=by, at=at, **said)


@transaction.atomic
def release(file: EvidenceFile, *, reason: str, by: User, at: datetime, batch: Batch | None = None) -> None:
    """The hold ends; whether the file is kept longer is another question."""
    if not EvidenceFile.objects.on_hold().filter(pk=file.pk).update(**NOT_ON_HOLD):
        raise KeptError(why_not_released(_current(file)))
    said = {"detail": file.quoted, "reason": reason, "batch": batch, "audience": Audience.OFFICE}
    tell(file, file.round, EventKind.FILE_RELEASED, by=by, at=at, **said)


@transaction.atomic
def several(
    verb: Verb, files: list[EvidenceFile], *, reason: str, submission_id: UUID, by: User, at: datetime
) -> Outcome[Line]:
    """Each that it can be done with, and why the others are left; the same page sent twice does it once (R83)."""
    batch, is_new = batch_of(submission_id, by=by, at=at)
    if is_new and verb is dispose:
        _lock(files)
    told: dict[str, Any] = {"reason": reason, "by": by, "at": at, "batch": batch}
    return Outcome([_line(verb, file, **told) for file in files] if is_new else [], is_new)


def _line(verb: Verb, file: EvidenceFile, **told: Any) -> Line:  # noqa: ANN401 - what each verb takes
    try:
        with transaction.atomic():
            verb(file, **told)
    except KeptError as error:
        return Line(file, str(error))
    return Line(file)


def why_kept(file: EvidenceFile, *, on: date) -> str:
    """Of a row of `for_detail`; empty where it can be disposed of."""
    if why := why_not_held(file):
        return why
    if due(EvidenceFile.objects.filter(pk=file.pk), limits([file.round.request.policing_body_id], on)).exists():
        return ""
    kept = keeping(file)
    names = ", ".join(row.reference for row in kept.open)
    return f"It is kept as long as {names} is followed up." if names else f"It is kept until {plain_date(kept.until)}."


def why_not_held(file: EvidenceFile) -> str:
    return "It has not been sent yet." if file.round.is_draft else last_said(file)


def why_not_released(file: EvidenceFile) -> str:
    return "" if file.is_on_hold else last_said(file) or "It is not on hold any more."


def last_said(file: EvidenceFile) -> str:
    """Who was first, and why; of a row of `for_detail`."""
    if file.disposed_at:
        return _said("disposed of", file.disposed_at, file.disposed_by, file.disposal_reason)
    return _said("put on hold", file.hold_at, file.hold_by, file.hold_reason) if file.hold_at else ""


def _said(what: str, at: datetime, by: User | None, reason: str) -> str:
    return f"It was {what} on {plain_date(at)} by {by}, because: {reason}"


def _current(file: EvidenceFile) -> EvidenceFile:
    return EvidenceFile.objects.for_detail().get(pk=file.pk)


def _lock(files: list[EvidenceFile]) -> None:
    """What decides, in one order: whoever opens a follow-up again, or rests an update on a file, waits or is seen.

    Not the keys: an event about any of them is written beside this. The follow-ups last, as whoever holds a file names
    them at the end.
    """
    asked = {file.round.request_id for file in files}
    list(EvidenceRequest.objects.filter(pk__in=asked).order_by("pk").select_for_update(no_key=True))
    rows = EvidenceFile.objects.filter(pk__in=[file.pk for file in files])
    list(rows.order_by("pk").select_for_update(no_key=True))
    list(concerned(files).locked())
