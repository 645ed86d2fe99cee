"""What Celery rings for: plan what is owed and send it; scan and read files; clear away what nobody wants."""

from contextlib import ExitStack

import pghistory
from celery import shared_task
from django.utils import timezone

from responses.notices import attempts, outbox, planner
from responses.scanning import reading, scanner, stock
from responses.workflow import follow_up, rating, unsaved


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
    """Rung each night. A night missed is made up by the next; what fails is raised when the others are done."""
    on, at = timezone.localdate(), timezone.now()
    with pghistory.context(job="clear"), ExitStack() as others:
        others.callback(rating.tell_ended, on=on, at=at)
        others.callback(follow_up.follow_moved_parts, at=at)
        others.callback(unsaved.purge, on=on)
        others.callback(attempts.purge, on=on)
        found = stock.report(at=at)
        others.callback(stock.remove, [*found.cut_off, *found.disposed])
        reading.mark(found.missing, at=at)


@shared_task
def scan() -> None:
    """Rung each minute, beside the letters: a slow scanner delays none."""
    with pghistory.context(job="scan"):
        scanner.scan_waiting(now=timezone.now)


@shared_task
def read() -> None:
    """Rung each hour."""
    with pghistory.context(job="read"):
        reading.read_some(now=timezone.now)
