"""What the office says about follow-ups: who acts, which findings apply."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from oversight.accounts.models import User
from responses.models import Applicability, FollowUp
from responses.workflow.candidates import Candidate
from responses.workflow.follow_up import Decision

NOT_YET = "not-yet"
REASON = "reason-"


class AssignForm(forms.Form):
    use_required_attribute = False
    lead = forms.ModelChoiceField(
        label="Force lead",
        help_text="Acts on the recommendation at the force, and gets the reminders.",
        queryset=User.objects.none(),
        empty_label="Select a force lead",
        error_messages={"required": "Select a force lead", "invalid_choice": "Select a force lead from the list"},
    )
    officer = forms.ModelChoiceField(
        label="Policy officer",
        help_text="Follows it up in our office.",
        queryset=User.objects.none(),
        empty_label="Select a policy officer",
        error_messages={
            "required": "Select a policy officer",
            "invalid_choice": "Select a policy officer from the list",
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, follow_up: FollowUp, user: User) -> None:
        officer = follow_up.officer if follow_up.officer and follow_up.officer.is_active else user
        super().__init__(data, initial={"lead": follow_up.lead, "officer": officer, "version": follow_up.version})
        self.fields["lead"].queryset = User.objects.leads_of(follow_up.force)  # type: ignore[attr-defined]
        self.fields["officer"].queryset = User.objects.writers_of(follow_up.policing_body)  # type: ignore[attr-defined]

    @property
    def has_leads(self) -> bool:
        return self.fields["lead"].queryset.exists()  # type: ignore[attr-defined]

    def show_conflict(self, current: FollowUp) -> None:
        """Keep what the person chose, say what somebody else did, and let the next press of the button decide."""
        chosen = {name: self.cleaned_data[name].pk for name in ("lead", "officer")}
        self.data = {**chosen, "version": current.version}
        self.add_error(
            None,
            f"Somebody else has changed this since you opened it. The force lead is now {current.lead or 'nobody'} and "
            f"the policy officer {current.officer or 'nobody'}. Assign again to replace them with the people below.",
        )


@dataclass(frozen=True)
class Row:
    """One line of the table: a finding for a force, and what the officer decides about it."""

    candidate: Candidate
    applicability: BoundField
    reason: BoundField


class StartForm(forms.Form):
    """A decision for each finding and force. Rows are named by both, so that a row started meanwhile just drops out."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, candidates: Sequence[Candidate]) -> None:
        super().__init__(data)
        self.candidates = candidates
        for candidate in candidates:
            subject = f"{candidate.finding.reference}, {candidate.force}"
            self.fields[_applicability(candidate)] = forms.ChoiceField(
                label=f"How {subject} applies",
                choices=[*Applicability.choices, (NOT_YET, "Leave for now")],
                initial=Applicability.WATCHED if candidate.is_for_others else Applicability.APPLIES,
                # A row that the page did not show yet is not decided by sending it.
                required=False,
                widget=forms.Select(attrs={"class": "app-applies"}),
            )
            self.fields[_reason(candidate)] = forms.CharField(
                label=f"Reason for {subject}", required=False, max_length=500
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for candidate in self.candidates:
            decided = cleaned.get(_applicability(candidate))
            if decided in {Applicability.DOES_NOT_APPLY, Applicability.ALREADY_MET}:
                self._require_reason(candidate, Applicability(decided), cleaned.get(_reason(candidate)))
        return cleaned

    def _require_reason(self, candidate: Candidate, decided: Applicability, reason: str | None) -> None:
        if not reason and _reason(candidate) not in self.errors:
            words = {Applicability.DOES_NOT_APPLY: "does not apply to", Applicability.ALREADY_MET: "is already met by"}
            reference, force = candidate.finding.reference, candidate.force
            self.add_error(_reason(candidate), f"Enter why {reference} {words[decided]} {force}")

    def rows(self) -> Iterator[Row]:
        for candidate in self.candidates:
            yield Row(candidate, self[_applicability(candidate)], self[_reason(candidate)])

    def decisions(self) -> list[Decision]:
        return [
            Decision(candidate, Applicability(chosen), self._reason_given(candidate))
            for candidate in self.candidates
            if (chosen := self.cleaned_data[_applicability(candidate)]) and chosen != NOT_YET
        ]

    def reasons(self) -> set[str]:
        """Those that belong to a decision, also where the row is not there any more: somebody else was first."""
        known = {_reason(candidate) for candidate in self.candidates}
        gone = {str(self.data[name]).strip() for name in self.data if name.startswith(REASON) and name not in known}
        return ({decision.reason for decision in self.decisions()} | gone) - {""}

    def _reason_given(self, candidate: Candidate) -> str:
        applies = self.cleaned_data[_applicability(candidate)] == Applicability.APPLIES
        return "" if applies else self.cleaned_data[_reason(candidate)]


def _applicability(candidate: Candidate) -> str:
    return f"applicability-{candidate.key}"


def _reason(candidate: Candidate) -> str:
    return f"{REASON}{candidate.key}"
