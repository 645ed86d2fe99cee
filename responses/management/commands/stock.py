"""Compare the evidence files that are stored with those on record. Fails where they differ."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from responses.models.file import Damage
from responses.scanning import stock
from responses.workflow import damage


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        removed = "remove content of no file, older than a day, and what was disposed of"
        parser.add_argument("--remove", action="store_true", help=removed)
        parser.add_argument("--mark", action="store_true", help="mark what is without content as damaged, however much")

    def handle(self, *args: object, **options: object) -> None:
        found = stock.take(at=timezone.now())
        self._name(found)
        if options["mark"]:
            for file in found.missing:
                damage.note(file, Damage.MISSING, at=timezone.now())
        to_remove = [*found.left_over, *found.disposed]
        if options["remove"]:
            stock.remove([*to_remove, *found.cut_off])
        if found.missing or (to_remove and not options["remove"]):
            raise CommandError(str(found))

    def _name(self, found: stock.Stock) -> None:
        for file in found.missing:
            self.stdout.write(f"Without content: file {file.pk} of {file.round.request.reference}")
        for name in found.left_over:
            self.stdout.write(f"Left over: {name}")
        for name in found.disposed:
            self.stdout.write(f"Disposed of: {name}")
