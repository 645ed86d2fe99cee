"""The filters of the list of recommendations."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import or_

import django_filters
from django import forms

from inspections.models import AddresseeKind, FindingKind, Inspection, Theme
from oversight.accounts.models import User
from oversight.bodies.models import Engagement, Force
from oversight.counts import CEILING
from oversight.filters import AnyOf, ChippedFilterSet, Day, FilterForm, OneOf, Search, labels
from responses.models import AssuranceLevel, DateChange, EvidenceRequest, FollowUp, Reminder, State, Tag, wide
from responses.models.follow_up_rows import FollowUpQuerySet

SOON_DAYS = 28

DUE: dict[str, tuple[str, Callable[[FollowUpQuerySet, date], FollowUpQuerySet]]] = {
    "overdue": ("Overdue", lambda rows, on: rows.overdue(on)),
    "soon": (f"In the next {SOON_DAYS} days", lambda rows, on: rows.due_within(SOON_DAYS, on)),
    "later": ("Later", lambda rows, on: rows.due_after(SOON_DAYS, on)),
    "none": ("No date set", lambda rows, _on: rows.undated()),
    "recheck": ("To be checked again", lambda rows, on: rows.to_recheck(on)),
    "redate": ("No date, to be looked at again", lambda rows, on: rows.to_redate(on)),
    "past-original": ("Past the original date, moved", lambda rows, on: rows.past_original(on)),
}
ONLY: dict[str, tuple[str, Callable[[FollowUpQuerySet, User], FollowUpQuerySet]]] = {
    "open": ("Open", lambda rows, _user: rows.open()),
    # One fact of closure each, whatever the other two are (R37).
    "claimed": ("Force says complete", lambda rows, _user: rows.filter(claimed_on__isnull=False)),
    "assured": ("Office assured", lambda rows, _user: rows.filter(assured_on__isnull=False)),
    "closed": ("Closed by HMICFRS", lambda rows, _user: rows.filter(closed_on__isnull=False)),
    "mine": ("Mine", lambda rows, user: rows.of(user)),
    "unallocated": ("Nobody assigned", lambda rows, _user: rows.unallocated()),
    "date": ("Another date asked for", lambda rows, _user: rows.asked_about(DateChange.objects.asked())),
    "undated": ("Needs a review date", lambda rows, _user: rows.unreviewed()),
    "review": (
        "Evidence to review",
        lambda rows, user: rows.asked_in(EvidenceRequest.objects.visible_to(user).to_judge()),
    ),
    "reminder": (
        "My reminders",
        lambda rows, user: rows.filter(pk__in=Reminder.objects.visible_to(user).waiting().values("follow_up")),
    ),
}
ENGAGE: dict[str, tuple[str, Callable[[FollowUpQuerySet, date], FollowUpQuerySet]]] = {
    "force": ("Force in Engage", lambda rows, on: rows.in_engage(on)),
    "drives": ("Drives Engage", lambda rows, on: rows.driving_engage(on)),
}
SORTS: dict[str, tuple[str, Callable[[FollowUpQuerySet], FollowUpQuerySet]]] = {
    "due": ("Due soonest", FollowUpQuerySet.due_soonest),
    "-due": ("Due latest", FollowUpQuerySet.due_latest),
    "updated": ("Recently updated", FollowUpQuerySet.recently_touched),
    "reference": ("Reference", FollowUpQuerySet.by_reference),
}
FOR_THE_OFFICE = {"unallocated", "undated", "review"}


def called(force: Force) -> str:
    return f"{force.short_name}, now part of {force.whole}" if force.whole else force.short_name


class _OwnSearch(Search):
    """Of many rows each is asked as it is read."""

    def filter(self, qs: FollowUpQuerySet, value: str) -> FollowUpQuerySet:  # type: ignore[override]
        if not value:
            return qs
        return qs.holding(value) if self.parent.are_many else qs.search(value)


class _WindowForm(FilterForm):
    def clean(self) -> None:
        start, end = self.cleaned_data.get("due_from"), self.cleaned_data.get("due_to")
        if start and end and end < start:
            self.add_error("due_to", "“Due to” must be the same day as “Due from” or later")


class FollowUpFilter(ChippedFilterSet):
    class Meta:
        form = _WindowForm

    are_many = False

    q = _OwnSearch()
    only = AnyOf(label="Show only", method="keep_only", choices=labels(ONLY))
    state = AnyOf(label="Status", method="in_states", choices=list(reversed(State.choices)))
    due = AnyOf(label="Due", method="due_in", choices=labels(DUE))
    due_from = Day(label="Due from", field_name="due_on", lookup_expr="gte", help_text="For example, 27/3/2026")
    due_to = Day(label="Due to", field_name="due_on", lookup_expr="lte")
    kind = AnyOf(label="Type", field_name="finding__kind")
    force = AnyOf(label="Force or unit", method="of_forces")
    region = OneOf(label="Region", every="All regions", field_name="force__region")
    addressee = OneOf(label="Addressed to", every="Anybody", method="addressed_to", choices=AddresseeKind.choices)
    theme = OneOf(label="Theme", every="All themes", method="on_theme")
    lead = OneOf(label="Force lead", every="Anybody", field_name="lead")
    assurance = AnyOf(label="Assurance", field_name="assurance_level", choices=list(AssuranceLevel.choices))
    officer = AnyOf(label="Policy officer")
    tag = AnyOf(label="Tag", method="with_tags")
    engage = AnyOf(label="Engage", method="about_engage", choices=labels(ENGAGE))
    drives = django_filters.ModelChoiceFilter(
        label="Drives", queryset=Engagement.objects.none(), widget=forms.HiddenInput
    )
    inspection = django_filters.ModelChoiceFilter(
        label="Inspection",
        field_name="finding__inspection",
        queryset=Inspection.objects.none(),
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Mapping[str, object], *, user: User, on: date) -> None:
        self.user, self.on = user, on
        visible = FollowUp.objects.visible_to(user)
        super().__init__(data, visible)
        self.kinds = list(FindingKind.objects.all())
        forces = list(visible.answering().with_whole().in_order())
        self._offer("kind", [(str(kind.pk), kind.name) for kind in self.kinds if kind.is_followed_up])
        self._offer("force", [(str(force.pk), called(force)) for force in forces])
        self._offer("region", [(region, region) for region in sorted({force.region for force in forces} - {""})])
        self._offer("theme", list(Theme.objects.values_list("slug", "name")))
        self._offer("lead", [(str(lead.pk), lead.name) for lead in User.objects.leading_any(visible)])
        self._fit_to_person()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    def _fit_to_person(self) -> None:
        """A force lead sees nothing of how the office works and what it believes (R44)."""
        if self.user.policing_body:
            officers = User.objects.writers_of(self.user.policing_body)
            self._offer("officer", [(str(officer.pk), officer.name) for officer in officers])
            self._offer("tag", [(str(tag.pk), tag.name) for tag in Tag.objects.visible_to(self.user).in_order()])
            self.filters["drives"].queryset = Engagement.objects.select_related("force")
            self.filters["inspection"].queryset = Inspection.objects.visible_to(self.user)
            return
        for name in ("assurance", "officer", "tag", "engage", "drives", "inspection", "region"):
            del self.filters[name]
        self._offer("only", [(value, label) for value, label in labels(ONLY) if value not in FOR_THE_OFFICE])

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """Not by the last change for a force: what the office notes in private would move to the front (R44)."""
        return [(value, label) for value, label in labels(SORTS) if value != "updated" or self.user.is_office]

    @property
    def sort(self) -> str:
        chosen = self.data.get("sort")
        return chosen if chosen in dict(self.sorts) else "due"

    @property
    def rows(self) -> FollowUpQuerySet:
        return self._sorted(self.qs)

    def rows_of(self, number: int) -> FollowUpQuerySet:
        """The rows, once their number is known: of many the first page is soon found, a later one is not."""
        self.are_many = number > CEILING and self.data.get("page", "1") == "1"
        if not (self.are_many and self.form.is_valid()):
            return self.rows
        return self._sorted(self.filter_queryset(self.queryset.all()))

    def listed(self, rows: FollowUpQuerySet) -> FollowUpQuerySet:
        """A page of the rows with all that the list shows."""
        return self._sorted(wide.listed(self.on).among(rows))

    def _sorted(self, rows: FollowUpQuerySet) -> FollowUpQuerySet:
        return SORTS[self.sort][1](rows)

    def keep_only(self, rows: FollowUpQuerySet, name: str, chosen: list[str]) -> FollowUpQuerySet:
        for each in chosen:
            rows = ONLY[each][1](rows, self.user)
        return rows

    def of_forces(self, rows: FollowUpQuerySet, name: str, chosen: list[str]) -> FollowUpQuerySet:
        return rows.of_forces(chosen)

    def in_states(self, rows: FollowUpQuerySet, name: str, chosen: list[str]) -> FollowUpQuerySet:
        return rows.in_states(chosen)

    def addressed_to(self, rows: FollowUpQuerySet, name: str, kind: str) -> FollowUpQuerySet:
        return rows.addressed_to(kind)

    def on_theme(self, rows: FollowUpQuerySet, name: str, slug: str) -> FollowUpQuerySet:
        return rows.on_theme(slug)

    def with_tags(self, rows: FollowUpQuerySet, name: str, chosen: list[str]) -> FollowUpQuerySet:
        return rows.with_any_tag(chosen)

    def about_engage(self, rows: FollowUpQuerySet, name: str, chosen: list[str]) -> FollowUpQuerySet:
        return reduce(or_, (ENGAGE[each][1](rows, self.on) for each in chosen))

    def due_in(self, rows: FollowUpQuerySet, name: str, chosen: list[str]) -> FollowUpQuerySet:
        return reduce(or_, (DUE[each][1](rows, self.on) for each in chosen))
