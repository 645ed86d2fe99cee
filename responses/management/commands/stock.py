"""Compare the evidence files that are stored with those on record. Fails where they differ."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from responses.models.file import Damage
from responses.scanning import stock
from responses.workflow import damage


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove content of no file, older than a day")

        parser.add_argument("--mark", action="store_true", help="mark what is without content as damaged, however much")

    def handle(self, *args: object, **options: object) -> None:
        found = stock.take(at=timezone.now())
        for file in found.missing:
            self.stdout.write(f"Without content: file {file.pk} of {file.round.request.reference}")
            if options["mark"]:
                damage.note(file, Damage.MISSING, at=timezone.now())
        for name in found.left_over:
            self.stdout.write(f"Left over: {name}")
        if options["remove"]:
            stock.remove(found.left_over)
        if found.missing or (found.left_over and not options["remove"]):
            raise CommandError(str(found))
