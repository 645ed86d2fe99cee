"""Goes through the files that wait for the scanner. Two at once do no harm; one that dies leaves its file waiting."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.conf import settings
from django.db.models import Count, Max

from oversight.accounts.models import User
from responses.models import EvidenceFile
from responses.models.file import Scan
from responses.scanning import clamav
from responses.workflow import damage, files

logger = logging.getLogger(__name__)

LIMIT = timedelta(seconds=25)  # with one slow file still within Celery's soft limit
OLD = timedelta(hours=48)  # signatures
USUAL_WAIT = timedelta(minutes=15)  # after which staff are told that files wait


def scan_waiting(*, now: Callable[[], datetime], limit: timedelta = LIMIT) -> int:
    """How many got a verdict. Stops where the scanner does not answer: what waits is then not tried in vain."""
    until, judged = now() + limit, 0
    while settings.CLAMAV_URL and now() < until and (file := _next(now())):
        if not _scan(file, now=now):
            break
        judged += 1
    return judged


def _next(at: datetime) -> EvidenceFile | None:
    waiting = EvidenceFile.objects.to_scan(at)
    return next((file for file in waiting[:10] if files.claim_for_scan(file, at=at)), None)


def _scan(file: EvidenceFile, *, now: Callable[[], datetime]) -> bool:
    try:
        with damage.checked_content(file, at=now()) as content:
            virus = clamav.scan(cast("BinaryIO", content))
    except files.DisposedFileError:
        pass  # nobody waits for a verdict
    except (files.NotIntactError, damage.AwayError) as error:
        files.note_no_verdict(file, why=str(error), at=now())
    except clamav.NoAnswerError as error:
        logger.error("The virus scanner gave no answer about file %s: %s", file.pk, error)  # noqa: TRY400
        files.note_no_verdict(file, why=str(error), at=now())
        return False
    else:
        files.note_verdict(file, virus=virus, at=now())
    return True


def state(*, now: Callable[[], datetime]) -> str:
    """What is wrong with the scanner; empty if nothing is."""
    if not settings.CLAMAV_URL:
        opened = "People can open them" if settings.ALLOW_UNSCANNED else "Nobody can open them"
        return f"No virus scanner is configured: files stay as not scanned. {opened}."
    try:
        age = now() - clamav.signatures_from()
    except clamav.NoAnswerError as error:
        return f"The virus scanner does not answer: {error}"
    return f"The signatures of the virus scanner are {age.days} days old." if age > OLD else ""


def on_record(user: User, *, at: datetime) -> str:
    """What staff should know of the scanner, without asking it: no page waits for it. Empty if all is well."""
    if not user.is_office:
        return ""
    if not settings.CLAMAV_URL:
        opened = "can be opened, each with a mark" if settings.ALLOW_UNSCANNED else "cannot be opened"
        return f"No virus scanner is set up. New files are not scanned, and {opened}."
    waiting = (
        EvidenceFile.objects.visible_to(user).kept().filter(scan=Scan.NOT_SCANNED, uploaded_at__lt=at - USUAL_WAIT)
    )
    facts = waiting.aggregate(number=Count("pk"), asked=Max("scan_attempts"))
    if not facts["number"]:
        return ""
    files = "1 file waits" if facts["number"] == 1 else f"{facts['number']} files wait"
    answer = "gives no clear answer" if facts["asked"] else "has not been asked for a while"
    return f"The virus scanner {answer}. {files}, and cannot be opened before it has answered."
