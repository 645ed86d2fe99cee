"""What is asked when a deadline moves, or when a force wants it to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from inspections import deadlines
from inspections.deadlines import Deadline, DeadlineError
from oversight.days import plain_date
from oversight.forms.fields import Checkboxes, DateField, Radios, SubmissionIdField
from responses.models import DueSource, EvidenceFile, FollowUp
from responses.workflow.deadlines import NO_DEADLINE, Target, Why, seen

Data = Mapping[str, Any]
EXAMPLES = "For example, 1 June 2026, June 2026 or the end of 2026."


class DeadlineField(forms.CharField):
    """A deadline in words, never more precise than typed (R18). Cleans to a `Deadline` with a last day, or to None."""

    def __init__(self, *, label: str, help_text: str, **options: Any) -> None:  # noqa: ANN401 - those of its parent
        super().__init__(label=label, help_text=help_text, max_length=120, **options)

    def clean(self, value: str | None) -> Deadline | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            read = deadlines.parse(typed, published_on=None)
        except DeadlineError as error:
            raise forms.ValidationError(str(error)) from error
        if read.last_day is None:
            raise forms.ValidationError(f"Enter a day, a month or a year. {EXAMPLES}")
        return read


class ReviseForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    source = forms.ChoiceField(
        label="Where does the date come from?",
        widget=Radios,
        error_messages={"required": "Select where the date comes from"},
    )
    deadline = DeadlineField(
        label="New deadline, where we set it",
        help_text=f"{EXAMPLES} A month lasts until its last day.",
        required=False,
    )
    review_on = DateField(
        label="When do we look at it again, where there is no date?",
        what="Day to look at it again",
        help_text="The policy officer gets a letter before that day. For example, 27 3 2026",
        required=False,
    )
    reason = forms.CharField(
        label="Why?",
        help_text="The force reads this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter why the date changes"},
    )
    agreed_by = forms.CharField(
        label="Who agreed to it?",
        help_text="The force reads this too. For example, the Commissioner at the performance meeting.",
        max_length=120,
        error_messages={"required": "Enter who agreed to it"},
    )
    agreed_on = DateField(
        label="When was it agreed?", what="Day when it was agreed", help_text="For example, 27 3 2026"
    )

    def __init__(self, data: Data | None = None, *, follow_up: FollowUp, on: date) -> None:
        super().__init__(data, initial={"seen": seen(follow_up), "agreed_on": on})
        self.follow_up, self.on = follow_up, on
        self.fields["source"].choices = _sources(follow_up)  # type: ignore[attr-defined]

    def clean_agreed_on(self) -> date:
        agreed_on: date = self.cleaned_data["agreed_on"]
        if agreed_on > self.on:
            raise forms.ValidationError("Day when it was agreed must be today or in the past")
        return agreed_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source"):
            self._check_deadline(cleaned)
            self._check_review(cleaned)
        return cleaned

    def _check_deadline(self, cleaned: dict[str, Any]) -> None:
        """What is typed is never left out in silence."""
        if "deadline" not in cleaned:
            return
        typed, ours = cleaned["deadline"], cleaned["source"] == DueSource.OFFICE
        if ours and typed is None:
            self.add_error("deadline", "Enter the new deadline")
        elif typed and not ours:
            self.add_error("deadline", "Leave this empty, or select that we set the date")
        elif typed and typed.last_day <= cleaned.get("agreed_on", self.on):
            self.add_error("deadline", "New deadline must be after the day when it was agreed")

    def _check_review(self, cleaned: dict[str, Any]) -> None:
        if "review_on" not in cleaned:
            return
        review_on, has_day = cleaned["review_on"], self._has_day(cleaned)
        if has_day and review_on:
            self.add_error("review_on", "Leave this empty: the recommendation has a date")
        elif not has_day and review_on is None:
            self.add_error("review_on", "Enter the day to look at it again")
        elif review_on and review_on <= self.on:
            self.add_error("review_on", "Day to look at it again must be in the future")

    def _has_day(self, cleaned: dict[str, Any]) -> bool:
        printed = cleaned["source"] == DueSource.INSPECTORATE and self.follow_up.finding.deadline_on
        return cleaned["source"] == DueSource.OFFICE or bool(printed)

    def target(self) -> Target:
        source = DueSource(self.cleaned_data["source"])
        printed = self.follow_up.finding.deadline
        deadline = {DueSource.INSPECTORATE: printed, DueSource.OFFICE: self.cleaned_data["deadline"]}
        return Target(source, deadline.get(source, NO_DEADLINE), self.cleaned_data["review_on"])

    def why(self) -> Why:
        return Why(*(self.cleaned_data[name] for name in ("reason", "agreed_by", "agreed_on")))

    def show_conflict(self, current: FollowUp) -> None:
        """Keep what was typed, say what somebody else did, and let the next press of the button decide."""
        self.data = {**self.data.dict(), "seen": seen(current)}  # type: ignore[attr-defined]
        now = deadlines.shown(current.deadline) if current.due_on else current.get_due_source_display()
        self.add_error(
            None,
            f"Somebody else has changed the date since you opened this page. It is now: {now}. "
            "Send the page again to put yours in its place.",
        )


def _sources(follow_up: FollowUp) -> list[tuple[str, str]]:
    """The report's own words only where it has some."""
    printed = follow_up.finding.deadline_wording
    words = [(DueSource.INSPECTORATE.value, f"The inspectorate’s own words: “{printed}”")] if printed else []
    return [
        (DueSource.OFFICE.value, "We set a date"),
        *words,
        (DueSource.ALIGNED.value, "Aligned to the next inspection, whose day is not known"),
        (DueSource.NONE.value, "No date for now"),
    ]


class AskDateForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    deadline = DeadlineField(
        label="Which date do you ask for?",
        help_text=f"{EXAMPLES} A month lasts until its last day.",
        error_messages={"required": "Enter the date that you ask for"},
    )
    reason = forms.CharField(
        label="Why do you need another date?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter why you need another date"},
    )
    meanwhile = forms.CharField(
        label="What protects people until then?",
        help_text="What the force does about the risk while the work is not finished.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter what protects people until then"},
    )
    evidence = forms.CharField(
        label="What shows this? (optional)",
        help_text="For example, the reply in which you sent it, or what you will send and when.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    shown_with = forms.MultipleChoiceField(
        label="Files that show this (optional)",
        help_text="From the replies about this recommendation: what still counts.",
        widget=Checkboxes,
        required=False,
        error_messages={"invalid_choice": "Select files from the list. One that you chose no longer counts"},
    )

    def __init__(self, data: Data | None = None, *, files: Sequence[EvidenceFile], on: date) -> None:
        super().__init__(data)
        self.on, self.known = on, {str(file.pk): file for file in files}
        self.fields["shown_with"].choices = [(pk, _sent(file)) for pk, file in self.known.items()]  # type: ignore[attr-defined]
        if not files and not (data and data.get("shown_with")):
            del self.fields["shown_with"]

    def clean_shown_with(self) -> list[EvidenceFile]:
        return [self.known[pk] for pk in self.cleaned_data["shown_with"]]

    def clean_deadline(self) -> Deadline:
        return _in_the_future(self.cleaned_data["deadline"], "The date that you ask for", self.on)


class DecideDateForm(forms.Form):
    use_required_attribute = False
    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=Radios,
        error_messages={"required": "Select what you decide"},
    )
    deadline = DeadlineField(
        label="The other date, where you set one",
        help_text=f"{EXAMPLES} A month lasts until its last day.",
        required=False,
    )
    reason = forms.CharField(
        label="Why?",
        help_text="The force reads this. You can leave it empty where you agree.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: Data | None = None, *, asked_for: Deadline, on: date) -> None:
        super().__init__(data)
        self.on = on
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            ("grant", f"Agree: {deadlines.shown(asked_for)}"),
            ("set-another", "Set another date"),
            ("refuse", "Refuse: the date stays as it is"),
        ]

    def clean_deadline(self) -> Deadline | None:
        typed = self.cleaned_data["deadline"]
        return _in_the_future(typed, "The other date", self.on) if typed else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision and "deadline" in cleaned:
            self._check_deadline(decision, cleaned["deadline"])
        if decision in {"set-another", "refuse"} and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why")
        return cleaned

    def _check_deadline(self, decision: str, typed: Deadline | None) -> None:
        if decision == "set-another" and typed is None:
            self.add_error("deadline", "Enter the other date")
        elif decision != "set-another" and typed:
            self.add_error("deadline", "Leave this empty, or select “Set another date”")


def _sent(file: EvidenceFile) -> str:
    """“Minutes.docx (item 2), sent on 3 March 2026 in the reply to E12”"""
    sent_on = plain_date(file.round.submitted_at)  # only such are offered
    return f"{file.name_with_items}, sent on {sent_on} in the reply to {file.round.request.reference}"


def _in_the_future(deadline: Deadline, what: str, on: date) -> Deadline:
    if deadline.last_day is None or deadline.last_day <= on:
        raise forms.ValidationError(f"{what} must be in the future")
    return deadline
