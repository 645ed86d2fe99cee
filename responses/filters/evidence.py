"""The filters of the list of evidence requests."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import or_

from oversight.accounts.models import User
from oversight.bodies.models import Force
from oversight.filters import AnyOf, ChippedFilterSet, Search, labels
from responses.models import EvidenceRequest
from responses.models.evidence import EvidenceRequestQuerySet

MINE = "mine"
STATES: dict[str, tuple[str, Callable[[EvidenceRequestQuerySet, date], EvidenceRequestQuerySet]]] = {
    "late": ("Late", lambda rows, on: rows.overdue(on)),
    "force": ("With the force", lambda rows, _on: rows.with_force()),
    "judge": ("Replies to judge", lambda rows, _on: rows.to_judge()),
    "office": ("With the office", lambda rows, _on: rows.with_office()),
    "draft": ("Drafts", lambda rows, _on: rows.drafts()),
    "accepted": ("Accepted", lambda rows, _on: rows.accepted()),
    "withdrawn": ("Withdrawn", lambda rows, _on: rows.withdrawn()),
}
OFFICES_OWN = {"judge", "draft"}
FORCES_WORDS = {"force": "To reply to", "office": "Replied to"}


class _OwnSearch(Search):
    """Nobody finds a request by words that the person may not read (R71)."""

    def filter(self, qs: EvidenceRequestQuerySet, value: str) -> EvidenceRequestQuerySet:  # type: ignore[override]
        return qs.search(value, self.parent.user) if value else qs


class EvidenceFilter(ChippedFilterSet):
    q = _OwnSearch()
    state = AnyOf(label="State", method="in_states", choices=labels(STATES))
    whose = AnyOf(label="Show only", method="of_one", choices=[(MINE, "Mine")])
    force = AnyOf(label="Force or unit")

    def __init__(self, data: Mapping[str, object], *, user: User, on: date) -> None:
        self.on, self.user = on, user
        visible = EvidenceRequest.objects.visible_to(user)
        super().__init__(data, visible)
        if user.is_office:
            forces = Force.objects.with_any(visible).in_order()
            self.filters["force"].extra["choices"] = [(str(force.pk), force.short_name) for force in forces]
        else:
            del self.filters["force"]
            self.filters["state"].extra["choices"] = [
                (value, FORCES_WORDS.get(value, label)) for value, label in labels(STATES) if value not in OFFICES_OWN
            ]

    def of_one(self, rows: EvidenceRequestQuerySet, name: str, chosen: list[str]) -> EvidenceRequestQuerySet:
        return rows.of(self.user)

    def in_states(self, rows: EvidenceRequestQuerySet, name: str, chosen: list[str]) -> EvidenceRequestQuerySet:
        return reduce(or_, (STATES[each][1](rows, self.on) for each in chosen))
