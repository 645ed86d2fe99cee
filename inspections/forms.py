"""What pages ask about an inspection and about a finding."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.datastructures import MultiValueDict

from inspections import deadlines
from inspections.deadlines import Deadline
from inspections.models import (
    Addressee,
    AddresseeKind,
    AddresseePart,
    Finding,
    FindingKind,
    FindingQuerySet,
    Inspection,
    InspectionKind,
    Theme,
)
from inspections.workflow import AddresseeFacts
from oversight.accounts.models import User
from oversight.bodies.models import Force, ForceKind
from oversight.forms.conflict import Difference, differences
from oversight.forms.fields import Checkboxes, DateField, SmallCheckboxes, SmallRadios, SubmissionIdField

REFERENCE = RegexValidator(
    r"^[A-Z0-9]+(-[A-Z0-9]+)*$", "Enter a reference of capital letters, numbers and hyphens, like SE-2024-SOC"
)
FEW_BODIES = 15  # a national report is addressed to all chief constables, not to 43 ticks
NAMED = {AddresseeKind.OTHER, AddresseeKind.REGIONAL_LEAD}
type Data = MultiValueDict[str, str]
type Grouped = list[tuple[str, list[tuple[str, str]]]]


class _Form[Row: (Inspection, Finding)](forms.Form):
    """Either makes a row, once, or changes the row that the person saw."""

    use_required_attribute = False
    submission_id = SubmissionIdField()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Data | None, *, row: Row | None, initial: dict[str, Any] | None = None) -> None:
        self.row: Row | None = row
        self.differences: list[Difference] = []
        super().__init__(data, initial=initial)
        if row:
            del self.fields["submission_id"]
            self.initial = {**self.values_of(row), "version": row.version}
        else:
            del self.fields["version"]

    def values_of(self, row: Row) -> dict[str, Any]:
        raise NotImplementedError

    def show_conflict(self, current: Row) -> None:
        """Keep what was typed, show what somebody else has saved, and let the next save replace that."""
        self.differences = differences(self, self.values_of(current))
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(current.version)  # type: ignore[index]
        self.add_error(
            None, "Somebody else has changed this since you opened it. Compare the two versions, then save again."
        )


class BodyCheckboxes(SmallCheckboxes):
    """Fifty-seven bodies: a fold for each region, open where something is chosen."""

    template_name = "inspections/widgets/bodies.html"

    def get_context(self, *args: Any) -> dict[str, Any]:  # noqa: ANN401
        context = super().get_context(*args)
        groups = context["widget"]["optgroups"]
        chosen = [group for group, options, _ in groups if any(option["selected"] for option in options)]
        context["widget"]["chosen_groups"] = chosen
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        # The error summary's link goes to the first of them.
        return super().id_for_label(id_, "0" if index == "0_0" else index)


class InspectionForm(_Form[Inspection]):
    reference = forms.CharField(
        label="Our reference",
        max_length=30,
        validators=[REFERENCE],
        help_text="Starts the reference of every finding, like SE-2024-SOC. You cannot change it later.",
        error_messages={"required": "Enter a reference"},
    )
    title = forms.CharField(
        label="Title of the report", max_length=250, error_messages={"required": "Enter the title of the report"}
    )
    kind = forms.ChoiceField(
        label="Kind of inspection",
        choices=[("", "Select a kind"), *InspectionKind.choices],
        error_messages={"required": "Select a kind of inspection"},
    )
    inspectorate = forms.CharField(
        label="Inspectorate",
        max_length=120,
        initial="HMICFRS",
        error_messages={"required": "Enter who inspected"},
    )
    url = forms.URLField(
        label="Address of the report (optional)",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter an address like https://www.example.org/report"},
    )
    published_on = DateField(
        label="Publication date",
        what="Publication date",
        required=False,
        help_text="The day the report came out, for example, 30 8 2024. The 56 days count from it.",
    )
    published_wording = forms.CharField(
        label="If you do not know the day",
        max_length=60,
        required=False,
        help_text="What you do know, like August 2024. There is no 56-day clock until the day is known.",
    )
    fieldwork_from = DateField(label="Fieldwork from (optional)", what="Start of fieldwork", required=False)
    fieldwork_to = DateField(label="Fieldwork to (optional)", what="End of fieldwork", required=False)
    national = forms.BooleanField(label="All territorial forces of England and Wales", required=False)
    forces = forms.MultipleChoiceField(label="Inspected bodies", widget=BodyCheckboxes, required=False)
    themes = forms.ModelMultipleChoiceField(
        label="Themes (optional)", queryset=Theme.objects.all(), widget=Checkboxes, required=False
    )

    def __init__(self, data: Data | None = None, *, user: User, on: date, row: Inspection | None = None) -> None:
        self.on = on
        self.bodies = {str(force.pk): force for force in Force.objects.in_order()}
        super().__init__(data, row=row)
        if row:
            del self.fields["reference"]
        own = Force.objects.overseen_by(user.policing_body, on) if user.policing_body else Force.objects.none()
        self.fields["forces"].choices = self._grouped({str(force.pk) for force in own})  # type: ignore[attr-defined]

    def values_of(self, row: Inspection) -> dict[str, Any]:
        names = ["title", "kind", "inspectorate", "url", "published_on", "published_wording"]
        return {name: getattr(row, name) for name in [*names, "fieldwork_from", "fieldwork_to"]} | {
            "forces": [str(force.pk) for force in row.forces.order_by("short_name")],
            "themes": list(row.themes.all()),
        }

    def _grouped(self, own: set[str]) -> Grouped:
        """The office's own bodies first, then region by region."""
        others = sorted((key for key in self.bodies if key not in own), key=self._place)
        groups = [("Overseen by your office", [key for key in self.bodies if key in own])]
        groups += [(region, list(keys)) for region, keys in groupby(others, key=self._region)]
        return [(label, [(key, self.bodies[key].short_name) for key in keys]) for label, keys in groups if keys]

    def _place(self, key: str) -> tuple[bool, str]:
        return not self.bodies[key].region, self.bodies[key].region

    def _region(self, key: str) -> str:
        return self.bodies[key].region or "Outside the regions"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_reference(cleaned)
        self._check_publication(cleaned)
        self._check_fieldwork(cleaned)
        if cleaned.pop("national", False):
            everywhere = [key for key, force in self.bodies.items() if force.kind == ForceKind.TERRITORIAL]
            cleaned["forces"] = sorted({*cleaned.get("forces", []), *everywhere})
        if not cleaned.get("forces") and "forces" not in self.errors:
            self.add_error("forces", "Select the inspected bodies")
        return cleaned

    def _check_reference(self, cleaned: dict[str, Any]) -> None:
        """Taken, unless by the first click of a double click."""
        same = Inspection.objects.filter(reference=cleaned.get("reference", "")).first()
        if same and same.submission_id != cleaned.get("submission_id"):
            self.add_error("reference", f"{same.reference} is the reference of another inspection")

    def _check_publication(self, cleaned: dict[str, Any]) -> None:
        day = cleaned.get("published_on")
        if day and day > self.on:
            self.add_error("published_on", "Publication date must be today or in the past")
        elif day:
            cleaned["published_wording"] = ""
        elif not cleaned.get("published_wording") and "published_on" not in self.errors:
            self.add_error("published_on", "Enter the publication date, or below what you know of it")

    def _check_fieldwork(self, cleaned: dict[str, Any]) -> None:
        start, end, published = (cleaned.get(name) for name in ("fieldwork_from", "fieldwork_to", "published_on"))
        if start and end and end < start:
            self.add_error("fieldwork_to", "End of fieldwork must be the same as or after its start")
        elif end and published and published < end:
            self.add_error("fieldwork_to", "End of fieldwork must be before the publication date")

    @property
    def facts(self) -> dict[str, Any]:
        """What the workflow asks for."""
        return self.cleaned_data | {"forces": [self.bodies[key] for key in self.cleaned_data["forces"]]}


