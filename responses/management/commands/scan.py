"""Scan the files that wait, without Celery: for a timer, or by hand. Fails where the scanner is not to be relied on."""

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from responses.scanning import scanner


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        with pghistory.context(job="scan"):
            judged = scanner.scan_waiting(now=timezone.now)
        self.stdout.write(f"{judged} scanned.")
        if wrong := scanner.state(now=timezone.now):
            raise CommandError(wrong)
