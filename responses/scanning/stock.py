"""Compares what is stored with what is on record: an upload that was cut off leaves bytes, a lost disk leaves rows."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import Storage

from oversight.storage import PART
from responses.models import EvidenceFile

logger = logging.getLogger(__name__)

BEING_STORED = timedelta(hours=24)  # whatever is newer may be about to get its row


@dataclass(frozen=True)
class Stock:
    """`missing` are files without their content, `left_over` names of content without a file.

    `cut_off` are names of what was never whole, so no row can ever have meant it.
    `disposed` are names of content that should be gone: its removal was cut off, or a backup has brought it back (R73).
    """

    missing: list[EvidenceFile]
    left_over: list[str]
    cut_off: list[str]
    disposed: list[str]

    def __str__(self) -> str:
        counted = f"{len(self.missing)} without content, {len(self.left_over)} left over"
        return f"{counted}, {len(self.disposed)} disposed of and still stored." if self.disposed else f"{counted}."


def take(*, at: datetime) -> Stock:
    storage = EvidenceFile._meta.get_field("file").storage
    kept, disposed = (
        set(rows.values_list("file", flat=True))
        for rows in (EvidenceFile.objects.kept(), EvidenceFile.objects.disposed())
    )
    held: set[str] = set()
    with suppress(FileNotFoundError):  # nothing has ever been stored
        held = set(storage.listdir("")[1])
    gone = EvidenceFile.objects.kept().filter(file__in=kept - held).select_related("round__request").order_by("pk")
    old = [name for name in sorted(held - kept - disposed) if _is_old(storage, name, at)]
    missing = [file for file in gone if not storage.exists(str(file.file.name))]
    whole, cut_off = ([name for name in old if name.endswith(PART) is is_part] for is_part in (False, True))
    return Stock(missing, whole, cut_off, sorted(held & disposed - kept))


def _is_old(storage: Storage, name: str, at: datetime) -> bool:
    with suppress(FileNotFoundError):  # a part has got its name meanwhile
        return storage.get_modified_time(name) < at - BEING_STORED
    return False


def report(*, at: datetime) -> Stock:
    """Into the log, each night. What has no row is not removed by itself: after a restore rows may be missing."""
    found = take(at=at)
    if found.missing or found.left_over:
        logger.error("Evidence files: %s See `manage.py stock`.", found)
    return found


def remove(names: list[str]) -> None:
    storage = EvidenceFile._meta.get_field("file").storage
    for name in names:
        storage.delete(name)
