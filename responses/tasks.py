"""What Celery rings for: plan what is owed, then send it."""

import pghistory
from celery import shared_task
from django.utils import timezone

from responses.notices import outbox, planner


@shared_task
def tick() -> None:
    """Rung each minute. Two at once, or none for a week, do no harm: what is owed stands in the database."""
    with pghistory.context(job="tick"):
        try:
            planner.plan(on=timezone.localdate(), at=timezone.now())
        finally:  # what is owed already leaves, whatever stops the planner
            outbox.send_owed(now=timezone.now)
