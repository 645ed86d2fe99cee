"""A file whose content is lost or changed on the disk no longer counts, until it is found intact again (R115)."""

from contextlib import suppress
from datetime import datetime
from itertools import chain
from uuid import uuid4

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.db import transaction

from responses.models import EventKind, EvidenceFile, EvidenceRound, NoticeKind
from responses.models.event import DETAIL_LENGTH
from responses.models.file import Damage
from responses.workflow.files import NotIntactError, both_sides, digest_of, intact_content, tell
from responses.workflow.telling import write_to

OTHERS = 5  # of which one has to be there, before a file is taken as missing alone


class AwayError(Exception):
    """Of a storage that does not answer nothing is known about the file."""

    def __init__(self) -> None:
        super().__init__("its content cannot be reached at the moment")


def checked_content(file: EvidenceFile, *, at: datetime) -> File:
    """What was sent; what is found about it is on record. Raises as `intact_content`, and AwayError."""
    try:
        content = intact_content(file)
    except NotIntactError as error:
        is_gone = isinstance(error.__cause__, FileNotFoundError) and is_reached(besides=file)
        if error.damage == Damage.MISSING and not is_gone:
            raise AwayError from error
        note(file, error.damage, at=at)
        raise
    if file.is_damaged:
        note_intact(file, at=at)
    return content


def is_reached(*, besides: EvidenceFile) -> bool:
    """Whether the storage is there: of a disk that is away, every file is missing, and none is lost.

    By a few of any age: where the disk of yesterday was put back, the newest are missing together.
    """
    others = EvidenceFile.objects.kept().exclude(pk=besides.pk).filter(damaged_at=None).order_by("pk")
    some = chain(others.filter(pk__gt=uuid4())[:OTHERS], others[:OTHERS])  # keys are random
    try:
        return any(_is_there(other) for other in some)
    except OSError:
        return False


def _is_there(file: EvidenceFile) -> bool:
    try:
        return bool(file.file.storage.exists(str(file.file.name)))
    except SuspiciousFileOperation:  # a row whose name leads elsewhere says nothing about the storage
        return False


@transaction.atomic
def note(file: EvidenceFile, damage: Damage, *, at: datetime) -> None:
    """From now on it does not count; whoever relies on it or could send it again hears of it, once."""
    intact = EvidenceFile.objects.kept().filter(pk=file.pk, damaged_at=None)
    if not intact.update(damaged_at=at, damage=damage):
        return
    answer = _answer_of(file)
    if not answer.is_draft:  # of a draft the force's page tells it
        detail = f"{file.quoted} cannot be opened any more: {damage.label}"[:DETAIL_LENGTH]
        tell(file, answer, EventKind.FILE_DAMAGED, by=None, at=at, detail=detail)
        write_to(both_sides(file, answer), NoticeKind.FILE_DAMAGED, answer.request, at=at)


@transaction.atomic
def note_intact(file: EvidenceFile, *, at: datetime) -> None:
    """It was put back, as from a backup: it counts as before."""
    answer = _answer_of(file)
    if EvidenceFile.objects.damaged().filter(pk=file.pk).update(damaged_at=None, damage="") and not answer.is_draft:
        detail = f"{file.quoted} can be opened again"[:DETAIL_LENGTH]
        tell(file, answer, EventKind.FILE_RESTORED, by=None, at=at, detail=detail)


def look_again(file: EvidenceFile, *, at: datetime) -> None:
    """Of what is damaged, and reported already."""
    with suppress(OSError), file.file.open("rb") as content:
        if digest_of(content) == file.sha256:
            note_intact(file, at=at)


def _answer_of(file: EvidenceFile) -> EvidenceRound:
    return EvidenceRound.objects.select_related("request").get(pk=file.round_id)
