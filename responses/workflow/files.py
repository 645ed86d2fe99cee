"""What happens to the files of an answer: added, taken out again, scanned, downloaded."""

import hashlib
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.text import get_text_list

from oversight.accounts.models import User
from oversight.versions import StaleError
from responses.models import (
    Classification,
    Event,
    EventKind,
    EvidenceFile,
    EvidenceRound,
    FollowUp,
    ItemAnswer,
    NoticeKind,
)
from responses.models.event import DETAIL_LENGTH, Audience
from responses.models.file import Damage, Scan
from responses.models.reliance import rests_on
from responses.uploads import FILES_PER_ANSWER, MEGABYTE, Upload
from responses.workflow.evidence import lock_draft
from responses.workflow.follow_up import WrongStatusError
from responses.workflow.telling import answerers, judges, write_to

logger = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
SCANNED_AGAIN_AFTER = timedelta(days=1)


class TooManyFilesError(Exception):
    """More files than an answer may have."""


def too_many(names: Sequence[str]) -> str:
    named, was = get_text_list([f"“{name}”" for name in names], "and"), "was" if len(names) == 1 else "were"
    return f"{named} {was} not added: a reply can have up to {FILES_PER_ANSWER} files."


class QuotaError(Exception):
    """More in a day than one person may add, or one request may get."""


class SameFileError(Exception):
    """The answer has this very file already."""


class NotStoredError(Exception):
    """The disk is full, or away."""


class WithdrawnFileError(Exception):
    """It does not count any more."""


class ReplacedError(Exception):
    """Somebody else was first to replace a file."""


class NotIntactError(Exception):
    """What is kept is not what was sent."""

    def __init__(self, damage: Damage) -> None:
        super().__init__(damage.label)
        self.damage = damage


class DisposedFileError(Exception):
    """Its content is gone, by right (R73)."""


@transaction.atomic
def attach(
    answer: EvidenceRound,
    upload: Upload,
    *,
    by: User,
    at: datetime,
    classification: str = Classification.OFFICIAL,
    to: ItemAnswer | None = None,
) -> EvidenceFile:
    """Add one checked file to a draft (R75); the same file twice gives the one that is there.

    `to` is the item that it answers (R106); where only one is asked for, it is that one.
    What cannot be kept leaves nothing on the disk.
    """
    lock_draft(answer)
    kept = {file.sha256: file for file in answer.files.all()}
    item = to or _only_item(answer)
    if upload.sha256 in kept:
        file = _the_same(kept[upload.sha256], upload)
        if item and not item.files.contains(file):
            _count_as_changed(answer)
    else:
        file = _add(answer, upload, len(kept), by=by, at=at, classification=classification)
    if item:
        item.files.add(file)
    return file


def _only_item(answer: EvidenceRound) -> ItemAnswer | None:
    asked = list(answer.item_answers.all()[:2])
    return asked[0] if len(asked) == 1 else None


def _count_as_changed(answer: EvidenceRound) -> None:
    """For whoever shows this file on a page, to save or to send it as it was."""
    EvidenceRound.objects.filter(pk=answer.pk).update(version=F("version") + 1)
    answer.version += 1


def _add(answer: EvidenceRound, upload: Upload, kept: int, *, by: User, at: datetime, **marked: str) -> EvidenceFile:
    if kept >= FILES_PER_ANSWER:
        raise TooManyFilesError(too_many([upload.name]))
    _check_quotas(answer, upload, by=by, at=at)
    return _store(answer, upload, by=by, at=at, **marked)


