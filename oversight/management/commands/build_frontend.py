"""Build static/build; does nothing when it is up to date."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from oversight import frontend


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        try:
            frontend.build(settings.BASE_DIR)
        except frontend.BuildError as error:
            raise CommandError(str(error)) from error
