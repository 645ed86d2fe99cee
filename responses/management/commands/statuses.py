"""Draw the state tables of the workflow as diagrams, into docs/statuses.md or against it."""

from argparse import ArgumentParser
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import TextChoices

DRAWN = {
    "Follow-up": ("responses.workflow.follow_up", "awaiting-allocation"),
    "Evidence request": ("responses.workflow.evidence", "draft"),
    "Response": ("responses.workflow.response", "draft"),
    "Date change": ("responses.workflow.date_change", "asked"),
}
INTRODUCTION = """# Statuses

Drawn from the `TRANSITIONS` tables in `responses/workflow/` by `make statuses`; `make check` fails when they differ.
"""

type Transitions = Mapping[TextChoices, AbstractSet[TextChoices]]


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail where docs/statuses.md is not current")

    def handle(self, *, check: bool, **options: object) -> None:
        path = settings.BASE_DIR / "docs" / "statuses.md"
        drawn = drawing()
        if not check:
            path.write_text(drawn)
        elif not path.exists() or path.read_text() != drawn:
            raise CommandError("docs/statuses.md is not current. Run: make statuses")


def drawing() -> str:
    sections = [_section(noun, import_module(module).TRANSITIONS, first) for noun, (module, first) in DRAWN.items()]
    return "\n".join([INTRODUCTION, *sections])


def _section(noun: str, transitions: Transitions, first: str) -> str:
    lines = [f"    [*] --> {_name(first)}"]
    for status, targets in transitions.items():
        lines += [f"    state {_quoted(status)} as {_name(status)}"]
        # In the order of the enum: a set has none, and the drawing must not change by itself.
        lines += [f"    {_name(status)} --> {_name(target)}" for target in type(status) if target in targets]
    return "\n".join([f"## {noun}", "", "```mermaid", "stateDiagram-v2", *lines, "```", ""])


def _name(status: str) -> str:
    return str(status).replace("-", "_")


def _quoted(status: TextChoices) -> str:
    return f'"{status.label}"'
