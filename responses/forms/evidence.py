"""What is asked when evidence is asked for, sent and judged."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from oversight.accounts.models import User
from oversight.forms.conflict import Difference, differences
from oversight.forms.fields import Checkboxes, DateField, FilesField, Radios, SubmissionIdField
from responses import uploads
from responses.forms.marking import MarkingField
from responses.models import (
    Classification,
    EvidenceFile,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    ItemAnswer,
    RoundDecision,
)
from responses.models.follow_up import ForceRag
from responses.uploads import Upload, UploadError

USUAL_DAYS = 14  # to answer
MOST_ITEMS = 20
LONGEST_ITEM = 300  # characters
LONGEST_REPLY = 20_000
WRITTEN = ["text", "force_rag", "claims_complete"]
FILES_HINT = (
    f"Up to {uploads.FILES_PER_ANSWER} files: {uploads.KINDS_IN_WORDS}, each up to "
    f"{uploads.LARGEST // uploads.MEGABYTE}MB. You can choose several at once."
)


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
        self.fields["lead"].queryset = User.objects.leads_of(follow_up.force)  # type: ignore[attr-defined]
        others = FollowUp.objects.visible_to(user).open().beside(follow_up)
        if others.exists():
            self.fields["also"].queryset = others  # type: ignore[attr-defined]
            self.fields["also"].label_from_instance = lambda each: str(each.finding)  # type: ignore[attr-defined]
        else:
            del self.fields["also"]
        self.order_fields(["submission_id", "question", "items", "due_on", "lead"])

    @property
    def has_leads(self) -> bool:
        return self.fields["lead"].queryset.exists()  # type: ignore[attr-defined]


def _of_draft(draft: EvidenceRequest) -> dict[str, Any]:
    facts = {name: getattr(draft, name) for name in ["submission_id", "question", "due_on", "lead", "classification"]}
    return facts | {"items": "\n".join(item.wording for item in draft.items.all()), "also": draft.follow_ups.all()}


class ReplyForm(forms.Form):
    """A draft may be as unfinished as it likes; `EvidenceRound` says when it can be sent."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Your reply",
        help_text="Say what has been done, and what shows it.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST_REPLY,
        required=False,
    )
    force_rag = forms.ChoiceField(
        label="How is the work going?",
        help_text="Your own view. The office forms its own.",
        choices=ForceRag,
        widget=Radios,
        required=False,
    )
    claims_complete = forms.BooleanField(label="The work on this is complete", required=False)
    remove = forms.ModelMultipleChoiceField(
        label="Take files out of this reply",
        queryset=EvidenceFile.objects.none(),
        required=False,
        widget=Checkboxes,
        error_messages={"invalid_choice": "A file that you selected is not in this reply any more"},
    )
    files_are_sensitive = forms.BooleanField(
        label="The files that I add now are OFFICIAL-SENSITIVE",
        help_text="Then only you, whoever asked or was asked, and people with that permission can read them.",
        required=False,
    )
    # An empty file is refused with the others that are, so that the person hears of all at once.
    files = FilesField(label="Add files", help_text=FILES_HINT, required=False, allow_empty_file=True)  # type: ignore[assignment]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        answer: EvidenceRound,
        user: User,
        sends: bool = False,
    ) -> None:
        saved = {name: getattr(answer, name) for name in [*WRITTEN, "version"]}
        super().__init__(data, files, initial=saved)
        self.sends = sends
        if answer.request.is_sensitive:
            del self.fields["files_are_sensitive"]  # as is all of it
        self.differences: list[Difference] = []
        self.item_answers = list(answer.item_answers.all())
        if self.item_answers:
            self.fields["text"].label = "Anything else that the office should know (optional)"
            self.fields["text"].help_text = ""
        for each in self.item_answers:
            self.fields[_item(each)] = _reply_to(each)
        removable = answer.files.readable_by(user)
        if removable.exists():
            self.fields["remove"].queryset = removable  # type: ignore[attr-defined]
            self.fields["remove"].label_from_instance = lambda file: file.name  # type: ignore[attr-defined]
        else:
            del self.fields["remove"]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if self.sends and not text and not self.item_answers:
            raise forms.ValidationError("Enter your reply")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.sends and self.item_answers and not any(self._typed_items().values()):
            self.add_error(_item(self.item_answers[0]), "Reply to at least one item")
        return cleaned

    @property
    def item_rows(self) -> list[tuple[ItemAnswer, forms.BoundField]]:
        return [(each, self[_item(each)]) for each in self.item_answers]

    def _typed_items(self) -> dict[int, str]:
        """By the row of the draft; without those that cannot be kept."""
        return {
            each.pk: self.cleaned_data[_item(each)] for each in self.item_answers if _item(each) in self.cleaned_data
        }

    def clean_force_rag(self) -> str:
        rag = self.cleaned_data["force_rag"]
        if self.sends and not rag:
            raise forms.ValidationError("Select how the work is going")
        return rag

    @property
    def can_be_kept(self) -> bool:
        return "version" in self.cleaned_data and "text" in self.cleaned_data

    def draft(self) -> dict[str, Any]:
        """What of it can be kept, also where something else is wrong."""
        return {
            "text": self.cleaned_data["text"],
            "force_rag": self.cleaned_data.get("force_rag", ""),
            "claims_complete": self.cleaned_data.get("claims_complete", False),
            "items": self._typed_items(),
        }

    @property
    def marking(self) -> Classification:
        is_sensitive = self.cleaned_data.get("files_are_sensitive")
        return Classification.OFFICIAL_SENSITIVE if is_sensitive else Classification.OFFICIAL

    def keep(self, answer: EvidenceRound) -> None:
        """The page that is shown again starts from what has just been saved."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(answer.version)  # type: ignore[index]

    def show_conflict(self, current: EvidenceRound) -> None:
        """Keep what this person typed, and show what a colleague saved; the next press of the button decides.

        The same reply saved twice is saved.
        """
        self.keep(current)
        saved = {name: getattr(current, name) for name in WRITTEN}
        saved |= {_item(each): each.text for each in current.item_answers.all()}
        saved = {name: value for name, value in saved.items() if name in self.cleaned_data}
        self.differences = differences(self, saved)
        if self.differences:
            self.add_error(
                "text",
                "A colleague has changed this reply since you opened this page. Take over what you need of theirs, "
                "then save again.",
            )

    def uploads(self) -> list[Upload]:
        """The chosen files that may be kept; each of the others becomes an error of its own."""
        return [upload for file in self.cleaned_data.get("files") or [] if (upload := self._checked(file))]

    def _checked(self, file: UploadedFile) -> Upload | None:
        try:
            return uploads.check(file.name or "", file)
        except UploadError as error:
            self.add_error("files", str(error))
            return None


def _item(answer: ItemAnswer) -> str:
    return f"item_{answer.item_id}"


def _reply_to(answer: ItemAnswer) -> forms.CharField:
    return forms.CharField(
        label=str(answer.item),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_REPLY,
        required=False,
        initial=answer.text,
    )


class CheckForm(forms.Form):
    """What is sent is what was checked. A file that is not there any more makes the form invalid."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    files = forms.ModelMultipleChoiceField(  # type: ignore[assignment]
        queryset=EvidenceFile.objects.none(), widget=forms.MultipleHiddenInput, required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, answer: EvidenceRound) -> None:
        files = answer.files.all()
        super().__init__(data, initial={"version": answer.version, "files": [file.pk for file in files]})
        self.fields["files"].queryset = files  # type: ignore[attr-defined]


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
