"""What the force writes in a reply, which file answers which item, and the check before it is sent."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.text import Truncator

from oversight.accounts.models import User
from oversight.forms.conflict import Difference, differences
from oversight.forms.fields import Checkboxes, FilesField, Radios, SmallCheckboxes
from responses import uploads
from responses.models import Classification, EvidenceFile, EvidenceRound, ItemAnswer
from responses.models.file import EvidenceFileQuerySet
from responses.models.follow_up import ForceRag
from responses.uploads import Upload, UploadError

LONGEST_REPLY = 20_000
LENGTH_OF_CHOICE = 80  # characters of an item
WRITTEN = ["text", "force_rag", "claims_complete"]
FILES_HINT = (
    f"Up to {uploads.FILES_PER_ANSWER} files in this reply: {uploads.KINDS_IN_WORDS}, each up to "
    f"{uploads.LARGEST // uploads.MEGABYTE}MB. You can choose several at once."
)


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
    shown = forms.Field(widget=forms.MultipleHiddenInput, required=False)  # whose items the page has asked for

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
        self.item_answers = list(answer.item_answers.with_earlier())
        saved_files = answer.files.readable_by(user).prefetch_related("item_answers")
        self._offer_removal(saved_files)
        if self.item_answers:
            self._ask_by_item()
        self.matched = list(saved_files) if self.has_choice else []
        for file in self.matched:
            self.fields[_of(file)] = _matches(file, self.item_answers)
        self.initial["shown"] = [file.pk for file in self.matched]
        self.order_fields([name for each in self.item_answers for name in (_item(each), _files(each))])

    @property
    def has_choice(self) -> bool:
        """Of which item a file answers; with one there is none."""
        return len(self.item_answers) > 1

    def _offer_removal(self, files: EvidenceFileQuerySet) -> None:
        if files:
            self.fields["remove"].queryset = files  # type: ignore[attr-defined]
            self.fields["remove"].label_from_instance = lambda file: file.name  # type: ignore[attr-defined]
        else:
            del self.fields["remove"]

    def _ask_by_item(self) -> None:
        self.fields["text"].label = "Anything else that the office should know (optional)"
        self.fields["text"].help_text = ""
        for each in self.item_answers:
            self.fields[_item(each)] = _reply_to(each)
            if self.has_choice:
                self.fields[_files(each)] = _files_for(each)
        if self.has_choice:
            self.fields[_files(self.item_answers[0])].help_text = FILES_HINT
            self.fields["files"].label = "Add files that are about the request as a whole (optional)"
            self.fields["files"].help_text = ""

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if self.sends and not text and not self.item_answers:
            raise forms.ValidationError("Enter your reply")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.sends and self.item_answers and not self._answers_an_item():
            self.add_error(_item(self.item_answers[0]), "Reply to at least one item")
        return cleaned

    def _answers_an_item(self) -> bool:
        """By words, or by a file that is chosen or saved."""
        by_item = self.file_fields if not self.has_choice else [_files(each) for each in self.item_answers]
        chosen = [self.cleaned_data.get(name) for name in by_item]
        return any([*self._typed_items().values(), *chosen]) or any(each.files.exists() for each in self.item_answers)

    @property
    def file_fields(self) -> dict[str, ItemAnswer | None]:
        """The item that files chosen there answer; those of the last answer the request as a whole."""
        return {_files(each): each for each in self.item_answers if self.has_choice} | {"files": None}

    @property
    def item_rows(self) -> list[tuple[ItemAnswer, BoundField, BoundField | None]]:
        """Each with the field for its words, and that for its files."""
        return [
            (each, self[_item(each)], self[_files(each)] if self.has_choice else None) for each in self.item_answers
        ]

    @property
    def match_fields(self) -> list[BoundField]:
        return [self[_of(file)] for file in self.matched]

    @property
    def has_file_errors(self) -> bool:
        return any(name in self.errors for name in self.file_fields)

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
            "files": {file.pk: self.cleaned_data[_of(file)] for file in self._shown_files()},
        }

    def _shown_files(self) -> list[EvidenceFile]:
        """What a colleague has added since is not touched."""
        seen = set(self.cleaned_data.get("shown") or [])
        return [file for file in self.matched if str(file.pk) in seen and _of(file) in self.cleaned_data]

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
        saved |= {_of(file): _answered_by(file) for file in self._shown_files()}
        saved = {name: value for name, value in saved.items() if name in self.cleaned_data}
        self.differences = differences(self, saved)
        if self.differences:
            self.add_error(
                self.differences[0].name,
                "A colleague has changed this reply since you opened this page. Take over what you need of theirs, "
                "then save again.",
            )

    def uploads(self) -> Iterator[tuple[str, ItemAnswer | None, Upload]]:
        """The chosen files that may be kept, with their field and item; each of the others becomes an error."""
        for name, item in self.file_fields.items():
            for file in self.cleaned_data.get(name) or []:
                if upload := self._checked(name, file):
                    yield name, item, upload

    def _checked(self, name: str, file: UploadedFile) -> Upload | None:
        try:
            return uploads.check(file.name or "", file)
        except UploadError as error:
            self.add_error(name, str(error))
            return None


def _item(answer: ItemAnswer) -> str:
    return f"item_{answer.item_id}"


def _files(answer: ItemAnswer) -> str:
    return f"files_{answer.item_id}"


def _of(file: EvidenceFile) -> str:
    return f"items_of_{file.pk}"


def _answered_by(file: EvidenceFile) -> list[int]:
    return [answer.pk for answer in file.item_answers.all()]


def _files_for(answer: ItemAnswer) -> FilesField:
    label = f"Add files that answer item {answer.item.number} (optional)"
    return FilesField(label=label, required=False, allow_empty_file=True)


def _matches(file: EvidenceFile, answers: list[ItemAnswer]) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=f"Which items does “{file.name}” answer?",
        choices=[(each.pk, Truncator(each.item).chars(LENGTH_OF_CHOICE)) for each in answers],
        coerce=int,
        widget=SmallCheckboxes,
        required=False,
        initial=_answered_by(file),
        error_messages={"invalid_choice": "Select items from the list"},
    )


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
