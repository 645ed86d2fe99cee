"""Load forces, policing bodies, kinds of finding, grades and closure levels; running it again changes nothing."""

from django.core.management.base import BaseCommand

from inspections import reference as inspections_reference
from oversight.bodies import reference as bodies_reference
from responses import reference as responses_reference


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        for reference in (bodies_reference, inspections_reference, responses_reference):
            reference.load()
