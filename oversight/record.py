"""The record of one row as people read it: who changed what, when, old and new value (R72)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, groupby, pairwise
from typing import Any
from uuid import UUID

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
    """`context` is one request: what changed together, in whichever rows."""

    at: datetime
    by: str
    what: str
    changes: list[Change]
    about: str
    context: UUID | None


type Values = dict[models.Field, Any]
type Labels = Mapping[type[models.Model], Mapping[str, str]]
type Names = dict[type[models.Model], dict[Any, models.Model]]


def record_of(row: models.Model) -> list[Line]:
    """Newest first. A row that is not tracked has none."""
    return records_of([row])


def records_of(
    rows: Iterable[models.Model], labels: Labels | None = None, known: Iterable[models.Model] = ()
) -> list[Line]:
    """Newest first, of several rows together: a query a model, and a query for each kind of row that is not known.

    `labels` are what pages call the fields, where that is not their verbose name; an empty one leaves the field out.
    """
    kept = _by_model(row for row in rows if hasattr(row, "record"))
    histories = [(model, events) for model, found in kept.items() for events in _events(model, list(found))]
    names = _names(histories, kept | _by_model(known))
    lines = [
        line for model, events in histories for line in _lines(model, events, names, (labels or {}).get(model, {}))
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _by_model(rows: Iterable[models.Model]) -> Names:
    found: Names = defaultdict(dict)
    for row in rows:
        found[type(row)][row.pk] = row
    return found


def _events(model: type[models.Model], pks: list[Any]) -> Iterator[list[Any]]:
    """The changes of each row, in order."""
    kept = model.pgh_event_model._default_manager.filter(pgh_obj__in=pks)  # type: ignore[attr-defined]
    in_order = kept.select_related("pgh_context").order_by("pgh_obj", "pgh_id")
    return (list(events) for _pk, events in groupby(in_order, key=lambda event: event.pgh_obj_id))


def _lines(model: type[models.Model], events: list[Any], names: Names, labels: Mapping[str, str]) -> Iterator[Line]:
    """Oldest last, as of two changes in one moment the later one comes first."""
    values = [_values(model, event) for event in events]
    about = capfirst(str(model._meta.verbose_name))
    for event, (before, after) in reversed(list(zip(events, pairwise([{}, *values]), strict=True))):
        changes = list(_changes(before, after, names, labels))
        what = WORDS[event.pgh_label]
        if changes or event.pgh_label != "update":
            yield Line(event.pgh_created_at, _by(event, names), what, changes, about, event.pgh_context_id)


def _user(event: Any) -> int | None:  # noqa: ANN401 - pghistory makes a model for each model
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _by(event: Any, names: Names) -> str:  # noqa: ANN401
    person = names.get(get_user_model(), {}).get(_user(event) or 0)
    return str(person) if person else "The portal"


def _values(model: type[models.Model], event: Any) -> dict[models.Field, Any]:  # noqa: ANN401
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in MACHINERY]
    return {field: getattr(event, field.attname) for field in fields if hasattr(event, field.attname)}


def _names(histories: list[tuple[type[models.Model], list[Any]]], known: Names) -> Names:
    """What the keys of other rows stand for: one query for each kind of row, and none for what is known."""
    keys: dict[Any, set[Any]] = defaultdict(set)
    for model, events in histories:
        keys[get_user_model()] |= {_user(event) for event in events}
        for field, value in chain.from_iterable(_values(model, event).items() for event in events):
            if field.is_relation and field.related_model:
                keys[field.related_model].add(value)
    return {related: _named(related, pks - {None}, known.get(related, {})) for related, pks in keys.items()}


def _named(model: type[models.Model], pks: set[Any], known: dict[Any, models.Model]) -> dict[Any, models.Model]:
    missing = pks - known.keys()
    return known | (model._default_manager.in_bulk(missing) if missing else {})


def _changes(
    before: Values,
    after: Values,
    names: Names,
    labels: Mapping[str, str],
) -> Iterator[Change]:
    for field, value in after.items():
        old, new = _words(field, before.get(field), names), _words(field, value, names)
        label = labels.get(field.name, str(field.verbose_name))
        if old != new and label:
            yield Change(capfirst(label), old, new)


def _words(field: models.Field, value: Any, names: Names) -> str:  # noqa: ANN401
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return _when(value)
    labels = names.get(field.related_model, {}) if field.is_relation else dict(field.flatchoices)  # type: ignore[arg-type]
    return str(labels.get(value, value))


def _when(value: date) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{local.day} {local:%B %Y, %H:%M}"
    return f"{value.day} {value:%B %Y}"
