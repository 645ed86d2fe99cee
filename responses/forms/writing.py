"""The whole text of a statutory response on one page, where several people may write at a time."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from inspections.models import Finding
from oversight.forms.conflict import Difference, shown
from oversight.forms.fields import DateField, Radios, SmallRadios
from responses.coverage import Block
from responses.merging import digest, digests, merge
from responses.models import Position, Response
from responses.readiness import Need
from responses.workflow.writing import PARTS, SAID, name_of, texts_of

type Data = MultiValueDict[str, str]
KEEP = "keep-"
LONG_ANSWER = r"(?:action|no_action_reason)-[0-9]+"
MINE, THEIRS = "mine", "theirs"


class LongTextField(forms.CharField):
    """A text of small Markdown (ADR 8). Browsers send other line ends than programs write: they are no difference."""

    def __init__(self, label: str, *, rows: int = 10, help_text: str = "") -> None:
        widget = forms.Textarea(attrs={"rows": rows, "data-prose": True})
        super().__init__(label=label, help_text=help_text, required=False, widget=widget)

    def to_python(self, value: Any) -> str:  # noqa: ANN401
        return (super().to_python(value) or "").replace("\r\n", "\n")


class DigestsField(forms.JSONField):
    """Digests of what the page showed, by field. Spoilt ones count as none: then nothing is replaced unasked."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[str, str]:  # noqa: ANN401
        try:
            cleaned = super().clean(value)
        except forms.ValidationError:
            return {}
        pairs = cleaned.items() if isinstance(cleaned, dict) else ()
        return {name: each for name, each in pairs if isinstance(each, str)}


@dataclass(frozen=True)
class Line:
    """A field of the page; where two people have changed it, also the other text and the choice between them."""

    field: BoundField
    keep: BoundField | None = None
    theirs: str = ""


@dataclass(frozen=True)
class AnswerLines:
    """A block of the page: the finding, and the controls of its answer."""

    block: Block
    lines: list[Line]


@dataclass(frozen=True)
class Part:
    """A line of the page's contents."""

    anchor: str
    title: str
    is_missing: bool
    is_optional: bool = False


