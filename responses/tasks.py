"""What Celery rings for: plan what is owed and send it; scan and read files; clear away what nobody wants."""

import pghistory
from celery import shared_task
from django.utils import timezone

from responses.notices import attempts, outbox, planner
from responses.scanning import reading, scanner, stock
from responses.workflow import rating, unsaved


@shared_task
def tick() -> None:
    """Rung each minute. Two at once, or none for a week, do no harm: what is owed stands in the database."""
    with pghistory.context(job="tick"):
        try:
            planner.plan(on=timezone.localdate(), at=timezone.now())
        finally:  # what is owed already leaves, whatever stops the planner
            outbox.send_owed(now=timezone.now)


@shared_task
def clear() -> None:
    """Rung each night. A night missed is made up by the next."""
    with pghistory.context(job="clear"):
        rating.tell_ended(on=timezone.localdate(), at=timezone.now())
        unsaved.purge(on=timezone.localdate())
        attempts.purge(on=timezone.localdate())
        found = stock.report(at=timezone.now())
        reading.mark(found.missing, at=timezone.now())
        stock.remove(found.disposed)


@shared_task
def scan() -> None:
    """Rung each minute, beside the letters: a slow scanner delays none."""
    with pghistory.context(job="scan"):
        scanner.scan_waiting(now=timezone.now)


@shared_task
def read() -> None:
    """Rung each hour."""
    with pghistory.context(job="read"):
        reading.read_some(at=timezone.now())
