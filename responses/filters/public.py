"""The filters of the public register."""

from collections.abc import Mapping

import django_filters

from oversight.filters import ChippedFilterSet, Search
from responses.models import Publication
from responses.models.publication import PublicationQuerySet, Timing

SEVERAL = 2

type Choices = list[tuple[str, str]]


class PublicationFilter(ChippedFilterSet):
    q = Search(label="Search by title or force")
    year = django_filters.ChoiceFilter(label="Year published", method="in_year", empty_label="All years")
    theme = django_filters.ChoiceFilter(label="Theme", method="on_theme", empty_label="All themes")
    force = django_filters.ChoiceFilter(label="Force or unit", method="of_force", empty_label="All forces")
    office = django_filters.ChoiceFilter(label="Policing body", method="of_office", empty_label="All policing bodies")
    timing = django_filters.ChoiceFilter(
        label="On time or late", method="with_timing", empty_label="All responses", choices=Timing.choices
    )

    def __init__(self, data: Mapping[str, object]) -> None:
        current = Publication.objects.current()
        super().__init__(data, current)
        years, offices = current.years_and_offices()
        self.forces = list(current.forces())
        self._offer("year", [(str(year), str(year)) for year in years])
        self._offer("theme", current.themes())
        self._offer("force", [(force.code, force.short_name) for force in self.forces])
        self._offer("office", offices)
        if len(offices) < SEVERAL:
            del self.filters["office"]  # the register of one office need not ask whose

    def _offer(self, name: str, choices: Choices) -> None:
        self.filters[name].extra["choices"] = choices

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
