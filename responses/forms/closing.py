"""What is asked when something is signed off, claimed, closed, held, ended or opened again."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from inspections.models import Finding
from oversight.forms.fields import DateField, Radios
from responses.models import Applicability, ClosureLevel, FollowUp, WorkStatus
from responses.workflow import closing as workflow

HOLD_DAYS = 182  # half a year of sustained improvement is what offices ask for


def long_text(label: str, missing: str, help_text: str = "The force can read this.", **options: Any) -> forms.CharField:  # noqa: ANN401
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": missing},
        **options,
    )


def at_least_a_sentence(missing: str) -> Callable[[str], None]:
    """`missing` is what is said where nothing was typed: “Enter why we are assured”."""

    def check(text: str) -> None:
        if not workflow.is_sentence(text):
            raise forms.ValidationError(missing.replace("Enter", "Enter at least a sentence about", 1))

    return check


def sentence(label: str, missing: str, *help_text: str) -> forms.CharField:
    return long_text(label, missing, *help_text, validators=[at_least_a_sentence(missing)])


class DecisionForm(forms.Form):
    """About the follow-up as the person saw it: `version`."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, follow_up: FollowUp, on: date) -> None:
        super().__init__(data, initial={"version": follow_up.version, **self.first_values(follow_up, on)})
        self.follow_up, self.on = follow_up, on

    def first_values(self, follow_up: FollowUp, on: date) -> dict[str, Any]:
        return {}

    @property
    def facts(self) -> dict[str, Any]:
        """What the verb asks for."""
        return self.cleaned_data

    @property
    def told(self) -> dict[str, Any]:
        """What the history says last once this is done."""
        return {"reason": self.cleaned_data.get("reason", "")}

    @property
    def columns(self) -> dict[str, Any]:
        """What the follow-up says once this is done, besides that."""
        return {}

    def show_conflict(self, current: FollowUp, told: str) -> None:
        """Keep what was typed, and let the next press of the button decide. `told`: what the last one did."""
        self.data = {**self.data.dict(), "version": str(current.version)}  # type: ignore[attr-defined]
        self.add_error(
            None,
            f"Something has happened to {current.reference} since you opened this page.{told} Read its history, then "
            "send this page again if it still holds.",
        )


class SignOffForm(DecisionForm):
    reason = sentence(
        "Why are we assured?",
        "Enter why we are assured",
        "At least a sentence: what shows that the recommendation is met, and that it will last. "
        "Only our office can read this.",
    )
    without = long_text(
        "Why do we need no accepted evidence?",
        "",
        "No evidence request about this is accepted yet. Say why it can be signed off without. "
        "Only our office can read this.",
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, follow_up: FollowUp, on: date, has_evidence: bool
    ) -> None:
        super().__init__(data, follow_up=follow_up, on=on)
        self.has_evidence = has_evidence
        if has_evidence:
            del self.fields["without"]

    def clean_without(self) -> str:
        without: str = self.cleaned_data["without"]
        if not without:
            raise forms.ValidationError("Enter why we need no accepted evidence")
        return without

    @property
    def facts(self) -> dict[str, Any]:
        return {"without": "", **self.cleaned_data}

    @property
    def told(self) -> dict[str, Any]:
        return {}  # there both reasons are one text

    @property
    def columns(self) -> dict[str, Any]:
        return {"assured_reason": self.facts["reason"], "assured_without": self.facts["without"]}


class TakeBackForm(DecisionForm):
    reason = long_text("Why are we no longer assured?", "Enter why we are no longer assured")


class ClaimForm(DecisionForm):
    text = long_text(
        "What has been done?",
        "Enter what has been done",
        "The policing body’s office reads this. Say what has changed and how you know that it lasts.",
    )

    @property
    def told(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["text"]}


class WithdrawClaimForm(DecisionForm):
    reason = long_text(
        "Why is it not complete?", "Enter why it is not complete", "The policing body’s office reads this."
    )


