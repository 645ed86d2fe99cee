"""The filters of the list of inspections."""

from collections.abc import Mapping
from typing import Any

import django_filters

from inspections.models import Inspection, InspectionKind, InspectionQuerySet, Theme
from oversight.accounts.models import User
from oversight.bodies.models import Force
from oversight.filters import AnyOf, ChippedFilterSet, Search
from oversight.forms.fields import SmallCheckbox


class InspectionFilter(ChippedFilterSet):
    q = Search()
    undated = django_filters.BooleanFilter(label="Needs a date", method="needs_a_date", widget=SmallCheckbox)
    kind = AnyOf(label="Kind of inspection", choices=InspectionKind.choices)
    theme = django_filters.ModelChoiceFilter(
        label="Theme", field_name="themes", queryset=Theme.objects.all(), empty_label="All themes"
    )
    force = django_filters.ModelChoiceFilter(
        label="Inspected body", field_name="forces", queryset=Force.objects.in_order(), empty_label="All bodies"
    )
    year = django_filters.ChoiceFilter(
        label="Year", field_name="published_on", lookup_expr="year", empty_label="All years"
    )

    def __init__(self, data: Mapping[str, Any], *, user: User) -> None:
        visible = Inspection.objects.visible_to(user)
        super().__init__(data, visible)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in visible.years()]

    def needs_a_date(self, rows: InspectionQuerySet, name: str, chosen: bool | None) -> InspectionQuerySet:
        return rows.needs_a_date() if chosen else rows
