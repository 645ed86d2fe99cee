"""More of the same data for the benchmark, copied inside PostgreSQL: loading them would take ten times as long."""

from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, GeneratedField, Max, Model, UUIDField

from inspections.models import Finding, Grade, Inspection
from responses.models import (
    AssuranceUpdate,
    DateChange,
    DateChangeFile,
    DeadlineRevision,
    Event,
    EvidenceBatch,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    ItemAnswer,
    Publication,
    RatingOverride,
    Response,
    Tagging,
)

COPIED: list[type[Model]] = [
    Inspection,
    Inspection.forces.through,
    Inspection.themes.through,
    Grade,
    Finding,
    Response,
    Publication,
    FollowUp,
    Tagging,
    AssuranceUpdate,
    DeadlineRevision,
    RatingOverride,
    DateChange,
    EvidenceBatch,
    EvidenceRequest,
    EvidenceRequest.follow_ups.through,
    EvidenceItem,
    EvidenceRound,
    EvidenceFile,
    DateChangeFile,
    ItemAnswer,
    Event,
]
CALLED = {"reference", "slug", "document"}  # what has BENCH in it, which every copy has with its number


def make(copies: int) -> None:
    """Of all that is followed up, and of what it came from; never of bodies, people and tags."""
    highest = {model: _highest(model) for model in COPIED}
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (may_skip,) = cursor.fetchone()
        if may_skip:  # foreign keys and triggers: the originals have passed them, and they take most of the time
            cursor.execute("SET session_replication_role = replica")
        for model in COPIED:
            for number in range(1, copies + 1):
                cursor.execute(_copying(model, number, highest))
        for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
            cursor.execute(statement)
        if may_skip:
            cursor.execute("RESET session_replication_role")


def _highest(model: type[Model]) -> int:
    """The step from one copy to the next; files have keys without order."""
    if isinstance(model._meta.pk, UUIDField):
        return 0
    return int(model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0)


def _copying(model: type[Model], number: int, highest: dict[Any, int]) -> str:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, number, highest) for field in fields)
    has_order = not isinstance(model._meta.pk, UUIDField)
    original = f"id <= {highest[model]}" if has_order else f"round_id <= {highest[EvidenceRound]}"
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {model._meta.db_table} WHERE {original}"  # noqa: S608 - ours


def _value(field: Field, number: int, highest: dict[Any, int]) -> str:
    if isinstance(field, UUIDField):
        return "gen_random_uuid()"
    if field.name in CALLED:
        kind = field.db_type(connection)
        called = f"replace(\"{field.column}\"::text, 'BENCH-', 'BENCH{number}-')"
        return f"replace({called}, 'bench-', 'bench{number}-')::{kind}"
    of = field.model if field.primary_key else field.related_model
    step = highest.get(of, 0)
    return f'"{field.column}" + {number * step}' if step else f'"{field.column}"'