def _check_quotas(answer: EvidenceRound, upload: Upload, *, by: User, at: datetime) -> None:
    """Counted on record, so that taking files out again makes no room; a person's uploads wait for each other."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    on_record = EvidenceFile.pgh_event_model._default_manager  # type: ignore[attr-defined]
    added = on_record.filter(pgh_label="insert", uploaded_at__gt=at - A_DAY)
    for rows, megabytes, who in (
        (added.filter(uploaded_by=by), settings.UPLOADS_OF_PERSON_MB, "you can"),
        (added.filter(round__request=answer.request_id), settings.UPLOADS_OF_REQUEST_MB, "all who reply to it can"),
    ):
        before = rows.aggregate(size=Sum("size"))["size"] or 0
        if before + upload.size > megabytes * MEGABYTE:
            limit = f"{who} add up to {megabytes}MB in 24 hours"
            raise QuotaError(f"“{upload.name}” was not added: {limit}. Try again later, or choose a smaller file.")


def _the_same(file: EvidenceFile, upload: Upload) -> EvidenceFile:
    if file.name != upload.name:
        raise SameFileError(f"“{upload.name}” was not added: it is the same as “{file.name}”.")
    return file


def _store(answer: EvidenceRound, upload: Upload, *, by: User, at: datetime, classification: str) -> EvidenceFile:
    file = EvidenceFile(
        round=answer,
        name=upload.name,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        classification=classification,
        uploaded_by=by,
        uploaded_at=at,
    )
    storage, name = file.file.storage, file.file.field.generate_filename(file, upload.name)
    try:
        file.file.name = storage.save(name, upload.content)
        with transaction.atomic():
            file.save()
    except OSError as error:
        with suppress(OSError):  # a bucket that is away
            storage.delete(name)
        raise NotStoredError(f"“{upload.name}” was not added: it could not be stored. Try again later.") from error
    except Exception:
        storage.delete(name)
        raise
    return file


@transaction.atomic
def detach(file: EvidenceFile) -> None:
    """Take a file out of a draft again; its bytes go when that is certain."""
    lock_draft(file.round)
    _remove(file)


@transaction.atomic
def take_out(file: EvidenceFile) -> None:
    """The same of a draft that nobody can send any more: else the force could never be rid of it (R73)."""
    answer = EvidenceRound.objects.select_for_update(of=("self",)).select_related("request").get(pk=file.round_id)
    if not answer.is_draft or answer.request.is_with_force:
        raise WrongStatusError("This reply has been sent, or can still be sent, so its files stay with it.")
    _remove(file)


def _remove(file: EvidenceFile) -> None:
    storage, name = file.file.storage, str(file.file.name)
    file.item_answers.clear()
    file.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def as_described(file: EvidenceFile) -> str:
    """What a page has shown of it, in one line, to be compared with what is there when it is saved."""
    return " ".join(str(each or "-") for each in (file.covers_from, file.covers_to, file.expires_on, file.replaces_id))


@transaction.atomic
def describe(
    file: EvidenceFile,
    *,
    seen: str,
    covers_from: date | None,
    covers_to: date | None,
    expires_on: date | None,
    by: User,
    at: datetime,
    replaces: EvidenceFile | None = None,
) -> None:
    """What it covers and how long it counts; in a draft also which it replaces (R91). Raises StaleError."""
    rows = EvidenceFile.objects.select_for_update(of=("self",), no_key=True)  # what names it goes on meanwhile
    locked = rows.select_related("round__request").get(pk=file.pk)
    if as_described(locked) != seen:
        raise StaleError(locked)
    if locked.is_withdrawn:
        raise WithdrawnFileError("This file has been withdrawn, so its dates cannot be changed.")
    if locked.is_disposed:
        raise WithdrawnFileError("This file has been disposed of, so its dates cannot be changed.")
    before = locked.in_words
    locked.covers_from, locked.covers_to, locked.expires_on = covers_from, covers_to, expires_on
    if locked.round.is_draft:
        locked.replaces = replaces
    _save_once(locked)
    if not locked.round.is_draft and locked.in_words != before:
        detail = f"{locked.quoted}: {locked.in_words}; before: {before}"
        tell(locked, locked.round, EventKind.FILE_DESCRIBED, by=by, at=at, detail=detail[:DETAIL_LENGTH])


def _save_once(file: EvidenceFile) -> None:
    """Of what is sent without the unique column: PostgreSQL would lock the row against all that names it."""
    own = ["replaces"] if file.round.is_draft else []
    try:
        with transaction.atomic():
            file.save(update_fields=["covers_from", "covers_to", "expires_on", *own])
    except IntegrityError as error:
        raise ReplacedError("Another file replaces that one already. Choose another, or none.") from error


@transaction.atomic
def withdraw(file: EvidenceFile, *, reason: str, by: User, at: datetime) -> None:
    """It no longer counts, and can still be read; what rested on it is listed with it (R115)."""
    counting = EvidenceFile.objects.kept().sent().filter(pk=file.pk, withdrawn_at=None)
    if not counting.update(withdrawn_at=at, withdrawn_by=by, withdrawal_reason=reason):
        raise WithdrawnFileError(f"This file has been {_what_became_of(file)} already.")
    tell(file, file.round, EventKind.FILE_WITHDRAWN, by=by, at=at, detail=file.quoted, reason=reason)
    _write_of_loss(file, by=by, at=at)
    file.refresh_from_db()


def _what_became_of(file: EvidenceFile) -> str:
    return "disposed of" if EvidenceFile.objects.disposed().filter(pk=file.pk).exists() else "withdrawn"


def _write_of_loss(file: EvidenceFile, *, by: User, at: datetime) -> None:
    """To the officers of what rests on it; where none is left, to whoever judges its request (R27)."""
    request = file.round.request
    if FollowUp.objects.filter(rests_on(file)).exists():
        people = [person for person in _officers_of_what_rests(file) or judges(request) if person != by]
        write_to(people, NoticeKind.FILE_WITHDRAWN, request, at=at)


def _officers_of_what_rests(file: EvidenceFile) -> list[User]:
    resting = FollowUp.objects.filter(rests_on(file))
    officers = User.objects.writers_of(file.round.request.policing_body).filter(pk__in=resting.values("officer"))
    return [person for person in officers if file.is_readable_by(person)]


@transaction.atomic
def mark_sensitive(file: EvidenceFile, *, by: User, at: datetime) -> None:
    """OFFICIAL-SENSITIVE from now on, and never less again (R71); the second press changes nothing."""
    ordinary = EvidenceFile.objects.filter(pk=file.pk, classification=Classification.OFFICIAL)
    if ordinary.update(classification=Classification.OFFICIAL_SENSITIVE) and not file.round.is_draft:
        tell(file, file.round, EventKind.FILE_MARKED, by=by, at=at)


def claim_for_scan(file: EvidenceFile, *, at: datetime) -> bool:
    """One worker at a time; the claim ends by itself where a worker dies."""
    waiting = EvidenceFile.objects.to_scan(at).filter(pk=file.pk, scan_attempts=file.scan_attempts)
    return bool(waiting.update(scan_due_at=at + LEASE, scan_attempts=F("scan_attempts") + 1))


def note_no_verdict(file: EvidenceFile, *, why: str, at: datetime) -> None:
    """It stays what it is, and is asked about again: after a minute, then less and less often."""
    wait = min(FIRST_WAIT * 2 ** min(file.scan_attempts, 6), LONGEST_WAIT)
    EvidenceFile.objects.kept().filter(pk=file.pk).update(scan_due_at=at + wait, scan_note=_short(why))


@transaction.atomic
def note_verdict(file: EvidenceFile, *, virus: str, at: datetime) -> None:
    """`virus` is empty for a clean file. What was refused once stays so."""
    facts = {"scan": Scan.REFUSED if virus else Scan.CLEAN, "scan_note": _short(virus), "scanned_at": at}
    again = {"scan_attempts": 0, "scan_due_at": at + SCANNED_AGAIN_AFTER}
    waiting = EvidenceFile.objects.kept().filter(pk=file.pk).exclude(scan=Scan.REFUSED)
    if waiting.update(**facts, **again) and virus:
        _tell_of_virus(file, virus, at=at)


def _short(text: str) -> str:
    return text[:200]


def _tell_of_virus(file: EvidenceFile, virus: str, *, at: datetime) -> None:
    """Both sides and the officers of what rests on it, once the reply is sent; of a draft the force's page tells it."""
    answer = EvidenceRound.objects.select_related("request").get(pk=file.round_id)
    logger.warning("A virus was found in file %s: %s", file.pk, virus)
    if not answer.is_draft:
        detail = f"{file.quoted} cannot be opened any more: {_short(virus)}"[:DETAIL_LENGTH]
        tell(file, answer, EventKind.FILE_REFUSED, by=None, at=at, detail=detail)
        write_to(both_sides(file, answer), NoticeKind.FILE_REFUSED, answer.request, at=at)


