"""The filters of the public register. They live in the address; what they do not know, they leave out."""

from collections.abc import Mapping

import django_filters
from django import forms

from responses.models import Publication
from responses.models.response import PublicationQuerySet


class _KnownChoice(django_filters.fields.ChoiceField):
    """Old or mistyped addresses still open: a value that is not among the choices does not count."""

    def clean(self, value: str | None) -> str:
        return super().clean(value if value and self.valid_value(value) else "")


class _OneOf(django_filters.ChoiceFilter):
    field_class = _KnownChoice


class PublicationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Search by title or force", method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    year = _OneOf(label="Year published", method="in_year", empty_label="All years")
    force = _OneOf(label="Force or unit", method="of_force", empty_label="All forces")

    def __init__(self, data: Mapping[str, object]) -> None:
        current = Publication.objects.current()
        super().__init__(data, current)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in current.years()]
        self.filters["force"].extra["choices"] = [(force.code, force.short_name) for force in current.forces()]

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else False

    def search(self, rows: PublicationQuerySet, name: str, text: str) -> PublicationQuerySet:
        return rows.search(text)

    def in_year(self, rows: PublicationQuerySet, name: str, year: str) -> PublicationQuerySet:
        return rows.published_in(int(year))

    def of_force(self, rows: PublicationQuerySet, name: str, code: str) -> PublicationQuerySet:
        return rows.about(code)
