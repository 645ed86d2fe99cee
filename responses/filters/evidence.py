"""The filters of the list of evidence requests."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import or_

import django_filters
from django import forms

from oversight.accounts.models import User
from oversight.bodies.models import Force
from oversight.filters import ChippedFilterSet
from oversight.forms.fields import SmallCheckboxes
from responses.models import EvidenceRequest
from responses.models.evidence import EvidenceRequestQuerySet

MINE = "mine"
STATES: dict[str, tuple[str, Callable[[EvidenceRequestQuerySet, date], EvidenceRequestQuerySet]]] = {
    "late": ("Late", lambda rows, on: rows.overdue(on)),
    "force": ("With the force", lambda rows, _on: rows.with_force()),
    "office": ("With the office", lambda rows, _on: rows.with_office()),
    "accepted": ("Accepted", lambda rows, _on: rows.accepted()),
    "withdrawn": ("Withdrawn", lambda rows, _on: rows.withdrawn()),
}


FORCES_WORDS = {"force": "To answer", "office": "Answered"}


class EvidenceFilter(ChippedFilterSet):
    q = django_filters.CharFilter(label="Search", method="search", widget=forms.TextInput(attrs={"type": "search"}))
    state = django_filters.MultipleChoiceFilter(
        label="State",
        choices=[(value, label) for value, (label, _) in STATES.items()],
        method="in_states",
        widget=SmallCheckboxes,
    )
    whose = django_filters.MultipleChoiceFilter(
        label="Show only", choices=[(MINE, "Mine")], method="of_one", widget=SmallCheckboxes
    )
    force = django_filters.ModelMultipleChoiceFilter(
        label="Force or unit", queryset=Force.objects.none(), widget=SmallCheckboxes
    )

    def __init__(self, data: Mapping[str, object], *, user: User, on: date) -> None:
        self.on, self.user = on, user
        visible = EvidenceRequest.objects.visible_to(user)
        super().__init__(data, visible)
        if user.is_office:
            self.filters["force"].queryset = Force.objects.filter(evidence_requests__in=visible).distinct().in_order()
        else:
            del self.filters["force"]
            self.filters["state"].extra["choices"] = [
                (value, FORCES_WORDS.get(value, label)) for value, (label, _) in STATES.items()
            ]

    def search(self, rows: EvidenceRequestQuerySet, name: str, text: str) -> EvidenceRequestQuerySet:
        return rows.search(text)

    def of_one(self, rows: EvidenceRequestQuerySet, name: str, chosen: list[str]) -> EvidenceRequestQuerySet:
        return rows.of(self.user) if MINE in chosen else rows

    def in_states(self, rows: EvidenceRequestQuerySet, name: str, chosen: list[str]) -> EvidenceRequestQuerySet:
        return reduce(or_, (STATES[each][1](rows, self.on) for each in chosen)) if chosen else rows
