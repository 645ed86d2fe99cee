"""The record of one row as people read it: who changed what, when, old and new value (R72)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

WORDS = {"insert": "Added", "update": "Changed", "delete": "Deleted"}
MACHINERY = {"version", "submission_id"}


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    at: datetime
    by: str
    what: str
    changes: list[Change]


def record_of(row: models.Model) -> list[Line]:
    """Newest first. A row that is not tracked has none."""
    if not hasattr(row, "record"):
        return []
    events = list(row.record.select_related("pgh_context").order_by("pgh_id"))
    people = _people(events)
    values = [_values(type(row), event) for event in events]
    names = _names(type(row), values)
    lines = [
        Line(event.pgh_created_at, _by(event, people), WORDS[event.pgh_label], list(_changes(before, after, names)))
        for event, (before, after) in zip(events, pairwise([{}, *values]), strict=True)
    ]
    return lines[::-1]


def _people(events: list[Any]) -> dict[int, Any]:
    return get_user_model()._default_manager.in_bulk({_user(event) for event in events} - {None})


def _user(event: Any) -> int | None:  # noqa: ANN401 - pghistory makes a model for each model
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _by(event: Any, people: dict[int, Any]) -> str:  # noqa: ANN401
    person = people.get(_user(event) or 0)
    return str(person) if person else "The portal"


def _values(model: type[models.Model], event: Any) -> dict[models.Field, Any]:  # noqa: ANN401
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in MACHINERY]
    return {field: getattr(event, field.attname) for field in fields if hasattr(event, field.attname)}


def _names(
    model: type[models.Model], values: list[dict[models.Field, Any]]
) -> dict[models.Field, dict[Any, models.Model]]:
    """What the keys of other rows stand for, one query a field."""
    relations: list[Any] = [field for field in model._meta.concrete_fields if field.is_relation and field.related_model]
    keys = {field: {each[field] for each in values if field in each} - {None} for field in relations}
    return {field: field.related_model._default_manager.in_bulk(found) for field, found in keys.items() if found}


def _changes(
    before: dict[models.Field, Any],
    after: dict[models.Field, Any],
    names: dict[models.Field, dict[Any, models.Model]],
) -> Iterator[Change]:
    for field, value in after.items():
        old, new = _words(field, before.get(field), names), _words(field, value, names)
        if old != new:
            yield Change(capfirst(str(field.verbose_name)), old, new)


def _words(field: models.Field, value: Any, names: dict[models.Field, dict[Any, models.Model]]) -> str:  # noqa: ANN401
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return _when(value)
    labels = names.get(field, {}) if field.is_relation else dict(field.flatchoices)
    return str(labels.get(value, value))


def _when(value: date) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{local.day} {local:%B %Y, %H:%M}"
    return f"{value.day} {value:%B %Y}"