class ClosureForm(DecisionForm):
    closed_on = DateField(
        label="When did HMICFRS close it?", what="Date of the closure", help_text="For example, 27 3 2026"
    )
    level = forms.ModelChoiceField(
        label="Closure level (optional)",
        queryset=ClosureLevel.objects.all(),
        required=False,
        empty_label="Not stated",
        help_text="An administrator can change this list.",
    )
    reference = forms.CharField(
        label="Reference (optional)",
        max_length=120,
        required=False,
        help_text="Where it says so: a letter, or the number in the inspectorate’s portal.",
    )

    def clean_closed_on(self) -> date:
        closed_on: date = self.cleaned_data["closed_on"]
        published_on = self.follow_up.finding.inspection.published_on
        if closed_on > self.on:
            raise forms.ValidationError("Date of the closure must be today or in the past")
        if published_on and closed_on < published_on:
            raise forms.ValidationError("Date of the closure must be on or after the day the report was published")
        return closed_on

    @property
    def columns(self) -> dict[str, Any]:
        names = {"closed_on": "closed_on", "closure_level": "level", "closure_reference": "reference"}
        return {column: self.cleaned_data[name] for column, name in names.items()}


class CorrectClosureForm(ClosureForm):
    reason = sentence("What was wrong with the record?", "Enter what was wrong with the record")

    def first_values(self, follow_up: FollowUp, on: date) -> dict[str, Any]:
        level, reference = follow_up.closure_level, follow_up.closure_reference
        return {"closed_on": follow_up.closed_on, "level": level, "reference": reference}


class RemoveClosureForm(DecisionForm):
    reason = sentence("Why is the record removed?", "Enter why the record is removed")


class HoldForm(DecisionForm):
    until = DateField(label="When do we look again?", what="Date of the re-check", help_text="For example, 27 3 2026")
    reason = sentence("Why do we wait before we sign it off?", "Enter why we wait before we sign it off")

    def first_values(self, follow_up: FollowUp, on: date) -> dict[str, Any]:
        return {"until": on + timedelta(days=HOLD_DAYS)}

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.on:
            raise forms.ValidationError("Date of the re-check must be in the future")
        return until

    @property
    def columns(self) -> dict[str, Any]:
        return {"status": WorkStatus.HELD, "held_until": self.cleaned_data["until"]}


class ReopenForm(DecisionForm):
    reason = long_text("Why is it opened again?", "Enter why it is opened again")


class TakeUpForm(DecisionForm):
    reason = long_text("Why is it for the force?", "Enter why it is for the force")


class EndForm(DecisionForm):
    """Following up ends without a verdict on the work."""

    how = forms.ChoiceField(
        label="Why does following up end?",
        choices=[
            (WorkStatus.SUPERSEDED, "A newer finding takes its place"),
            (Applicability.DOES_NOT_APPLY, "It does not apply to this force"),
            (Applicability.ALREADY_MET, "The force had met it before the report came out"),
            (Applicability.WATCHED, "It is for others to deliver, and we only watch it"),
            (WorkStatus.WITHDRAWN, "We no longer follow it up, for another reason"),
        ],
        widget=Radios,
        error_messages={"required": "Select why following up ends"},
    )
    newer = forms.CharField(
        label="Reference of the newer finding",
        max_length=40,
        required=False,
        help_text="If a newer finding takes its place. For example, HIOW-2025-PEEL-R3. Record that finding first.",
    )
    reason = long_text("How do we know?", "Enter how we know")

    def __init__(self, data: Mapping[str, Any] | None = None, *, follow_up: FollowUp, on: date) -> None:
        super().__init__(data, follow_up=follow_up, on=on)
        if follow_up.is_watched:
            choices = self.fields["how"].choices  # type: ignore[attr-defined]
            self.fields["how"].choices = [each for each in choices if each[0] != Applicability.WATCHED]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == WorkStatus.SUPERSEDED and "newer" not in self.errors:
            self._find_newer(cleaned)
        return cleaned

    def _find_newer(self, cleaned: dict[str, Any]) -> None:
        reference = cleaned["newer"].strip()
        found = Finding.objects.filter(reference__iexact=reference).first()
        cleaned["finding"] = found
        if not reference:
            self.add_error("newer", "Enter the reference of the newer finding")
        elif found is None:
            self.add_error("newer", f"There is no finding with the reference {reference}")
        elif found.pk == self.follow_up.finding_id:
            self.add_error("newer", "Enter the reference of another finding: this is its own")

    @property
    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data["how"]
        how = Applicability(chosen) if chosen in Applicability.values else WorkStatus(chosen)
        shared = {name: self.cleaned_data[name] for name in ("reason", "version")}
        return shared | {"how": how, "newer": self.cleaned_data.get("finding")}

    @property
    def columns(self) -> dict[str, Any]:
        how = self.facts["how"]
        column = "applicability" if isinstance(how, Applicability) else "status"
        return {column: how, "superseded_by": self.facts["newer"]}
