"""The chief officer's comments: the invitation to a force, and what the force writes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from oversight.accounts.models import User
from oversight.bodies.models import Force
from oversight.forms.fields import Checkboxes, DateField
from responses.forms.shared import Data, Line, LongTextField, SharedForm
from responses.models import Invitation
from responses.workflow.comments import WORDS, words_of

USUAL_DAYS = 14


class InviteForm(forms.Form):
    use_required_attribute = False
    leads = forms.MultipleChoiceField(
        label="Who gets the letter?",
        help_text="All leads of the force can write and send the comments.",
        widget=Checkboxes,
        error_messages={"required": "Select who gets the letter"},
    )
    due_on = DateField(label="Comments asked for by", what="Date asked for")
    note = forms.CharField(
        label="Note to the force (optional)", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )

    def __init__(self, data: Data | None = None, *, leads: Sequence[User], on: date) -> None:
        self.on, self.people = on, {str(lead.pk): lead for lead in leads}
        initial = {"due_on": on + timedelta(days=USUAL_DAYS), "leads": list(self.people) if len(leads) == 1 else []}
        super().__init__(data, initial=initial)
        self.fields["leads"].choices = [(lead.pk, _who(lead)) for lead in leads]  # type: ignore[attr-defined]

    def clean_leads(self) -> list[User]:
        chosen = [self.people[pk] for pk in self.cleaned_data["leads"]]
        if len({lead.force_id for lead in chosen}) > 1:
            raise forms.ValidationError("Select leads of one force. Invite the other force on its own")
        return chosen

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.on:
            raise forms.ValidationError("Date asked for must be today or in the future")
        return day

    @property
    def force(self) -> Force:
        force = self.cleaned_data["leads"][0].force
        assert force is not None  # noqa: S101 - a lead has one; for the type checker
        return force


def _who(lead: User) -> str:
    """The force where the job title does not say it: “Dana Brook, Head of SEROCU”."""
    known, force = ", ".join(filter(None, [lead.name, lead.job_title])), str(lead.force)
    return known if force.casefold() in known.casefold() else f"{known}, {force}"


class CommentsForm(SharedForm):
    """A draft may be empty; what is sent says something, and who signs it."""

    text = LongTextField("Comments", rows=14, help_text="They will be published as you send them.")
    name = forms.CharField(label="Signed by", max_length=100, required=False)
    rank = forms.CharField(label="Rank", max_length=100, required=False)
    on_behalf_of = forms.CharField(
        label="On behalf of (optional)",
        help_text="For example, the Chief Constable, where a deputy signs.",
        max_length=150,
        required=False,
    )

    def __init__(self, data: Data | None = None, *, invitation: Invitation, sends: bool) -> None:
        self.sends = sends
        super().__init__(data, saved=words_of(invitation))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.sends and not cleaned.get("text"):
            self.add_error("text", "Enter the comments")
        if self.sends and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter who signs the comments")
        return cleaned

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self._typed(WORDS)}

    @property
    def all_lines(self) -> list[Line]:
        return self.lines(*WORDS)
