"""Reads what is kept, a part each hour, and marks what is lost or changed there until it is put back (R115)."""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Sum

from responses.models import EvidenceFile
from responses.models.file import Damage, EvidenceFileQuerySet
from responses.uploads import MEGABYTE
from responses.workflow import damage
from responses.workflow.files import DisposedFileError, NotIntactError

logger = logging.getLogger(__name__)

LIMIT = timedelta(seconds=35)  # with one slow file still within Celery's soft limit
AN_HOUR = 200 * MEGABYTE  # is read in some seconds
A_MONTH = 24 * 30  # hours, after which the first file is read again, if not later
LOOKED_AT_AGAIN = 50
FEW = 5
ALL_KEYS = 2**128


def read_some(*, now: Callable[[], datetime], limit: timedelta = LIMIT) -> None:
    """Twice in an hour reads the same twice; an hour missed, or too short, leaves its files to the next round."""
    start = now()
    _each(damage.look_again, EvidenceFile.objects.damaged().order_by("?")[:LOOKED_AT_AGAIN], now, start + limit / 2)
    _each(_read, _part(start).order_by("?"), now, start + limit)


def _each(
    look: Callable[..., None], files: Iterable[EvidenceFile], now: Callable[[], datetime], until: datetime
) -> None:
    """By chance: what time does not reach now is not always the same."""
    for file in files:
        if now() >= until:
            return
        try:
            look(file, at=now())
        except Exception:  # one file does not keep the others
            logger.exception("File %s cannot be looked at", file.pk)


def _read(file: EvidenceFile, *, at: datetime) -> None:
    with suppress(DisposedFileError, NotIntactError, damage.AwayError):  # which is noted, or in the log
        damage.checked_content(file, at=at).close()


def _part(at: datetime) -> EvidenceFileQuerySet:
    """By their keys, which are random, so that nothing has to be kept about it."""
    rows = EvidenceFile.objects.kept().filter(damaged_at=None)
    size = rows.aggregate(size=Sum("size"))["size"] or 0
    parts = max(A_MONTH, -(-size // AN_HOUR))
    number = int(at.timestamp()) // 3600 % parts
    first, after = (ALL_KEYS * each // parts for each in (number, number + 1))
    return rows.filter(pk__range=(UUID(int=first), UUID(int=after - 1)))


def mark(missing: list[EvidenceFile], *, at: datetime) -> None:
    """As the stock has found them. Of many at once a person decides: the storage may be there in part only."""
    new = [file for file in missing if not file.damaged_at]
    if len(new) > max(FEW, EvidenceFile.objects.kept().count() // 100):
        logger.error("So many evidence files are missing that none is marked. See `manage.py stock --mark`.")
        return
    for file in new:
        if damage.is_reached(besides=file):
            damage.note(file, Damage.MISSING, at=at)
