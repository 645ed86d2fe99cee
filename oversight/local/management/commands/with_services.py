"""Run another command with this machine's services, started for it if none are up, and the static files."""

import subprocess
import sys
from argparse import REMAINDER, ArgumentParser
from contextlib import ExitStack

from django.core.management.base import BaseCommand

from oversight.local import services, static
from oversight.local.processes import Processes


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("command", nargs=REMAINDER, help="the command and its options")

    def handle(self, *, command: list[str], **options: object) -> None:
        with ExitStack() as stack:
            env = _services(stack)
            static.collect()  # for commands that show pages
            sys.exit(subprocess.run([sys.executable, sys.argv[0], *command], env=env, check=False).returncode)


def _services(stack: ExitStack) -> dict[str, str] | None:
    try:
        stack.enter_context(services.alone())
    except services.AlreadyRunningError:
        return None  # .local/env tells the command where they are
    return stack.enter_context(services.running(stack.enter_context(Processes())))
