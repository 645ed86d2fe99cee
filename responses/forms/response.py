"""What the office types into a statutory response: the decision, the text, the days."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from inspections.models import Finding
from oversight.forms.conflict import Difference, differences
from oversight.forms.fields import DateField, Radios, SubmissionIdField
from responses.coverage import Block
from responses.models import Position, Response, Section55
from responses.readiness import Need

SAID = ["position", "action", "no_action_reason", "owner", "due_on"]
type Data = MultiValueDict[str, str]


class StartForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    section_55 = forms.ChoiceField(
        label="Must we respond under section 55 of the Police Act 1996?",
        choices=Section55,
        widget=Radios,
        error_messages={"required": "Select whether we must respond"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Needed unless we must respond. For example, the force was clearly not the subject of the report, "
        "or our response to another report answers the same recommendations.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: Data | None = None, *, response: Response | None) -> None:
        decided = (
            {
                "section_55": response.section_55,
                "reason": response.section_55_reason,
                "version": response.version,
            }
            if response
            else {}
        )
        super().__init__(data, initial=decided)
        self.differences: list[Difference] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decided = cleaned.get("section_55")
        if decided == Section55.APPLIES:
            cleaned["reason"] = ""
        elif decided and not cleaned.get("reason"):
            self.add_error("reason", "Enter why section 55 does not apply")
        return cleaned

    @property
    def decision(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("section_55", "reason")}

    def agrees_with(self, response: Response) -> bool:
        return self.decision == _decision_of(response)

    def show_conflict(self, current: Response) -> None:
        _show_conflict(self, _decision_of(current), version=current.version)


def _decision_of(response: Response) -> dict[str, str]:
    return {"section_55": response.section_55, "reason": response.section_55_reason}


class _Text(forms.CharField):
    """Long text. Browsers send other line ends than programs write: they are no difference between two versions."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401
        return (super().to_python(value) or "").replace("\r\n", "\n")