def both_sides(file: EvidenceFile, answer: EvidenceRound) -> list[User]:
    """Who judges it or relies on it, and who could send another one."""
    office = {*judges(answer.request), *_officers_of_what_rests(file)}
    return [*sorted(office, key=lambda each: each.pk), *answerers(answer.request, answer.submitted_by)]


def tell(
    file: EvidenceFile, answer: EvidenceRound, kind: EventKind, *, by: User | None, at: datetime, **facts: object
) -> None:
    """One line in the story of each follow-up that the file is about."""
    for follow_up in answer.request.follow_ups.all():
        Event.objects.create(
            policing_body_id=answer.request.policing_body_id,
            follow_up=follow_up,
            request=answer.request,
            round=answer,
            kind=kind,
            by=by,
            at=at,
            **{"audience": Audience.FORCE, **facts},
        )


def intact_content(file: EvidenceFile) -> File:
    """What was sent, and nothing else: whole, also where it is disposed of meanwhile.

    Raises DisposedFileError, and NotIntactError, which is in the log too.
    """
    try:
        content = file.file.open("rb")
        digest = digest_of(content)
    except OSError as error:
        if EvidenceFile.objects.disposed().filter(pk=file.pk).exists():  # after the person's page had looked
            raise DisposedFileError from error
        logger.exception("File %s is missing", file.pk)
        raise NotIntactError(Damage.MISSING) from error
    if digest != file.sha256:
        content.close()
        logger.error("File %s is not what was sent", file.pk)
        raise NotIntactError(Damage.CHANGED)
    return content


def digest_of(content: File) -> str:
    digest = hashlib.sha256()
    for piece in content.chunks():
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()


@transaction.atomic
def note_download(file: EvidenceFile, *, by: User, at: datetime) -> None:
    """Who has read what (R72, R75). Of a draft nobody else knows yet."""
    if file.round.submitted_at is None:
        return
    request = file.round.request
    Event.objects.create(
        policing_body_id=request.policing_body_id,
        request=request,
        round=file.round,
        kind=EventKind.FILE_DOWNLOADED,
        by=by,
        at=at,
        detail=file.name,
    )