class WriteForm(forms.Form):
    """Nothing is required to save; readiness says what is missing."""

    use_required_attribute = False
    opened = DigestsField(required=False)
    seen = DigestsField(required=False)
    our_comments = LongTextField("Our comments on the report", rows=14)
    signatory = forms.CharField(label="Signed by", max_length=100, required=False)
    signatory_title = forms.CharField(label="Title of who signs", max_length=150, required=False)
    invited_on = DateField(label="Chief officer invited to comment on", what="Date of the invitation", required=False)
    comments_due_on = DateField(label="Comments asked for by", what="Date asked for", required=False)
    comments_received_on = DateField(label="Comments received on", what="Date received", required=False)
    chief_officer_comments = LongTextField(
        "Chief officer's comments", help_text="As they sent them. Leave empty if none came after an invitation."
    )
    chief_officer_name = forms.CharField(label="Signed by (chief officer)", max_length=100, required=False)
    chief_officer_rank = forms.CharField(label="Rank", max_length=100, required=False)
    chief_officer_on_behalf_of = forms.CharField(label="On behalf of (optional)", max_length=150, required=False)
    our_reply = LongTextField("Our reply to the chief officer's comments (optional)", rows=6)

    def __init__(self, data: Data | None = None, *, response: Response, rows: Sequence[Block], on: date) -> None:
        self.blocks, self.on = rows, on
        self.saved = texts_of(response, (block.answer for block in rows))
        super().__init__(data, initial={"opened": digests(self.saved), "seen": {}, **self.saved})
        for block in rows:
            self.fields |= _answer_fields(block)
        for name in self._digests("seen").keys() & self.saved.keys():
            self._ask_which(name)

    def _digests(self, name: str) -> dict[str, str]:
        return self.fields[name].clean(self.data.get(name))

    def _ask_which(self, name: str) -> None:
        label = f"Which text to keep: {self.plain_label(name)}"
        choices = [(MINE, "Mine, as it stands above"), (THEIRS, "The one saved by somebody else")]
        self.fields[KEEP + name] = forms.ChoiceField(label=label, choices=choices, widget=SmallRadios, required=False)

    def plain_label(self, name: str) -> str:
        return strip_tags(str(self[name].label))

    def lines(self, *names: str) -> list[Line]:
        return [self._line(name) for name in names]

    def _line(self, name: str) -> Line:
        if KEEP + name not in self.fields:
            return Line(self[name])
        return Line(self[name], self[KEEP + name], shown(self.fields[name], self.saved[name]))

    @property
    def our_part(self) -> list[Line]:
        return self.lines("our_comments", "signatory", "signatory_title")

    @property
    def invitation(self) -> list[Line]:
        return self.lines("invited_on", "comments_due_on", "comments_received_on")

    @property
    def chief_officer_part(self) -> list[Line]:
        names = ["comments", "name", "rank", "on_behalf_of"]
        return self.lines(*(f"chief_officer_{name}" for name in names))

    @property
    def reply_part(self) -> list[Line]:
        return self.lines("our_reply")

    def answer_parts(self) -> Iterator[AnswerLines]:
        for block in self.blocks:
            yield AnswerLines(block, self.lines(*(name_of(said, block.finding.pk) for said in SAID)))

    def parts(self, todo: AbstractSet[str]) -> list[Part]:
        """The contents; `todo` are the ids of what is missing."""
        ours, theirs = ({line.field.auto_id for line in part} for part in (self.our_part, self.chief_officer_part))
        return [
            Part("part-our-comments", "Our comments", bool(ours & todo)),
            Part("part-chief-officer", "The chief officer", bool(theirs & todo)),
            Part("part-our-reply", "Our reply", is_missing=False, is_optional=True),
            *(
                Part(each.anchor, f"{each.finding.reference}: {each.finding.title}", each.anchor in todo)
                for each in self.blocks
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.homeless:
            self.add_error(None, "A finding has left this response. Copy what you typed about it, then save again")
        self._check_order(*(cleaned.get(name) for name in ("invited_on", "comments_due_on", "comments_received_on")))
        return cleaned

    def _check_order(self, invited: date | None, due: date | None, received: date | None) -> None:
        if due and not invited and "invited_on" not in self.errors:
            self.add_error("invited_on", "Enter the date of the invitation")
        if invited and due and due < invited:
            self.add_error("comments_due_on", "Date asked for must be on or after the day of the invitation")
        if invited and received and received < invited:
            self.add_error("comments_received_on", "Date received must be on or after the day of the invitation")

    def clean_invited_on(self) -> date | None:
        return self._not_to_come("invited_on", "Date of the invitation")

    def clean_comments_received_on(self) -> date | None:
        return self._not_to_come("comments_received_on", "Date received")

    def _not_to_come(self, name: str, what: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > self.on:
            raise forms.ValidationError(f"{what} must be today or in the past")
        return day

    def _typed(self, names: Iterable[str]) -> Iterator[str]:
        """Without those for which the person has chosen the other text."""
        return (name for name in names if self.cleaned_data.get(KEEP + name) != THEIRS)

    @property
    def facts(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self._typed(PARTS)}

    @property
    def answers(self) -> dict[Finding, dict[str, object]]:
        return {block.finding: self._said(block.finding.pk) for block in self.blocks}

    def _said(self, pk: int) -> dict[str, object]:
        names = {name_of(said, pk): said for said in SAID}
        return {names[name]: self.cleaned_data[name] for name in self._typed(names)}

    @property
    def opened_digests(self) -> dict[str, str]:
        """What the typed texts started from: where the person has chosen their own, the text that it replaces."""
        seen = self.cleaned_data["seen"]
        chosen = {name: each for name, each in seen.items() if self.cleaned_data.get(KEEP + name) == MINE}
        return self.cleaned_data["opened"] | chosen

    @property
    def differences(self) -> list[Difference]:
        """What is typed and is not what is saved."""
        self.full_clean()
        typed = {name: self.cleaned_data.get(name) for name in self.saved}
        names = [name for name, saved in self.saved.items() if digest(typed[name]) != digest(saved)]
        words = {name: [shown(self.fields[name], each[name]) for each in (self.saved, typed)] for name in names}
        return [Difference(self.plain_label(name), *words[name]) for name in names]

    @property
    def homeless(self) -> list[str]:
        """What is typed about a finding that has left the response since the page was opened."""
        opened, names = self._digests("opened"), [name for name in self.data if re.fullmatch(LONG_ANSWER, name)]
        gone = {name: str(self.data[name]) for name in names if name not in self.fields}
        return [text for name, text in gone.items() if digest(text) != opened.get(name, digest(""))]

    def fill(self, response: Response) -> None:
        """Show on `response` and its blocks, which nobody saves, what was typed so far; a wrong day is left out."""
        for name in self.cleaned_data.keys() & set(PARTS):
            setattr(response, name, self.cleaned_data[name])
        for block in self.blocks:
            for said in SAID:
                name = name_of(said, block.finding.pk)
                setattr(block.answer, said, self.cleaned_data.get(name, self.saved[name]))

    def catch_up(self) -> None:
        """Show what others have saved since the page was opened, wherever this person has changed nothing."""
        self.full_clean()
        typed = {name: self.cleaned_data[name] for name in self.saved.keys() & self.cleaned_data.keys()}
        self.show_conflict({}, both=[], kept=merge(typed, saved=self.saved, opened=self.cleaned_data["opened"]).kept)

    def show_conflict(self, saved: Mapping[str, object], *, both: Iterable[str], kept: Iterable[str]) -> None:
        """Keep what was typed, show what somebody else has saved, and ask which of the two to keep."""
        self.saved = {**self.saved, **saved}
        theirs = digests(self.saved)
        opened = self.cleaned_data["opened"] | {name: theirs[name] for name in kept}
        seen = self.cleaned_data["seen"] | {name: theirs[name] for name in both}
        sent = {"opened": json.dumps(opened), "seen": json.dumps(seen)} | {KEEP + name: "" for name in both}
        for name in kept:
            sent |= _as_sent(self.fields[name], name, self.saved[name])
        self.data = MultiValueDict({**dict(self.data.lists()), **{name: [value] for name, value in sent.items()}})  # type: ignore[attr-defined]
        for name in both:
            self._ask_which(name)
            self.add_error(KEEP + name, f"Choose which text to keep: {self.plain_label(name)}")


def _as_sent(field: forms.Field, name: str, value: object) -> dict[str, str]:
    """As a browser sends it."""
    if isinstance(field, DateField):
        return {f"{name}_{index}": str(part or "") for index, part in enumerate(field.widget.decompress(value))}
    return {name: str(value or "")}


def _answer_fields(block: Block) -> dict[str, forms.Field]:
    reference, pk = block.finding.reference, block.finding.pk

    def label(text: str) -> SafeString:
        """Ten blocks look alike: the reference is for those who hear the labels."""
        return format_html('{}<span class="govuk-visually-hidden"> on {}</span>', text, reference)

    must_explain = block.need == Need.EXPLANATION
    positions = [each for each in Position.choices if not (must_explain and each[0] == Position.NO_RESPONSE)]
    return {
        name_of("position", pk): forms.ChoiceField(
            label=label("Our position"), choices=positions, widget=Radios, required=False
        ),
        name_of("action", pk): LongTextField(label("Action taken or proposed"), rows=6),
        name_of("no_action_reason", pk): LongTextField(label("Why no action is taken"), rows=3),
        name_of("owner", pk): forms.CharField(
            label=label("Who acts"), help_text="Not published.", max_length=120, required=False
        ),
        name_of("due_on", pk): DateField(
            label=label("By when (optional)"), what=f"Date on {reference}", required=False
        ),
    }
