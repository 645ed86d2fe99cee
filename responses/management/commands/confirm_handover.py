"""Confirm a handover for a successor that has no administrator yet; where it has one, that person decides."""

from argparse import ArgumentParser

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from responses import moving
from responses.models import Handover
from responses.workflow import handover as workflow
from responses.workflow.succession import CannotMoveError


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("office", help="the code of the policing body that hands over, such as hampshire-pcc")
        parser.add_argument("--yes", action="store_true", help="do it; without this, only say what would move")

    def handle(self, *args: object, office: str, yes: bool, **options: object) -> None:
        handover = Handover.objects.waiting().for_list().filter(predecessor__code=office).first()
        if handover is None:
            raise CommandError(f"{office} has offered nothing that waits.")
        if workflow.administrators(handover.successor).exists():
            raise CommandError(f"{handover.names[1]} has an administrator, who decides.")
        plan = moving.plan_of(handover)
        for line in moving.some(moving.going(plan)):
            self.stdout.write(f"{line.words} {line.note}".strip())
        for person in moving.joining(plan):
            self.stdout.write(f"{person}, {person.get_role_display().lower()}")
        if yes:
            self._confirm(handover, moving.seen(plan))

    def _confirm(self, handover: Handover, seen: str) -> None:
        try:
            with pghistory.context(job="confirm_handover"):
                workflow.confirm(handover, seen=seen, by=None, at=timezone.now())
        except CannotMoveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{handover.names[1]} has taken the place of {handover.names[0]}.")
