"""Filters of a list live in its address (R84): each chosen one is a chip whose link takes it away."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import django_filters
from django import forms


@dataclass(frozen=True)
class Chip:
    group: str
    label: str
    without: str


class ChippedFilterSet(django_filters.FilterSet):
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
        self.form.is_valid()  # what an old or mistyped address asks for and we do not know is left out
        for name, value in self.form.cleaned_data.items():
            if isinstance(value, list):
                labels = dict(self.form.fields[name].choices)
                yield from ((name, each, str(labels[each])) for each in value)
            elif value:
                yield name, str(getattr(value, "pk", value)), _label(self.form.fields[name], value)


def _label(field: forms.Field, value: object) -> str:
    if isinstance(value, bool):
        return str(field.label)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)


def _address(chosen: list[tuple[str, str, str]], *, without: tuple[str, str], sort: str | None) -> str:
    kept = [(name, value) for name, value, _ in chosen if (name, value) != without]
    return "?" + urlencode([*kept, ("sort", sort)] if sort else kept)
