"""What is asked when evidence is asked for, sent and judged."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from oversight.accounts.models import User
from oversight.forms.conflict import Difference, differences
from oversight.forms.fields import Checkboxes, DateField, Radios, SubmissionIdField
from responses.forms.marking import MarkingField
from responses.models import (
    EvidenceRequest,
    FollowUp,
    RoundDecision,
)
from responses.workflow import evidence as workflow

USUAL_DAYS = 14  # to answer
MOST_ITEMS = 20
LONGEST_ITEM = 300  # characters


class ItemsField(forms.CharField):
    """A list typed one item a line; cleans to a list, empty where nothing was typed (R106)."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Django types it
        items = [line.strip(" \t-*•") for line in super().clean(value).splitlines()]
        items = [item for item in items if item]
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(f"The list can have up to {MOST_ITEMS} items. It has {len(items)}")
        too_long = [number for number, item in enumerate(items, start=1) if len(item) > LONGEST_ITEM]
        if too_long:
            raise forms.ValidationError(f"Item {too_long[0]} must be {LONGEST_ITEM} characters or less")
        return items


class QuestionForm(forms.Form):
    """What is asked, of one force or of several."""

    use_required_attribute = False
    submission_id = SubmissionIdField()
    question = forms.CharField(
        label="What do you need from the force?",
        help_text="The force reads this. Say what would show you that the recommendation has been met.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": "Enter what you need from the force"},
    )
    items = ItemsField(
        label="List of items (optional)",
        help_text="One on each line. The force replies to each of them, and you accept or return each by itself.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    due_on = DateField(label="When must the force reply?", what="Reply date", help_text="For example, 27 3 2026")
    classification = MarkingField(
        label="How sensitive will the reply be?",
        help_text="OFFICIAL is everyday work. OFFICIAL-SENSITIVE is what could do harm if it got out: you, whoever is "
        "asked and people with that permission can read it, letters do not name the recommendation, and downloaded "
        "lists leave it out.",
        required_text="Select how sensitive the reply will be",
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, on: date, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"due_on": on + timedelta(days=USUAL_DAYS), **(initial or {})})
        self.on = on

    def clean_due_on(self) -> date:
        due_on = self.cleaned_data["due_on"]
        if due_on <= self.on:
            raise forms.ValidationError("Reply date must be in the future")
        return due_on


class AskForm(QuestionForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    lead = forms.ModelChoiceField(
        label="Who should reply?",
        help_text="Gets a letter now and reminders before the date. Colleagues at the force can reply too, unless it "
        "is OFFICIAL-SENSITIVE.",
        queryset=User.objects.none(),
        empty_label="Select a force lead",
        error_messages={"required": "Select who should reply", "invalid_choice": "Select a force lead from the list"},
    )
    also = forms.ModelMultipleChoiceField(
        label="Which other recommendations is this about?",
        help_text="The reply will show on each of them.",
        queryset=FollowUp.objects.none(),
        required=False,
        widget=Checkboxes,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        follow_up: FollowUp,
        user: User,
        on: date,
        draft: EvidenceRequest | None = None,
    ) -> None:
        super().__init__(data, on=on, initial=_of_draft(draft) if draft else {"lead": follow_up.lead})
        self.follow_up, self.differences = follow_up, list[Difference]()
        self.fields["lead"].queryset = User.objects.leads_of(follow_up.force)  # type: ignore[attr-defined]
        others = FollowUp.objects.visible_to(user).open().beside(follow_up)
        if others.exists():
            self.fields["also"].queryset = others  # type: ignore[attr-defined]
            self.fields["also"].label_from_instance = lambda each: str(each.finding)  # type: ignore[attr-defined]
        else:
            del self.fields["also"]
        self.order_fields(["submission_id", "seen", "question", "items", "due_on", "lead"])

    def show_conflict(self, current: EvidenceRequest) -> None:
        """Keep what was typed beside what another window has saved; the next press of the button decides."""
        self.data = {**self.data.dict(), "also": self.data.getlist("also"), "seen": workflow.seen(current)}  # type: ignore[attr-defined]
        self.cleaned_data["items"] = "\n".join(self.cleaned_data["items"])
        others = [each for each in current.follow_ups.all() if each != self.follow_up]
        self.differences = differences(self, _of_draft(current) | {"also": others})
        self.add_error(
            None,
            "This draft has been saved in another window since you opened this page. Take over what you need of it, "
            "then send this page again to put yours in its place.",
        )

    @property
    def has_leads(self) -> bool:
        return self.fields["lead"].queryset.exists()  # type: ignore[attr-defined]


def _of_draft(draft: EvidenceRequest) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: getattr(draft, name) for name in ["submission_id", "question", "due_on", "lead", "classification"]
    }
    return facts | {
        "items": "\n".join(item.wording for item in draft.items.all()),
        "also": draft.follow_ups.all(),
        "seen": workflow.seen(draft),
    }


class DecideForm(forms.Form):
    """What is judged is the reply that was read, `number`."""

    item_rows: Sequence[tuple[Any, ...]] = ()  # of a request with a checklist

    use_required_attribute = False
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(
        label="Is this what you asked for?",
        choices=[
            (RoundDecision.ACCEPTED, "Yes, accept the evidence"),
            (RoundDecision.RETURNED, "No, return it to the force"),
        ],
        widget=Radios,
        error_messages={"required": "Select whether to accept or return the evidence"},
    )
    note = forms.CharField(
        label="Note to the force",
        help_text="If you return it, say what is missing.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    due_on = DateField(
        label="Reply again by",
        what="New reply date",
        help_text="If you return it. For example, 27 3 2026",
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, number: int | None, on: date) -> None:
        super().__init__(data, initial={"number": number, "due_on": on + timedelta(days=USUAL_DAYS)})
        self.on = on

    @property
    def accepts(self) -> bool:
        return self.cleaned_data.get("decision") == RoundDecision.ACCEPTED

    @property
    def returns(self) -> bool:
        return self.cleaned_data.get("decision") == RoundDecision.RETURNED

    def done(self, evidence: str) -> str:
        """Said once it is; `evidence` is “The evidence”, or the part of it."""
        return f"{evidence} is {'accepted' if self.accepts else 'returned to the force'}."

    @property
    def facts(self) -> dict[str, Any]:
        """What the verb of the decision asks for."""
        names = ["number", "note"] if self.accepts else ["number", "note", "due_on"]
        return {name: self.cleaned_data[name] for name in names}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.accepts:
            self.errors.pop("due_on", None)  # nobody replies again
        elif self.returns:
            self._require_a_note(cleaned)
            self._require_a_day(cleaned)
        return cleaned

    def _require_a_note(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", "Enter what the force needs to change")

    def _require_a_day(self, cleaned: dict[str, Any]) -> None:
        due_on = cleaned.get("due_on")
        if due_on and due_on < self.on:
            self.add_error("due_on", "New reply date must be today or in the future")
        elif not due_on and "due_on" not in self.errors:
            self.add_error("due_on", "Enter the new reply date")

    def show_anew(self, reason: str) -> None:
        """Keep what was typed, say what happened; the next press of the button judges what is shown now."""
        self.data = {**self.data.dict(), "number": str(self.initial["number"])}  # type: ignore[attr-defined]
        self.add_error(None, reason)


class WithdrawForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="Why is the evidence no longer needed?",
        help_text="The force can read this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter why the evidence is no longer needed"},
    )
