"""Tags: which to put on and take off, one follow-up or several, and what to call one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from oversight.forms.fields import SmallCheckbox, SmallCheckboxes, SmallRadios, SubmissionIdField, Suggested
from responses.forms.bulk import AS_SEEN, StillThere
from responses.models import FollowUp, Tag
from responses.models.tag import NAME_LENGTH
from responses.workflow.tags import Change

DRIVES = {"": None, "yes": True, "no": False}


class NameField(forms.CharField):
    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(widget=Suggested(), **options)

    def to_python(self, value: Any) -> str:  # noqa: ANN401
        return " ".join((super().to_python(value) or "").split())


class NamesField(NameField):
    """Several, separated by commas; cleans to a list of the office's own spellings."""

    known: Mapping[str, str] = {}

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401
        names = [" ".join(name.split()) for name in super().clean(value).split(",")]
        found = {name.lower(): self.known.get(name.lower(), name) for name in names if name}
        if long := [name for name in found.values() if len(name) > NAME_LENGTH]:
            raise forms.ValidationError(
                f"A tag must be {NAME_LENGTH} characters or fewer. “{long[0][:20]}…” has {len(long[0])}"
            )
        return list(found.values())

    def suggest(self, names: Iterable[str]) -> None:
        self.known = {name.lower(): name for name in names}
        self.widget.suggestions = list(self.known.values())


class _Known(forms.MultipleChoiceField):
    """What has gone meanwhile is left out."""

    widget = SmallCheckboxes

    def clean(self, value: list[str] | None) -> list[str]:
        return super().clean([each for each in value or [] if self.valid_value(each)])

    def offer(self, names: Iterable[str]) -> None:
        self.choices = [(name, name) for name in names]


class TagForm(forms.Form):
    """`seen` are the tags that the page showed: one that somebody else has put on since stays."""

    use_required_attribute = False
    seen = _Known(widget=forms.MultipleHiddenInput, required=False)
    kept = _Known(label="Tags", required=False, help_text="Take the tick away from those that it should not have.")
    add = NamesField(
        label="Add tags",
        required=False,
        help_text="Those that your office has are suggested as you type. Separate several by commas.",
    )
    drives = forms.BooleanField(required=False, widget=SmallCheckbox)

    def __init__(self, data: Mapping[str, Any] | None = None, *, row: FollowUp, office_tags: Sequence[str]) -> None:
        """`row` is `labelled`."""
        is_driving = row.engage_id is not None and row.drives_id == row.engage_id
        super().__init__(data, initial={"seen": row.tag_names, "kept": row.tag_names, "drives": is_driving})
        self.fields["seen"].offer(row.tag_names)  # type: ignore[attr-defined]
        self.fields["kept"].offer(row.tag_names)  # type: ignore[attr-defined]
        self.fields["add"].suggest(office_tags)  # type: ignore[attr-defined]
        self.fields["drives"].label = f"It drives the time in Engage of {row.force}"
        for name in ["kept"] * (not row.tag_names) + ["drives"] * (row.engage_id is None):
            del self.fields[name]

    @property
    def change(self) -> Change:
        facts = self.cleaned_data
        removed = [name for name in facts["seen"] if name not in facts.get("kept", [])]
        return Change(add=facts["add"], remove=removed, drives=facts.get("drives"))


class _SeveralForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    add = NamesField(
        label="Add tags",
        required=False,
        help_text="Those that your office has are suggested as you type. Separate several by commas.",
    )
    remove = _Known(label="Remove tags", required=False)
    drives = forms.ChoiceField(
        label="Do they drive the force’s time in Engage?",
        required=False,
        choices=[("", "Leave as they are"), ("yes", "Yes"), ("no", "No")],
        widget=SmallRadios,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, office_tags: Sequence[str], rows: Sequence[FollowUp] = ()
    ) -> None:
        super().__init__(data, initial={"rows": [str(row.pk) for row in rows], "drives": ""})
        self.fields["add"].suggest(office_tags)  # type: ignore[attr-defined]
        self.fields["remove"].offer(office_tags)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        if not (self.errors or facts.get("add") or facts.get("remove") or facts.get("drives")):
            self.add_error("add", "Enter a tag to add, or select one to remove")
        return facts

    @property
    def change(self) -> Change:
        facts = self.cleaned_data
        return Change(add=facts["add"], remove=facts["remove"], drives=DRIVES[facts["drives"]])


class TagSeveralForm(_SeveralForm):
    rows = StillThere(label="Recommendations", error_messages={"required": "Select at least one recommendation"})
    field_order = ["submission_id", "add", "remove", "drives", "rows"]

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, rows: Sequence[FollowUp], office_tags: Sequence[str]
    ) -> None:
        super().__init__(data, office_tags=office_tags, rows=rows)
        self.fields["rows"].offer(rows)  # type: ignore[attr-defined]
        on_them = {name for row in rows for name in row.tag_names}
        self.fields["remove"].offer(name for name in office_tags if name in on_them)  # type: ignore[attr-defined]
        if not any(row.engage_id for row in rows):
            del self.fields["drives"]
        if not on_them:
            del self.fields["remove"]

    @property
    def change(self) -> Change:
        facts = {"remove": [], "drives": ""} | self.cleaned_data
        return Change(add=facts["add"], remove=facts["remove"], drives=DRIVES[facts["drives"]])


class ConfirmTagsForm(_SeveralForm):
    """What the preview showed: the rows as “17-3”, as when people are assigned."""

    seen = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, data: Mapping[str, Any], *, office_tags: Sequence[str]) -> None:
        super().__init__(data, office_tags=office_tags)
        keys = data.getlist("seen") if hasattr(data, "getlist") else []
        self.fields["seen"].choices = [(key, key) for key in keys if AS_SEEN.fullmatch(key)]  # type: ignore[attr-defined]

    @property
    def pks(self) -> list[int]:
        return [int(key.partition("-")[0]) for key in self.cleaned_data["seen"]]


class RenameForm(forms.Form):
    use_required_attribute = False
    name = NameField(label="Name", max_length=NAME_LENGTH, error_messages={"required": "Enter a name"})
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    clash: Tag | None = None

    def __init__(self, data: Mapping[str, Any] | None = None, *, tag: Tag) -> None:
        super().__init__(data, initial={"name": tag.name, "seen": tag.name})

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if "," in name:
            raise forms.ValidationError("Take out the comma: a tag cannot have one")
        return name

    def show_conflict(self, current: Tag) -> None:
        """Keep what was typed; the next press of the button decides."""
        self.data = {**self.data.dict(), "seen": current.name}  # type: ignore[attr-defined]
        self.add_error(
            "name",
            f"Somebody else has renamed this tag since you opened this page: it is now “{current}”. Send the page "
            "again to give it your name",
        )

    def offer_merge(self, other: Tag) -> None:
        self.clash = other
        self.add_error("name", f"You already have the tag “{other}”. Enter another name, or merge the two")
