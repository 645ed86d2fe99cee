"""Filters of a list live in its address (R84): each chosen one is a chip whose link takes it away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from oversight.days import plain_date
from oversight.forms.fields import SmallCheckboxes


@dataclass(frozen=True)
class Chip:
    group: str
    label: str
    without: str


class _DayField(forms.DateField):
    """One box, because it is one value of the address; takes a day as people write it."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-10"})
    input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]


class FilterForm(forms.Form):
    """Old or mistyped addresses still open: what we do not know is left out. Only a typed day can be wrong."""

    def add_error(self, field: str | None, error: forms.ValidationError | str) -> None:  # type: ignore[override]
        if isinstance(self.fields.get(field or ""), _DayField):
            super().add_error(field, error)


class _KnownChoices(forms.MultipleChoiceField):
    def clean(self, value: list[str] | None) -> list[str]:
        return super().clean([each for each in value or [] if self.valid_value(each)])


class Search(django_filters.CharFilter):
    """Asks the rows' own `search`."""

    def __init__(self, *, label: str = "Search") -> None:
        super().__init__(label=label, widget=forms.TextInput(attrs={"type": "search"}))

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.search(value) if value else qs  # type: ignore[attr-defined]


class _Boxes(SmallCheckboxes):
    """As `govuk/widgets/choices.html` has them, written without it: fifty took as long as the rows of a list."""

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        chosen, html_id = self.format_value(value), (attrs or {}).get("id", "")
        boxes = format_html_join(
            "\n",
            '<div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" id="{0}" name="{1}" type="checkbox" value="{2}"{3}> '
            '<label class="govuk-label govuk-checkboxes__label" for="{0}">{4}</label></div>',
            (
                (f"{html_id}_{number}", name, each, SafeString(" checked") if str(each) in chosen else "", label)
                for number, (each, label) in enumerate(self.choices)
            ),
        )
        opening = '<div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">\n{}\n</div>'
        return format_html(opening, boxes)


class AnyOf(django_filters.MultipleChoiceFilter):
    """Boxes to tick: without a method, the rows whose field has one of the values."""

    field_class = _KnownChoices

    def __init__(self, *, label: str, choices: list[tuple[str, str]] | None = None, **options: str) -> None:
        super().__init__(label=label, choices=choices or [], widget=_Boxes, **options)

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class Day(django_filters.DateFilter):
    """A day that somebody types."""

    field_class = _DayField

    def __init__(self, *, label: str, **options: str) -> None:
        wrong = {"invalid": f"“{label}” must be a real date, such as 27/3/2026"}
        super().__init__(label=label, error_messages=wrong, **options)


class _Dropdown(forms.Select):
    """Written without a template for each option: forty names took as long as the rows of the list."""

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((each, SafeString(" selected") if str(each) in chosen else "", label) for each, label in self.choices),
        )
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})), options
        )


class OneOf(django_filters.ChoiceFilter):
    """A drop-down list, for what has too many values to tick."""

    def __init__(
        self, *, label: str, every: str, method: str | None = None, **options: str | list[tuple[str, str]]
    ) -> None:
        super().__init__(label=label, empty_label=every, method=method, widget=_Dropdown, **options)


class ChippedFilterSet(django_filters.FilterSet):
    class Meta:
        form = FilterForm

    @cached_property
    def chips(self) -> list[Chip]:
        chosen = list(self._chosen())
        sort = self.data.get("sort")
        return [
            Chip(self.filters[name].label, label, _address(chosen, without=(name, value), sort=sort))
            for name, value, label in chosen
        ]

    def _chosen(self) -> Iterator[tuple[str, str, str]]:
        """A filter's name, a value of it and what to call that."""
        self.form.is_valid()
        for name, value in self.form.cleaned_data.items():
            if isinstance(value, list):
                labels = dict(self.form.fields[name].choices)
                yield from ((name, each, str(labels[each])) for each in value)
            elif value:
                yield name, str(getattr(value, "pk", value)), _label(self.form.fields[name], value)


def labels(options: Mapping[str, tuple[str, object]]) -> list[tuple[str, str]]:
    """The choices of a filter whose values lead to a label and what it does."""
    return [(value, label) for value, (label, _) in options.items()]


def _label(field: forms.Field, value: object) -> str:
    if isinstance(value, bool):
        return str(field.label)
    if isinstance(value, date):
        return plain_date(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)


def _address(chosen: list[tuple[str, str, str]], *, without: tuple[str, str], sort: str | None) -> str:
    kept = [(name, value) for name, value, _ in chosen if (name, value) != without]
    return "?" + urlencode([*kept, ("sort", sort)] if sort else kept)
