"""What is published, as each process has read it: a row that never changes is read once (ADR 26)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from django.db.models import Func, QuerySet, StringAgg, TextField, Value

from oversight.once import once
from responses.models import Publication
from responses.models.publication import PublicationQuerySet, current

MANY = 5000  # more than so many rows are not kept
LATEST_FIRST = attrgetter("first_published_on", "pk")


class _Key(Func):
    """A publication, and by which transaction it was written: a restored or repaired one is another."""

    template = """"responses_publication".id || ':' || "responses_publication".xmin"""
    output_field = TextField()


@dataclass(frozen=True)
class Facets:
    """What a list can be narrowed by. Bodies and themes come with the last of their names."""

    years: set[str]
    offices: dict[str, str]
    forces: set[str]
    themes: dict[str, str]


@dataclass(frozen=True)
class Shelf:
    """All that is current, without the documents, the newest response first. Whoever asks must not change it."""

    rows: list[Publication]

    @cached_property
    def facets(self) -> Facets:
        told = [row.summary for row in self.rows]
        offices = {(each["policing_body"]["name"], each["policing_body"]["code"]) for each in told}
        themes = {(theme["name"], theme["slug"]) for each in told for theme in each.get("themes", [])}
        return Facets(
            {str(row.first_published_on.year) for row in self.rows},
            {code: name for name, code in sorted(offices)},
            {force["code"] for each in told for force in each["forces"]},
            {slug: name for name, slug in sorted(themes)},
        )

    def with_fact(self, name: str, value: str) -> list[Publication]:
        """Those of a force, an office, a theme, a year or a timing, as `Publication.facts` calls them."""
        return self._by_fact.get((name, value), [])

    def about(self, *forces: str) -> list[Publication]:
        found = {row.pk: row for force in forces for row in self.with_fact("force", force)}
        return sorted(found.values(), key=LATEST_FIRST, reverse=True)

    @cached_property
    def _by_fact(self) -> dict[tuple[str, str], list[Publication]]:
        found: dict[tuple[str, str], list[Publication]] = {}
        for row in self.rows:
            for name, values in row.facts.items():
                for value in dict.fromkeys(values):
                    found.setdefault((name, value), []).append(row)
        return found


_kept: dict[str, Publication] = {}  # of all threads of a process; each works with what it has found itself
_last: dict[str, Shelf] = {}  # by all its keys, so that it is what the database has


def published() -> Shelf:
    """Put in order and counted once, for as long as the keys of all that is current are the same."""
    keys = _keys().get() or ""
    shelf = _last.get(keys)
    if shelf is None:
        shelf = Shelf(sorted(_of(keys.split()), key=LATEST_FIRST, reverse=True))
        _last.clear()
        if len(shelf.rows) <= MANY:
            _last[keys] = shelf
    return shelf


def newest(rows: PublicationQuerySet, count: int) -> list[Publication]:
    """Corrections among them: a feed tells of each."""
    return _of(rows.order_by("-published_at", "-pk")[:count].values_list(_Key(), flat=True))


@once
def _keys() -> QuerySet[Publication, str | None]:
    """One text for all that is current: to receive thousands of rows takes longer than to find them."""
    told = current().order_by().values(one=Value(1)).annotate(keys=StringAgg(_Key(), Value(" "), order_by="pk"))
    return told.values_list("keys", flat=True)


def _of(asked: Iterable[str]) -> list[Publication]:
    keys = list(asked)
    found = {key: row for key in keys if (row := _kept.get(key))}
    found |= _first_time({int(key.partition(":")[0]): key for key in keys if key not in found})
    return [found[key] for key in keys]


def _first_time(new: dict[int, str]) -> dict[str, Publication]:
    if not new:
        return {}
    read = {new[row.pk]: row for row in Publication.objects.filter(pk__in=new).for_list()}
    if len(_kept) + len(read) > MANY:
        _kept.clear()
    _kept.update(read)
    return read