def _text(label: str, *, rows: int = 10, help_text: str = "") -> _Text:
    return _Text(label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": rows}))


@dataclass(frozen=True)
class AnswerFields:
    """A block of the page: the finding, and the controls of its answer."""

    block: Block
    fields: list[BoundField]


@dataclass(frozen=True)
class Part:
    """A line of the page's contents."""

    anchor: str
    title: str
    is_missing: bool
    is_optional: bool = False


class WriteForm(forms.Form):
    """The whole response on one page. Nothing is required to save; readiness says what is missing."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    our_comments = _text("Our comments on the report", rows=14)
    signatory = forms.CharField(label="Signed by", max_length=100, required=False)
    signatory_title = forms.CharField(label="Title of who signs", max_length=150, required=False)
    invited_on = DateField(label="Chief officer invited to comment on", what="Date of the invitation", required=False)
    comments_due_on = DateField(label="Comments asked for by", what="Date asked for", required=False)
    comments_received_on = DateField(label="Comments received on", what="Date received", required=False)
    chief_officer_comments = _text(
        "Chief officer's comments", help_text="As they sent them. Leave empty if none came after an invitation."
    )
    chief_officer_name = forms.CharField(label="Signed by (chief officer)", max_length=100, required=False)
    chief_officer_rank = forms.CharField(label="Rank", max_length=100, required=False)
    chief_officer_on_behalf_of = forms.CharField(label="On behalf of (optional)", max_length=150, required=False)
    our_reply = _text("Our reply to the chief officer's comments (optional)", rows=6)

    def __init__(self, data: Data | None = None, *, response: Response, rows: Sequence[Block], on: date) -> None:
        self.blocks, self.on = rows, on
        self.differences: list[Difference] = []
        initial = {"version": response.version, **self.values_of(response, rows)}
        super().__init__(data, initial=initial)
        for block in rows:
            self.fields |= _answer_fields(block)

    def part(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names]

    @property
    def our_part(self) -> list[BoundField]:
        return self.part("our_comments", "signatory", "signatory_title")

    @property
    def invitation(self) -> list[BoundField]:
        return self.part("invited_on", "comments_due_on", "comments_received_on")

    @property
    def chief_officer_part(self) -> list[BoundField]:
        names = ["comments", "name", "rank", "on_behalf_of"]
        return self.part(*(f"chief_officer_{name}" for name in names))

    def answer_parts(self) -> Iterator[AnswerFields]:
        for block in self.blocks:
            yield AnswerFields(block, [self[_name(said, block)] for said in SAID])

    def parts(self, todo: AbstractSet[str]) -> list[Part]:
        """The contents; `todo` are the ids of what is missing."""
        ours, theirs = ({field.auto_id for field in part} for part in (self.our_part, self.chief_officer_part))
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
        invited, due, received = (
            cleaned.get(name) for name in ("invited_on", "comments_due_on", "comments_received_on")
        )
        if due and not invited and "invited_on" not in self.errors:
            self.add_error("invited_on", "Enter the date of the invitation")
        if invited and due and due < invited:
            self.add_error("comments_due_on", "Date asked for must be on or after the day of the invitation")
        if invited and received and received < invited:
            self.add_error("comments_received_on", "Date received must be on or after the day of the invitation")
        for name, day, what in [
            ("invited_on", invited, "Date of the invitation"),
            ("comments_received_on", received, "Date received"),
        ]:
            if day and day > self.on:
                self.add_error(name, f"{what} must be today or in the past")
        return cleaned

    @property
    def facts(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in type(self).base_fields if name != "version"}

    @property
    def answers(self) -> dict[Finding, dict[str, object]]:
        return {block.finding: {said: self.cleaned_data[_name(said, block)] for said in SAID} for block in self.blocks}

    @classmethod
    def values_of(cls, response: Response, rows: Sequence[Block]) -> dict[str, Any]:
        parts = {name: getattr(response, name) for name in cls.base_fields if name != "version"}
        return parts | {_name(said, block): getattr(block.answer, said) for block in rows for said in SAID}

    def show_conflict(self, current: Response, rows: Sequence[Block]) -> None:
        """Keep what was typed, show what somebody else has saved, and let the next save replace that."""
        _show_conflict(self, self.values_of(current, rows), version=current.version)
        self.differences = [replace(each, label=strip_tags(each.label)) for each in self.differences]


def _show_conflict(form: "StartForm | WriteForm | SendForm", saved: dict[str, Any], *, version: int) -> None:
    """Keep what was typed, show what somebody else has saved, and let the next save replace that."""
    form.differences = differences(form, saved)
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(version)  # type: ignore[index]
    form.add_error(
        None, "Somebody else has changed this since you opened it. Compare the two versions, then save again."
    )


def _name(said: str, block: Block) -> str:
    return f"{said}-{block.finding.pk}"


def _answer_fields(block: Block) -> dict[str, forms.Field]:
    reference = block.finding.reference

    def label(text: str) -> SafeString:
        """Ten blocks look alike: the reference is for those who hear the labels."""
        return format_html('{}<span class="govuk-visually-hidden"> on {}</span>', text, reference)

    must_explain = block.need == Need.EXPLANATION
    positions = [each for each in Position.choices if not (must_explain and each[0] == Position.NO_RESPONSE)]
    return {
        _name("position", block): forms.ChoiceField(
            label=label("Our position"), choices=positions, widget=Radios, required=False
        ),
        _name("action", block): _text(label("Action taken or proposed"), rows=6),
        _name("no_action_reason", block): _text(label("Why no action is taken"), rows=3),
        _name("owner", block): forms.CharField(
            label=label("Who acts"), help_text="Not published.", max_length=120, required=False
        ),
        _name("due_on", block): DateField(
            label=label("By when (optional)"), what=f"Date on {reference}", required=False
        ),
    }


class ApproveForm(forms.Form):
    """What is approved is what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SendBackForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="What has to change?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        error_messages={"required": "Enter what has to change"},
    )


class PublishForm(forms.Form):
    use_required_attribute = False
    published_on = DateField(
        label="Day of publication",
        what="Day of publication",
        help_text="Today, or an earlier day if this text was already published elsewhere. For example, 27 3 2026",
    )


class SendForm(forms.Form):
    """Either day may still be open."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    inspectorate_on = DateField(label="Sent to HMICFRS on", what="Date sent to HMICFRS", required=False)
    home_secretary_on = DateField(
        label="Sent to the Home Secretary on", what="Date sent to the Home Secretary", required=False
    )

    def __init__(self, data: Data | None = None, *, response: Response, on: date) -> None:
        self.published_on, self.on = response.published_on, on
        self.differences: list[Difference] = []
        super().__init__(data, initial={"version": response.version, **self.values_of(response)})

    @staticmethod
    def values_of(response: Response) -> dict[str, date | None]:
        return {
            "inspectorate_on": response.sent_to_inspectorate_on,
            "home_secretary_on": response.sent_to_home_secretary_on,
        }

    def show_conflict(self, current: Response) -> None:
        _show_conflict(self, self.values_of(current), version=current.version)

    def clean_inspectorate_on(self) -> date | None:
        return self._possible("inspectorate_on", "Date sent to HMICFRS")

    def clean_home_secretary_on(self) -> date | None:
        return self._possible("home_secretary_on", "Date sent to the Home Secretary")

    def _possible(self, name: str, what: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > self.on:
            raise forms.ValidationError(f"{what} must be today or in the past")
        if day and self.published_on and day < self.published_on:
            raise forms.ValidationError(f"{what} must be on or after the day of publication")
        return day
