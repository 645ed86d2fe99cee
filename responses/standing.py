"""Where a response stands against the law: the clocks while they run, the verdict once it is published (R2, R5, R7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from inspections.models import Inspection
from oversight.holidays import bank_holidays
from responses import stages
from responses.clock import Clock, Outcome, Rule, Verdict, accounted, explained, statutory_clock, verdict
from responses.models import CopyFor, Response, ResponseRule, ResponseStatus, Section55, Sending
from responses.stages import Planned, Progress

SENT_FOR_REVIEW = {ResponseStatus.IN_REVIEW, ResponseStatus.APPROVED, ResponseStatus.PUBLISHED}


@dataclass(frozen=True)
class Report:
    """One report that the response answers, with its own clock if one runs."""

    inspection: Inspection
    clock: Clock | None
    is_answered: bool = False

    @property
    def steps(self) -> list[str]:
        """The arithmetic (R101)."""
        if self.clock is None:
            return []
        return accounted(self.clock) if self.is_answered else explained(self.clock)


@dataclass(frozen=True)
class Copy:
    """The copy that the law wants sent to one of the two, and what is recorded of it for the text of today (R5)."""

    copy_for: CopyFor
    sending: Sending | None

    @property
    def sent_on(self) -> date | None:
        return self.sending.day if self.sending else None


@dataclass(frozen=True)
class Standing:
    """`clock` is that which ends first, and None where none runs: no day of a report, a report before the law, or no
    duty to respond.
    """

    response: Response
    reports: list[Report]
    copies: list[Copy]
    verdict: Verdict | None

    @property
    def clock(self) -> Clock | None:
        return _first_to_end(self.reports)

    @property
    def confirmed_clock(self) -> Clock | None:
        """That which ends first of those whose day a person has confirmed."""
        confirmed = [report for report in self.reports if report.inspection.publication_confirmed_at]
        return _first_to_end(confirmed)

    @property
    def own_day(self) -> date | None:
        """The first last day that a report sets itself, beside the law or instead of it, until it is met (R63)."""
        if self.response.published_on or self.response.section_55 == Section55.DOES_NOT_APPLY:
            return None
        return min((day for each in self.reports if (day := each.inspection.own_last_day)), default=None)

    @property
    def first_day_due(self) -> date | None:
        """By the law or by a report, whichever comes first."""
        return min((day for day in (self.clock and self.clock.last_day, self.own_day) if day), default=None)

    @property
    def certain_clock(self) -> Clock | None:
        """What can be published: “on time” is not certain while the day of a further report is not known (R3, R7)."""
        return None if self.needs_a_date and not self.is_late else self.clock

    @property
    def needs_a_date(self) -> bool:
        """A clock cannot be computed from “August 2024” (R3)."""
        undated = any(report.inspection.published_on is None for report in self.reports)
        return self.response.section_55 == Section55.APPLIES and undated

    @property
    def is_unconfirmed(self) -> bool:
        """Nobody has confirmed the day that a clock counts from (R78)."""
        return any(report.clock and report.inspection.publication_confirmed_at is None for report in self.reports)

    @property
    def is_late(self) -> bool:
        return self.verdict is not None and self.verdict.days_late > 0

    @property
    def is_compliant(self) -> bool:
        """Published within every clock (R7); sending the copies is another duty (R5)."""
        on_time = self.verdict is not None and self.verdict.outcome == Outcome.ON_TIME
        return on_time and not self.needs_a_date

    @property
    def is_complete(self) -> bool:
        """Published, sent to HMICFRS and sent to the Home Secretary (R5)."""
        return self.response.published_on is not None and all(copy.sent_on for copy in self.copies)

    def copy(self, copy_for: CopyFor) -> Copy:
        return next(copy for copy in self.copies if copy.copy_for == copy_for)

    @property
    def steps(self) -> list[str]:
        """The arithmetic of the clock that ends first (R101)."""
        return next((report.steps for report in self.reports if report.clock and report.clock == self.clock), [])

    @property
    def plan(self) -> list[Planned]:
        """The office's own stages, while a clock runs towards publication (R101)."""
        if self.clock is None or self.response.published_on:
            return []
        return stages.plan(self.clock, _progress(self.response), bank_holidays())

    @property
    def next_stage(self) -> Planned | None:
        return stages.next_open(self.plan)


def standing(response: Response, *, on: date) -> Standing:
    return standings([response], on=on)[0]


def standings(responses: Iterable[Response], *, on: date) -> list[Standing]:
    """Of a page of responses, with the same three queries however many they are."""
    rows = list(responses)
    if not rows:
        return []
    rules = ResponseRule.objects.rules()
    prefetch_related_objects(rows, "also_answers")
    sent = _sent(rows)
    return [_standing(response, rules, sent, on=on) for response in rows]


def _sent(responses: list[Response]) -> dict[tuple[int, str], Sending]:
    published = [response for response in responses if response.published_on]
    rows = Sending.objects.of_last_texts(published) if published else []
    return {(sending.publication.response_id, sending.copy_for): sending for sending in rows}


def _standing(
    response: Response, rules: tuple[Rule, ...], sent: dict[tuple[int, str], Sending], *, on: date
) -> Standing:
    day = response.published_on or on
    is_answered = response.published_on is not None
    reports = [
        Report(inspection, _clock(response, inspection, rules, on=day), is_answered) for inspection in response.reports
    ]
    clock = _first_to_end(reports)
    copies = [Copy(copy_for, sent.get((response.pk, copy_for))) for copy_for in CopyFor]
    return Standing(response, reports, copies, verdict(clock, response.published_on) if clock else None)


def _clock(response: Response, inspection: Inspection, rules: tuple[Rule, ...], *, on: date) -> Clock | None:
    if response.section_55 != Section55.APPLIES:
        return None
    return statutory_clock(inspection.published_on, on=on, rules=rules)


def _first_to_end(reports: list[Report]) -> Clock | None:
    clocks = [report.clock for report in reports if report.clock]
    return min(clocks, key=lambda clock: clock.last_day, default=None)


def _progress(response: Response) -> Progress:
    return Progress(
        invited_on=response.invited_on,
        comments_due_on=response.comments_due_on,
        comments_received_on=response.comments_received_on,
        has_comments=bool(response.chief_officer_comments.strip()),
        is_sent_for_review=response.status in SENT_FOR_REVIEW,
        is_approved=response.status == ResponseStatus.APPROVED,
        published_on=response.published_on,
    )
