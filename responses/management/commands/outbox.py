"""Plan and send the letters that are owed, without Celery: for a timer, or by hand."""

from datetime import timedelta

import pghistory
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from responses.notices import outbox, planner


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        seconds = int(outbox.LIMIT.total_seconds())
        parser.add_argument("--limit-seconds", type=int, default=seconds, help=f"stop sending after ({seconds})")

    def handle(self, *args: object, **options: int) -> None:
        limit = timedelta(seconds=options["limit_seconds"])
        with pghistory.context(job="outbox"):
            try:
                planned = planner.plan(on=timezone.localdate(), at=timezone.now())
            finally:  # as in the task
                sent = outbox.send_owed(now=timezone.now, limit=limit)
        self.stdout.write(f"{planned} newly owed, {sent} sent.")
