"""The record of rows as people read it: who changed what, when, old and new value (R72)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, groupby, pairwise
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.text import capfirst

from oversight.days import gtime, plain_date

WORDS = {"insert": "Added", "update": "Changed", "delete": "Deleted"}
MACHINERY = {"version", "submission_id"}


@dataclass(frozen=True)
class Change:
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """`context` is one request: what changed together, in whichever rows. `now`: by field, with the rows it names."""

    at: datetime
    person: Any
    what: str
    changes: list[Change]
    about: str
    context: UUID | None
    model: type[models.Model]
    now: Mapping[str, Any]

    @property
    def by(self) -> str:
        return str(self.person or "The portal")


@dataclass(frozen=True)
class Told:
    """What becomes a line though it is no change of one row; `user` is the key of a person."""

    at: datetime
    user: int | None
    context: UUID | None
    changes: list[Change]
    about: str
    model: type[models.Model]
    now: Mapping[str, Any]


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
    recorded = [kept_of(model).filter(pgh_obj__in=list(found)) for model, found in kept.items()]
    return lines_of(recorded, labels, kept | _by_model(known))


def kept_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """The values of all its rows as they were, also of those that are no more."""
    return model.pgh_event_model._default_manager.all()  # type: ignore[attr-defined]


def lines_of(
    recorded: Iterable[models.QuerySet[Any]],
    labels: Labels | None = None,
    known: Names | None = None,
    told: Iterable[Told] = (),
) -> list[Line]:
    """Newest first; `recorded`: a part of `kept_of` for each model."""
    told = list(told)
    histories = [(values.model.pgh_tracked_model, events) for values in recorded for events in _by_row(values)]
    names = _names(histories, known or {}, {each.user for each in told})
    lines = [
        line for model, events in histories for line in _lines(model, events, names, (labels or {}).get(model, {}))
    ]
    lines += [_line(each, names[get_user_model()].get(each.user)) for each in told]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _line(told: Told, person: Any) -> Line:  # noqa: ANN401 - the model of people is a setting
    return Line(told.at, person, WORDS["update"], told.changes, told.about, told.context, told.model, told.now)


def _by_model(rows: Iterable[models.Model]) -> Names:
    found: Names = defaultdict(dict)
    for row in rows:
        found[type(row)][row.pk] = row
    return found


def _by_row(recorded: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """The changes of each row, in order."""
    in_order = recorded.select_related("pgh_context").order_by("pgh_obj_id", "pgh_id")
    return (list(events) for _pk, events in groupby(in_order, key=lambda event: event.pgh_obj_id))


def _lines(model: type[models.Model], events: list[Any], names: Names, labels: Mapping[str, str]) -> Iterator[Line]:
    """Oldest last, as of two changes in one moment the later one comes first."""
    values = [_values(model, event) for event in events]
    about = capfirst(str(model._meta.verbose_name))
    for event, (before, after) in reversed(list(zip(events, pairwise([{}, *values]), strict=True))):
        changes = list(_changes(before, after, names, labels))
        what = WORDS[event.pgh_label]
        if changes or event.pgh_label != "update":
            person = names.get(get_user_model(), {}).get(_user(event) or 0)
            now = {field.name: _named_by(field, value, names) for field, value in after.items()}
            yield Line(event.pgh_created_at, person, what, changes, about, event.pgh_context_id, model, now)


def _user(event: Any) -> int | None:  # noqa: ANN401 - pghistory makes a model for each model
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _values(model: type[models.Model], event: Any) -> dict[models.Field, Any]:  # noqa: ANN401
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in MACHINERY]
    told = [field for field in fields if not isinstance(field, models.JSONField)]  # a page as data is read elsewhere
    return {field: getattr(event, field.attname) for field in told if hasattr(event, field.attname)}


def _names(histories: list[tuple[type[models.Model], list[Any]]], known: Names, people: set[int | None]) -> Names:
    """What the keys of other rows stand for: one query for each kind of row, and none for what is known."""
    keys: dict[Any, set[Any]] = defaultdict(set, {get_user_model(): people})
    for model, events in histories:
        keys[get_user_model()] |= {_user(event) for event in events}
        for field, value in chain.from_iterable(_values(model, event).items() for event in events):
            if field.is_relation and field.related_model:
                keys[field.related_model].add(value)
    return {related: _named(related, pks - {None}, known.get(related, {})) for related, pks in keys.items()}


def _named(model: type[models.Model], pks: set[Any], known: dict[Any, models.Model]) -> dict[Any, models.Model]:
    missing = pks - known.keys()
    rows = model._default_manager.all().fetch_mode(models.FETCH_PEERS)
    return known | (rows.in_bulk(missing) if missing else {})


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
            yield Change(field.name, capfirst(label), old, new)


def _words(field: models.Field, value: Any, names: Names) -> str:  # noqa: ANN401
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return _when(value)
    named = str(_named_by(field, value, names))
    return capfirst(named) if field.choices else named


def _named_by(field: models.Field, value: Any, names: Names) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return value
    labels = names.get(field.related_model, {}) if field.is_relation else dict(field.flatchoices)  # type: ignore[arg-type]
    return labels.get(value, value)


def _when(value: date) -> str:
    return f"{plain_date(value)} at {gtime(value)}" if isinstance(value, datetime) else plain_date(value)
