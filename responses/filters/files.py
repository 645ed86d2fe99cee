"""The filters of the list of evidence files."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Prefetch, QuerySet

from oversight.accounts.models import User
from oversight.bodies.models import Force
from oversight.filters import AnyOf, ChippedFilterSet, Search, labels
from responses.models import EvidenceFile, FollowUp
from responses.models.disposal import due, limits
from responses.models.evidence_item import with_items
from responses.models.file import EvidenceFileQuerySet, Scan
from responses.models.reliance import relied_on

RESTS = "rests"
STATES: dict[str, tuple[str, Callable[[EvidenceFileQuerySet, date], EvidenceFileQuerySet]]] = {
    "expired": ("Out of date", lambda rows, on: rows.kept().filter(expires_on__lt=on)),
    "in-30": ("Out of date within 30 days", lambda rows, on: _expiring(rows, on, 30)),
    "in-60": ("Out of date within 60 days", lambda rows, on: _expiring(rows, on, 60)),
    "withdrawn": ("Withdrawn", lambda rows, _on: rows.filter(withdrawn_at__isnull=False)),
    "replaced": ("Replaced", lambda rows, _on: rows.replaced()),
    "refused": ("Virus found", lambda rows, _on: rows.refused()),
    "damaged": ("Damaged", lambda rows, _on: rows.damaged()),
    "unscanned": ("Not scanned for viruses", lambda rows, _on: rows.kept().filter(scan=Scan.NOT_SCANNED)),
}
ON_HOLD, DISPOSED = "hold", "disposed"
KEEPING = [("due", "Due for disposal"), (ON_HOLD, "On hold"), (DISPOSED, "Disposed of")]


def _expiring(rows: EvidenceFileQuerySet, on: date, days: int) -> EvidenceFileQuerySet:
    return rows.kept().filter(expires_on__range=(on, on + timedelta(days=days)))


class FileFilter(ChippedFilterSet):
    q = Search()
    state = AnyOf(label="State", method="in_states", choices=labels(STATES))
    only = AnyOf(label="Show only", method="relied_on", choices=[(RESTS, "Counts, and something rests on it")])
    kept = AnyOf(label="How long they are kept", method="in_keeping", choices=KEEPING)
    force = AnyOf(label="Force or unit", field_name="round__request__force")

    def __init__(self, data: Mapping[str, object], *, user: User, on: date) -> None:
        self.on, self.user = on, user
        visible = EvidenceFile.objects.visible_to(user)
        super().__init__(data, visible)
        if user.is_office:
            forces = Force.objects.with_any(visible, "round__request__force_id").in_order()
            self.filters["force"].extra["choices"] = [(str(force.pk), force.short_name) for force in forces]
        else:
            del self.filters["force"], self.filters["only"]  # what the office believes is its own (R44)
            self.filters["kept"].extra["choices"] = KEEPING[-1:]  # and so is what a claim may need (R73)

    @property
    def rows(self) -> QuerySet[EvidenceFile]:
        people = ("uploaded_by", "disposed_by", "hold_by")
        about = with_items(self.qs.with_replaced()).select_related("round__request__force", *people)
        follow_ups = Prefetch("round__request__follow_ups", FollowUp.objects.select_related("finding").by_reference())
        return about.prefetch_related(follow_ups).order_by("-disposed_at" if self.is_log else "-uploaded_at", "pk")

    def in_states(self, rows: EvidenceFileQuerySet, name: str, chosen: list[str]) -> EvidenceFileQuerySet:
        return reduce(or_, (STATES[each][1](rows, self.on) for each in chosen))

    def in_keeping(self, rows: EvidenceFileQuerySet, name: str, chosen: list[str]) -> EvidenceFileQuerySet:
        found = {
            ON_HOLD: rows.on_hold,
            DISPOSED: rows.disposed,
            "due": lambda: due(rows, limits(self.user.offices, self.on)),
        }
        return reduce(or_, (found[each]() for each in chosen))

    @property
    def is_log(self) -> bool:
        """Of disposals, each with its reason (R73)."""
        return self._kept == [DISPOSED]

    @property
    def is_of_holds(self) -> bool:
        return self._kept == [ON_HOLD]

    @property
    def _kept(self) -> list[str]:
        self.form.is_valid()
        kept: list[str] = self.form.cleaned_data.get("kept", [])
        return kept

    def relied_on(self, rows: EvidenceFileQuerySet, name: str, chosen: list[str]) -> EvidenceFileQuerySet:
        return rows.filter(pk__in=relied_on(EvidenceFile.objects.all()).values("pk"))