class FindingForm(_Form[Finding]):
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
        self._check_addressees(cleaned)
        self._read_deadline(cleaned)
        return cleaned

    def clean_limb(self) -> str:
        limb = self.cleaned_data["limb"].strip("().").lower()
        if limb and not re.fullmatch("[a-z]{1,2}", limb):
            raise forms.ValidationError("Enter a letter, like a")
        return limb

    def _check_family(self, cleaned: dict[str, Any]) -> None:
        kind, parent, limb = cleaned.get("kind"), cleaned.get("parent"), cleaned.get("limb")
        if "limb" in self.errors:
            return
        if limb and not parent:
            self.add_error("parent", "Select the recommendation that this is a part of")
        elif kind and kind.holds_recommendations and parent:
            self.add_error("parent", f"{kind} stands by itself")
        elif parent and not limb and not parent.kind.holds_recommendations:
            self.add_error("limb", f"Enter the letter of this part of {parent.reference}")
        elif limb and parent and self._is_taken(parent, limb):
            self.add_error("limb", f"{parent.reference} already has a part {limb}")

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
    day, shown = f"{last_day.day} {last_day:%B %Y}", deadlines.shown(deadline)
    as_shown = "" if shown == day else f", shown as “{shown}”"
    return f"“{deadline.wording}”: the last day is {last_day:%A} {day}{as_shown}"


def _option(kind: str, force: int | None) -> str:
    return f"{kind}:{force}" if force else kind
