"""What is published, as each process has read it: a row that never changes is read once (ADR 26)."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Func, TextField

from responses.models import Publication
from responses.models.publication import PublicationQuerySet

MANY = 5000  # more than so many rows are not kept
LATEST_FIRST = attrgetter("first_published_on", "pk")

type Key = tuple[int, str]  # a publication, and how the database has it now


class _Written(Func):
    """By which transaction the row was written: a restored or repaired one is another."""

    template = '"responses_publication".xmin::text'
    output_field = TextField()


@dataclass(frozen=True)
class Facets:
    """What a list can be narrowed by. Bodies and themes come with the last of their names."""

    years: set[str]
    offices: dict[str, str]
    forces: set[str]
    themes: dict[str, str]


_kept: dict[Key, Publication] = {}  # of all threads of a process; each works with what it has found itself


def shown(rows: PublicationQuerySet) -> list[Publication]:
    """Without their documents, the newest response first. Whoever asks must not change them."""
    return sorted(_read(rows), key=LATEST_FIRST, reverse=True)


def newest(rows: PublicationQuerySet, count: int) -> list[Publication]:
    """Corrections among them: a feed tells of each."""
    return _read(rows.order_by("-published_at", "-pk")[:count])


def facets(rows: Iterable[Publication]) -> Facets:
    told = [row.summary for row in rows]
    offices = {(each["policing_body"]["name"], each["policing_body"]["code"]) for each in told}
    themes = {(theme["name"], theme["slug"]) for each in told for theme in each.get("themes", [])}
    return Facets(
        {str(row.first_published_on.year) for row in rows},
        {code: name for name, code in sorted(offices)},
        {force["code"] for each in told for force in each["forces"]},
        {slug: name for name, slug in sorted(themes)},
    )


def _read(rows: PublicationQuerySet) -> list[Publication]:
    keys: list[Key] = list(rows.values_list("pk", _Written()))
    found = {key: row for key in keys if (row := _kept.get(key))}
    found |= _first_time({key[0]: key for key in keys if key not in found})
    return [found[key] for key in keys]


def _first_time(new: dict[int, Key]) -> dict[Key, Publication]:
    if not new:
        return {}
    read = {new[row.pk]: row for row in Publication.objects.filter(pk__in=new).for_list()}
    if len(_kept) + len(read) > MANY:
        _kept.clear()
    _kept.update(read)
    return read
