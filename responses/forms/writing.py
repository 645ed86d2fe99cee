"""The whole text of a statutory response on one page, where several people may write at a time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inspections.models import Finding
from oversight.forms.fields import DateField, Radios
from responses.coverage import Block
from responses.forms.shared import Data, Line, LongTextField, SharedForm
from responses.merging import digest
from responses.models import Answer, Position, Response
from responses.readiness import Need
from responses.workflow.writing import PARTS, SAID, name_of, texts_of

REUSED_TEXTS = ["action", "no_action_reason"]
REUSED = ["position", *REUSED_TEXTS]
LONG_ANSWER = r"(?:action|no_action_reason)-[0-9]+"


@dataclass(frozen=True)
class AnswerLines:
    """A block of the page: the finding, and the controls of its answer."""

    block: Block
    lines: list[Line]
    earlier: Answer | None = None  # what the office has said to the same words


@dataclass(frozen=True)
class Part:
    """A line of the page's contents."""

    anchor: str
    title: str
    is_missing: bool
    is_optional: bool = False


class WriteForm(SharedForm):
    """Nothing is required to save; readiness says what is missing."""

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

    def __init__(
        self,
        data: Data | None = None,
        *,
        response: Response,
        rows: Sequence[Block],
        on: date,
        earlier: Mapping[int, Answer] | None = None,
    ) -> None:
        """`earlier` are answers of this office to the same words, by finding."""
        self.blocks, self.on, self.earlier = rows, on, earlier or {}
        more = {name: field for block in rows for name, field in _answer_fields(block).items()}
        super().__init__(data, saved=texts_of(response, (block.answer for block in rows)), more=more)

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
            lines = self.lines(*(name_of(said, block.finding.pk) for said in SAID))
            yield AnswerLines(block, lines, self._offered(block.finding.pk))

    def _offered(self, pk: int) -> Answer | None:
        """Where nothing is typed yet."""
        is_empty = not any(self[name_of(said, pk)].value() for said in REUSED_TEXTS)
        return self.earlier.get(pk) if is_empty else None

    def reuse(self, asked: str) -> None:
        """Put the earlier answer to the finding of that number into the page; what is typed there stays."""
        pk = int(asked) if asked.isdecimal() else 0
        answer = self._offered(pk) if pk in self.earlier else None
        if answer is None:
            return
        names = {name_of(said, pk): getattr(answer, said) for said in REUSED}
        empty = {name: [value] for name, value in names.items() if not self[name].value()}
        self.data = MultiValueDict({**dict(self.data.lists()), **empty})  # type: ignore[attr-defined]

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
