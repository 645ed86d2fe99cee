"""The filters of the public register."""

from collections.abc import Mapping

import django_filters

from oversight.filters import ChippedFilterSet, Search
from responses.models import Publication
from responses.models.publication import PublicationQuerySet


class PublicationFilter(ChippedFilterSet):
    q = Search(label="Search by title or force")
    year = django_filters.ChoiceFilter(label="Year published", method="in_year", empty_label="All years")
    force = django_filters.ChoiceFilter(label="Force or unit", method="of_force", empty_label="All forces")

    def __init__(self, data: Mapping[str, object]) -> None:
        current = Publication.objects.current()
        super().__init__(data, current)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in current.years()]
        self.filters["force"].extra["choices"] = [(force.code, force.short_name) for force in current.forces()]

    def in_year(self, rows: PublicationQuerySet, name: str, year: str) -> PublicationQuerySet:
        return rows.published_in(int(year))

    def of_force(self, rows: PublicationQuerySet, name: str, code: str) -> PublicationQuerySet:
        return rows.about(code)
