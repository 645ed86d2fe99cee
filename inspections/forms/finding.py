"""What pages ask about a finding."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms

from inspections import deadlines
from inspections.deadlines import Deadline
from inspections.forms.row import Data, RowForm
from inspections.models import (
    Addressee,
    AddresseeKind,
    AddresseePart,
    Finding,
    FindingKind,
    FindingQuerySet,
    Inspection,
)
from inspections.workflow import AddresseeFacts, misplaced, unfit_for_parts
from oversight.days import plain_date
from oversight.forms.conflict import same_as
from oversight.forms.fields import SmallCheckboxes, SmallRadios

FEW_BODIES = 15  # a national report is addressed to all chief constables, not to 43 ticks
NAMED = {AddresseeKind.OTHER, AddresseeKind.REGIONAL_LEAD}


class FindingForm(RowForm[Finding]):
    kind = forms.ModelChoiceField(
        label="Kind of finding",
        queryset=FindingKind.objects.all(),
        widget=SmallRadios,
        empty_label=None,
        error_messages={"required": "Select a kind of finding"},
    )
    parent = forms.ModelChoiceField(
        label="Part of (optional)",
        queryset=Finding.objects.none(),
        required=False,
        empty_label="Stands by itself",
        help_text="The cause of concern that it belongs to, or the recommendation that this is a part of.",
    )
    limb = forms.CharField(
        label="Letter (optional)",
        max_length=5,
        required=False,
        help_text="Only where you split a recommendation into parts a, b, c.",
    )
    label = forms.CharField(
        label="Label as printed (optional)", max_length=60, required=False, help_text="Like Recommendation 1."
    )
    title = forms.CharField(
        label="Short title",
        max_length=150,
        help_text="In our words, for lists and letters.",
        error_messages={"required": "Enter a short title"},
    )
    text = forms.CharField(
        label="The inspectorate’s words",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Copy them from the report as they are.",
        error_messages={"required": "Enter the inspectorate’s words"},
    )
    page = forms.CharField(label="Page (optional)", max_length=20, required=False)
    deadline_wording = forms.CharField(
        label="Deadline as printed",
        max_length=120,
        required=False,
        help_text="Like By 1 March 2025 or within six months. Leave it empty and we read it from the words above.",
    )
    undated = forms.BooleanField(label="The inspectorate set no deadline", required=False)
    lead = forms.MultipleChoiceField(label="Who must act", widget=SmallCheckboxes, required=False)
    supporting = forms.MultipleChoiceField(label="Who supports them (optional)", widget=SmallCheckboxes, required=False)
    addressee_name = forms.CharField(
        label="Name of the region or the other body",
        max_length=120,
        required=False,
        help_text="Needed for “Another body”.",
    )
    condition = forms.CharField(
        label="Only if (optional)",
        max_length=200,
        required=False,
        help_text="A condition in the report’s words, like “those forces that have not yet done so”.",
    )

    def __init__(
        self,
        data: Data | None = None,
        *,
        inspection: Inspection,
        row: Finding | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.inspection = inspection
        self.deadline: Deadline | None = row.deadline if row else None
        self.kept = list(row.addressees.select_related("force")) if row else []
        inspected = list(inspection.forces.in_order())
        self.bodies = {force.pk: force for force in inspected} if len(inspected) <= FEW_BODIES else {}
        self.bodies |= {each.force.pk: each.force for each in self.kept if each.force}
        super().__init__(data, row=row, initial=initial)
        self.initial.setdefault("kind", FindingKind.objects.filter(must_be_answered=True).first())
        self.fields["parent"].queryset = self._possible_parents()  # type: ignore[attr-defined]
        for part in AddresseePart.values:
            self.fields[part].choices = self._options()  # type: ignore[attr-defined]

    def _possible_parents(self) -> FindingQuerySet:
        others = self.inspection.findings.filter(limb="").order_by("position")
        return others.exclude(pk=self.row.pk).exclude(parent=self.row.pk) if self.row else others

    def _options(self) -> list[tuple[str, str]]:
        forces = [(f"{AddresseeKind.FORCE}:{force.pk}", force.short_name) for force in self.bodies.values()]
        return [*forces, *(choice for choice in AddresseeKind.choices if choice[0] != AddresseeKind.FORCE)]

    def values_of(self, row: Finding) -> dict[str, Any]:
        names = ["kind", "parent", "limb", "label", "title", "text", "page", "deadline_wording"]
        addressees = list(row.addressees.all())
        chosen = {
            part: [_option(each.kind, each.force_id) for each in addressees if each.part == part]
            for part in AddresseePart.values
        }
        return {name: getattr(row, name) for name in names} | {
            "undated": not row.deadline_wording,
            "addressee_name": next((each.name for each in addressees if each.name), ""),
            "condition": next((each.condition for each in addressees if each.condition), ""),
            **chosen,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_family(cleaned)
        self._check_children(cleaned)
        self._check_addressees(cleaned)
        self._read_deadline(cleaned)
        return cleaned

    def clean_limb(self) -> str:
        limb = self.cleaned_data["limb"].strip("().").lower()
        if limb and not re.fullmatch("[a-z]{1,2}", limb):
            raise forms.ValidationError("Enter a letter, like a")
        return limb

    def _check_family(self, cleaned: dict[str, Any]) -> None:
        kind, parent, limb = cleaned.get("kind"), cleaned.get("parent"), cleaned.get("limb", "")
        if "limb" in self.errors or kind is None:
            return
        if wrong := misplaced(kind, parent, limb):
            self.add_error(*wrong)
        elif limb and parent and self._is_taken(parent, limb):
            self.add_error("limb", f"{parent.reference} already has a part {limb}. Enter another letter")

    def _check_children(self, cleaned: dict[str, Any]) -> None:
        kind = cleaned.get("kind")
        if self.row and kind and (wrong := unfit_for_parts(self.row, kind, cleaned.get("limb", ""))):
            self.add_error(*wrong)

    def _is_taken(self, parent: Finding, limb: str) -> bool:
        """By another finding, not by the first click of a double click."""
        there = parent.children.filter(limb=limb).first()
        return bool(there and there != self.row and there.submission_id != self.cleaned_data.get("submission_id"))

    def _check_addressees(self, cleaned: dict[str, Any]) -> None:
        lead, supporting = cleaned.get("lead", []), cleaned.get("supporting", [])
        if set(lead) & set(supporting):
            self.add_error("supporting", "Select each body once: it acts or it supports")
        if AddresseeKind.OTHER in {*lead, *supporting} and not cleaned.get("addressee_name"):
            self.add_error("addressee_name", "Enter the name of the other body")

    def _read_deadline(self, cleaned: dict[str, Any]) -> None:
        wording = cleaned.get("deadline_wording", "")
        if cleaned.get("undated") and wording:
            self.add_error("undated", "Enter a deadline or select that there is none, not both")
        self.deadline = self._parsed(wording, "" if cleaned.get("undated") else cleaned.get("text", ""))
        if wording and self.deadline and not self.deadline.wording:
            self.add_error("deadline_wording", "Enter a deadline like By 1 March 2025 or within six months")

    def _parsed(self, wording: str, text: str) -> Deadline | None:
        try:
            return deadlines.parse(wording or text, published_on=self.inspection.published_on)
        except deadlines.DeadlineError as error:
            self.add_error("deadline_wording", str(error))
            return None

    @property
    def facts(self) -> dict[str, Any]:
        """What the workflow asks for."""
        asked = {"undated", "deadline_wording", "addressee_name", "condition", *AddresseePart.values}
        kept = {name: value for name, value in self.cleaned_data.items() if name not in asked}
        return kept | {"deadline": self.deadline, "addressees": list(self._addressees())}

    def _addressees(self) -> Iterator[AddresseeFacts]:
        """Rows that stay keep their own name and condition, unless the person has changed that field."""
        for part in AddresseePart.values:
            for option in self.cleaned_data[part]:
                kept = [each for each in self.kept if _option(each.kind, each.force_id) == option]
                rows: list[Addressee | None] = [*kept] or [None]
                yield from (self._addressee(option, part, row) for row in rows)

    def _addressee(self, option: str, part: str, row: Addressee | None) -> AddresseeFacts:
        kind, _, force = option.partition(":")
        asked = {
            "name": self.cleaned_data["addressee_name"] if kind in NAMED else "",
            "condition": self.cleaned_data["condition"],
        }
        if row and "addressee_name" not in self.changed_data:
            asked["name"] = row.name
        if row and "condition" not in self.changed_data:
            asked["condition"] = row.condition
        return AddresseeFacts(kind, self.bodies[int(force)] if force else None, part=part, **asked)

    def is_of(self, finding: Finding) -> bool:
        """Of a page that was sent twice: whether the finding says all that it asks for now."""
        facts = self.facts
        there = {AddresseeFacts.of(each) for each in finding.addressees.select_related("force")}
        return set(facts.pop("addressees")) == there and same_as(finding, facts)

    @property
    def deadline_in_words(self) -> str:
        """How the deadline is read and shown (R17, R18)."""
        return in_words(self.deadline) if self.deadline else ""


def in_words(deadline: Deadline) -> str:
    """For the person who has just typed it: the last day that we compute with, and what pages will show."""
    last_day = deadline.last_day
    if not deadline.wording:
        return "no deadline"
    if last_day is None:
        return f"“{deadline.wording}”, without a last day"
    day, shown = plain_date(last_day), deadlines.shown(deadline)
    as_shown = "" if shown == day else f", shown as “{shown}”"
    return f"“{deadline.wording}”: the last day is {last_day:%A} {day}{as_shown}"


def _option(kind: str, force: int | None) -> str:
    return f"{kind}:{force}" if force else kind
