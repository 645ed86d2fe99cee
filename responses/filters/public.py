"""The filters of the public register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import overload

import django_filters

from oversight.bodies.models import Force
from oversight.filters import ChippedFilterSet, Search
from responses.awaited import Awaited, Wait, awaited
from responses.models import Publication, Response
from responses.models.publication import PublicationQuerySet, Timing

SEVERAL = 2
PUBLISHED = {
    Timing.ON_TIME: "Published on time",
    Timing.LATE: "Published late",
    Timing.VOLUNTARY: "Published voluntarily",
    Timing.NO_DEADLINE: "Published, no known deadline",
}

type Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Entry:
    """One line of the register: a response to read, or what is known of one that cannot be read."""

    publication: Publication | None = None
    awaited: Awaited | None = None

    @property
    def title(self) -> str:
        return self.awaited.inspection.title if self.awaited else self.publication.title if self.publication else ""


class Entries(Sequence[Entry]):
    """The latest first; of what is published, a page reads its own rows only."""

    def __init__(self, published: PublicationQuerySet, waiting: list[Awaited]) -> None:
        self.published = len(days := published.days())
        lines: list[tuple[str, int, int, Awaited | None]] = [(day, 1, key, None) for key, day in days]
        lines += [(each.day.isoformat(), 0, -place, each) for place, each in enumerate(waiting)]
        self.lines = sorted(lines, key=lambda line: line[:3], reverse=True)

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        lines = self.lines[place]
        rows = Publication.objects.filter(pk__in=[key for _, _, key, waits in lines if not waits]).for_list()
        found = {row.pk: row for row in rows}
        return [Entry(awaited=waits) if waits else Entry(found[key]) for _, _, key, waits in lines]


class PublicationFilter(ChippedFilterSet):
    """Of what is published; `entries` has beside it what is awaited, overdue, not needed or withdrawn (R65)."""

    q = Search(label="Search by title or force")
    year = django_filters.ChoiceFilter(label="Year", method="in_year", empty_label="All years")
    theme = django_filters.ChoiceFilter(label="Theme", method="on_theme", empty_label="All themes")
    force = django_filters.ChoiceFilter(label="Force or unit", method="of_force", empty_label="All forces")
    office = django_filters.ChoiceFilter(label="Policing body", method="of_office", empty_label="All policing bodies")
    timing = django_filters.ChoiceFilter(
        label="Response",
        method="with_timing",
        empty_label="All responses",
        choices=[*PUBLISHED.items(), *Wait.choices],
    )

    def __init__(self, data: Mapping[str, str], *, on: date) -> None:
        current = Publication.objects.current()
        super().__init__(data, current)
        self.awaited = awaited(Response.objects.all(), on=on, search=data.get("q", "").replace("\x00", "").strip())
        self._offer_what_there_is(current)

    def _offer_what_there_is(self, current: PublicationQuerySet) -> None:
        years, offices, forces, themes = current.facets()
        years |= {str(each.day.year) for each in self.awaited}
        offices = {each.response.policing_body.code: each.office for each in self.awaited} | offices
        themes = dict(theme for each in self.awaited for theme in each.themes) | themes
        codes = forces.union(*(each.forces for each in self.awaited))
        self.forces = list(Force.objects.filter(code__in=codes).in_order())
        self._offer("year", [(year, year) for year in sorted(years, reverse=True)])
        self._offer("theme", _by_name(themes))
        self._offer("force", [(force.code, force.short_name) for force in self.forces])
        self._offer("office", _by_name(offices))
        if len(offices) < SEVERAL:
            del self.filters["office"]  # the register of one office need not ask whose

    def _offer(self, name: str, choices: Choices) -> None:
        self.filters[name].extra["choices"] = choices

    @cached_property
    def entries(self) -> Entries:
        published = self.qs  # checks the form
        return Entries(published, [each for each in self.awaited if each.is_found(self.form.cleaned_data)])

    def in_year(self, rows: PublicationQuerySet, name: str, year: str) -> PublicationQuerySet:
        return rows.published_in(int(year))

    def on_theme(self, rows: PublicationQuerySet, name: str, slug: str) -> PublicationQuerySet:
        return rows.on_theme(slug)

    def of_force(self, rows: PublicationQuerySet, name: str, code: str) -> PublicationQuerySet:
        return rows.about(code)

    def of_office(self, rows: PublicationQuerySet, name: str, code: str) -> PublicationQuerySet:
        return rows.of(code)

    def with_timing(self, rows: PublicationQuerySet, name: str, timing: str) -> PublicationQuerySet:
        return rows.timed(timing)


def _by_name(names: Mapping[str, str]) -> Choices:
    return sorted(names.items(), key=lambda pair: pair[1])
