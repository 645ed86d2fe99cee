"""Bring the database up to date: tables, cache table, reference data; with --demo, invented cases in an empty one."""

from argparse import ArgumentParser

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="also load the demo cases, if there are none")

    def handle(self, *, demo: bool, verbosity: int, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=verbosity, stdout=self.stderr)
        call_command("createcachetable", verbosity=verbosity, stdout=self.stderr)
        call_command("load_reference_data", stdout=self.stdout)
        if demo:
            self._call_if_there("demo")

    def _call_if_there(self, name: str) -> None:
        if name in get_commands():
            call_command(name, stdout=self.stdout)
