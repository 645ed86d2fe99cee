"""The filters of the public register."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from oversight.bodies.models import Force
from oversight.filters import ChippedFilterSet, OneOf, Search
from responses.awaited import Awaited, Wait, awaited
from responses.models.publication import Publication, Timing
from responses.shelf import published

SEVERAL = 2
NARROWED = ["year", "theme", "force", "office", "timing"]
PUBLISHED = {
    Timing.ON_TIME: "Published on time",
    Timing.LATE: "Published late",
    Timing.VOLUNTARY: "Published voluntarily",
    Timing.NO_DEADLINE: "Published, no known deadline",
}

type Choices = list[tuple[str, str]]


class Entry(NamedTuple):
    """One line of the register: a response to read, or what is known of one that cannot be read."""

    publication: Publication | None = None
    awaited: Awaited | None = None

    @property
    def title(self) -> str:
        return self.awaited.inspection.title if self.awaited else self.publication.title if self.publication else ""

    @property
    def days_back(self) -> int:
        """Grows along the list."""
        on = self.awaited.day if self.awaited else self.publication.first_published_on if self.publication else date.max
        return -on.toordinal()


def _latest_first(published: list[Publication], waiting: list[Awaited]) -> list[Entry]:
    """Both come in this order; on the same day what is published is first."""
    lines = [Entry(row) for row in published]
    for each in waiting:
        entry = Entry(awaited=each)
        lines.insert(bisect_right(lines, entry.days_back, key=attrgetter("days_back")), entry)
    return lines


class PublicationFilter(ChippedFilterSet):
    """Of what is published; `entries` has beside it what is awaited, overdue, not needed or withdrawn (R65)."""

    q = Search(label="Search by title or force")
    year = OneOf(label="Year", every="All years")
    theme = OneOf(label="Theme", every="All themes")
    force = OneOf(label="Force or unit", every="All forces")
    office = OneOf(label="Policing body", every="All policing bodies")
    timing = OneOf(label="Response", every="All responses", choices=[*PUBLISHED.items(), *Wait.choices])

    def __init__(self, data: Mapping[str, str], *, on: date) -> None:
        super().__init__(data, Publication.objects.none())
        self.shelf = published()
        self.awaited = awaited(on=on)
        self._offer_what_there_is()

    def _offer_what_there_is(self) -> None:
        told = self.shelf.facets
        years = told.years | {str(each.day.year) for each in self.awaited}
        offices = {each.response.policing_body.code: each.office for each in self.awaited} | told.offices
        themes = dict(theme for each in self.awaited for theme in each.themes) | told.themes
        codes = told.forces.union(*(each.forces for each in self.awaited))
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
    def found(self) -> list[Publication]:
        asked, of_forces = self._asked
        if not any(asked.values()):
            return self.shelf.rows
        narrowed = (self.shelf.with_fact(name, asked[name]) for name in NARROWED if asked.get(name))
        fewest = min(narrowed, key=len, default=self.shelf.rows)
        return [each for each in fewest if _is_found(each, asked, of_forces)]

    @cached_property
    def entries(self) -> list[Entry]:
        asked, of_forces = self._asked
        if not any(asked.values()):
            return _latest_first(self.found, self.awaited)
        return _latest_first(self.found, [each for each in self.awaited if _is_found(each, asked, of_forces)])

    @cached_property
    def _asked(self) -> tuple[dict[str, str], set[str]]:
        """With the codes of the forces that have, or had, such a name (R54)."""
        self.form.is_valid()
        asked = self.form.cleaned_data
        searched = Force.objects.search(text) if (text := asked.get("q")) else Force.objects.none()
        return asked, set(searched.values_list("code", flat=True))


def _is_found(each: Publication | Awaited, asked: Mapping[str, str], of_forces: set[str]) -> bool:
    facts, text = each.facts, asked.get("q", "").lower()
    named = any(text in title.lower() for title in facts["title"]) or not of_forces.isdisjoint(facts["force"])
    return named and all(not asked.get(name) or asked[name] in facts[name] for name in NARROWED)


def _by_name(names: Mapping[str, str]) -> Choices:
    return sorted(names.items(), key=lambda pair: pair[1])
