"""Compares what is stored with what is on record: an upload that was cut off leaves bytes, a lost disk leaves rows."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from responses.models import EvidenceFile

logger = logging.getLogger(__name__)

BEING_STORED = timedelta(hours=24)  # whatever is newer may be about to get its row


@dataclass(frozen=True)
class Stock:
    """`missing` are files without their content, `left_over` names of content without a file."""

    missing: list[EvidenceFile]
    left_over: list[str]

    def __str__(self) -> str:
        return f"{len(self.missing)} without content, {len(self.left_over)} left over."


def take(*, at: datetime) -> Stock:
    storage = EvidenceFile._meta.get_field("file").storage
    recorded = set(EvidenceFile.objects.values_list("file", flat=True))
    held: set[str] = set()
    with suppress(FileNotFoundError):  # nothing has ever been stored
        held = set(storage.listdir("")[1])
    gone = EvidenceFile.objects.filter(file__in=recorded - held).select_related("round__request").order_by("pk")
    old = [name for name in sorted(held - recorded) if storage.get_modified_time(name) < at - BEING_STORED]
    return Stock([file for file in gone if not storage.exists(str(file.file.name))], old)


def report(*, at: datetime) -> Stock:
    """Into the log, each night. Nothing is removed by itself: after a restore the rows may be what is missing."""
    found = take(at=at)
    if found.missing or found.left_over:
        logger.error("Evidence files: %s See `manage.py stock`.", found)
    return found


def remove(names: list[str]) -> None:
    storage = EvidenceFile._meta.get_field("file").storage
    for name in names:
        storage.delete(name)
