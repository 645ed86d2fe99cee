"""What pages ask about an inspection."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from inspections import deadlines
from inspections.forms.row import Data, RowForm
from inspections.models import Inspection, InspectionKind, Theme
from oversight.accounts.models import User
from oversight.bodies.models import Force, ForceKind
from oversight.forms.fields import Checkboxes, DateField, SmallCheckboxes

REFERENCE = RegexValidator(
    r"^[A-Z0-9]+(-[A-Z0-9]+)*$", "Enter a reference of capital letters, numbers and hyphens, like SE-2024-SOC"
)
AS_STORED = [
    "title",
    "kind",
    "inspectorate",
    "url",
    "published_on",
    "published_wording",
    "own_deadline_wording",
    "own_recipient",
    "announced_on",
    "fieldwork_from",
    "fieldwork_to",
    "draft_received_on",
]
# Each must not be before the one that it names.
FOLLOWS = {
    "fieldwork_from": ("announced_on", "Start of fieldwork must be the same as or after the announcement"),
    "draft_received_on": ("fieldwork_from", "Day of the draft must be the same as or after the start of fieldwork"),
    "published_on": ("draft_received_on", "Publication date must be the same as or after the day of the draft"),
}

type Grouped = list[tuple[str, list[tuple[str, str]]]]


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


class InspectionForm(RowForm[Inspection]):
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
    own_deadline_wording = forms.CharField(
        label="Deadline that the report itself sets for the response (optional)",
        max_length=120,
        required=False,
        help_text="As printed, like within 3 months or By 1 March 2025. It stands beside the 56 days. "
        "Where it holds instead of them, say so when you decide whether to respond.",
    )
    own_recipient = forms.CharField(
        label="To whom that response goes (optional)",
        max_length=120,
        required=False,
        help_text="As printed, for example Ofsted.",
    )
    announced_on = DateField(label="Announced on (optional)", what="Day of the announcement", required=False)
    fieldwork_from = DateField(label="Fieldwork from (optional)", what="Start of fieldwork", required=False)
    fieldwork_to = DateField(label="Fieldwork to (optional)", what="End of fieldwork", required=False)
    draft_received_on = DateField(
        label="Draft received for an accuracy check (optional)", what="Day of the draft", required=False
    )
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
        return {name: getattr(row, name) for name in AS_STORED} | {
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
        self._check_stages(cleaned)
        self._check_own_deadline(cleaned)
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
            self.add_error("reference", f"{same.reference} is the reference of another inspection. Enter another one")

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

    def _check_stages(self, cleaned: dict[str, Any]) -> None:
        for later, (earlier, words) in FOLLOWS.items():
            if cleaned.get(later) and cleaned.get(earlier) and cleaned[later] < cleaned[earlier]:
                self.add_error(later, words)

    def _check_own_deadline(self, cleaned: dict[str, Any]) -> None:
        try:
            deadlines.parse_whole(cleaned.get("own_deadline_wording", ""))
        except deadlines.DeadlineError as error:
            self.add_error("own_deadline_wording", str(error))
        if cleaned.get("own_recipient") and not cleaned.get("own_deadline_wording"):
            self.add_error("own_deadline_wording", "Enter the deadline, or take out to whom the response goes")

    @property
    def facts(self) -> dict[str, Any]:
        """What the workflow asks for."""
        return self.cleaned_data | {"forces": [self.bodies[key] for key in self.cleaned_data["forces"]]}
