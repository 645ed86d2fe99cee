"""A family of follow-ups whose people do whatever they like, in any order; what must hold whatever they do."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from inspections import deadlines
from oversight.versions import StaleError
from responses.models import (
    Applicability,
    DateChange,
    DueSource,
    Event,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    Notice,
    NoticeKind,
    WaitingOn,
    WorkStatus,
)
from responses.models.state import UNDELIVERED
from responses.notices import planner
from responses.workflow import assurance, closing, date_change, evidence, outcome, waiting
from responses.workflow import deadlines as moving
from responses.workflow import follow_up as workflow
from responses.workflow.closing import NoEvidenceError, OpenPartsError
from responses.workflow.deadlines import SameDateError, Target, Why
from responses.workflow.evidence import EmptyAnswerError
from responses.workflow.follow_up import WrongPersonError, WrongStatusError
from responses.workflow.waiting import Awaited, LoopError
from tests import factories

BEGINS = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
PRIVATE = "PRIVATE: not for the force"
REFUSALS = (
    date_change.PassedDateError,
    EmptyAnswerError,
    LoopError,
    NoEvidenceError,
    OpenPartsError,
    SameDateError,
    StaleError,
    WrongPersonError,
    WrongStatusError,
)
REACHABLE = {
    source: {source} | targets | {then for target in targets for then in workflow.TRANSITIONS[target]}
    for source, targets in workflow.TRANSITIONS.items()
}
ENDS = ["superseded", "withdrawn", "does-not-apply", "already-met", "watched"]
OVER = {"closed", "superseded", "not-applicable", "withdrawn", "watched", "assured", "done", "complete"}

which = st.integers(0, 5)
days = st.integers(1, 400)
yes = st.booleans()


class Life(RuleBasedStateMachine):
    outcomes: ClassVar = Counter()  # over all runs: what was done, what refused

    @initialize()
    def begin(self):
        """A cause of concern, a recommendation in two parts and one without under it, one alone; and two offices."""
        self.everything = transaction.atomic()
        self.everything.__enter__()
        self.at = BEGINS
        self.officers = [factories.make_officer(), factories.make_approver()]
        self.leads = [factories.make_lead(), factories.make_lead()]
        cause = factories.make_finding(kind="cause-of-concern", deadline="")
        inspection = cause.inspection
        whole = factories.make_finding(inspection, parent=cause)
        findings = [
            cause,
            whole,
            factories.make_finding(inspection, parent=whole, limb="a"),
            factories.make_finding(inspection, parent=whole, limb="b", deadline=""),
            factories.make_finding(inspection, parent=cause),
            factories.make_finding(),
        ]
        self.newer = factories.make_finding()
        self.pks = [factories.make_follow_up(each, by=self.officers[0]).pk for each in findings]
        self.children = {self.pks[0]: [self.pks[1], self.pks[4]], self.pks[1]: self.pks[2:4]}
        next_door = factories.make_policing_body("kent-pcc", "Kent")
        self.others = factories.make_follow_up(cause, policing_body=next_door).pk
        self.rows, self.event = self.read(), 0

    def teardown(self):
        if hasattr(self, "everything"):
            self.check_the_counts()
            transaction.set_rollback(True)
            self.everything.__exit__(None, None, None)

    def read(self):
        return {row.pk: row for row in FollowUp.objects.with_state().select_related("finding", "lead")}

    def one(self, number):
        return FollowUp.objects.select_related("finding__kind", "lead", "policing_body").get(pk=self.pks[number])

    def act(self, verb, *about, by, **facts):
        """What is refused has changed nothing."""
        self.at += timedelta(minutes=1)
        try:
            with transaction.atomic():
                verb(*about, **facts, by=by, at=self.at)
        except REFUSALS:
            Life.outcomes[verb.__name__, "refused"] += 1
            assert [row.version for row in self.read().values()] == [row.version for row in self.rows.values()]
        else:
            Life.outcomes[verb.__name__, "done"] += 1

    def office(self, verb, number, second, stale, **facts):
        """By either officer; from a page that is old, where somebody was faster."""
        follow_up = self.one(number)
        version = follow_up.version - 1 if stale else follow_up.version
        self.act(verb, follow_up, by=self.officers[second], version=version, **facts)

    # Daily work.

    @rule(days=days)
    def time_passes(self, days):
        self.at += timedelta(days=days / 10)

    @rule(number=which, second=yes, other=yes)
    def assign(self, number, second, other):
        who = {"lead": self.leads[other], "officer": self.officers[second]}
        self.act(workflow.assign, self.one(number), by=self.officers[0], **who)

    @rule(number=which, level=st.sampled_from(["assured", "partly", "not-assured"]))
    def log_assurance(self, number, level):
        facts = {"method": "visit", "text": PRIVATE, "made_on": self.at.date(), "is_publishable": False}
        self.act(assurance.log, self.one(number), level=level, **facts, submission_id=uuid4(), by=self.officers[0])

    @rule(numbers=st.sets(which, min_size=1, max_size=3), other=yes)
    def ask(self, numbers, other):
        follow_ups = [self.one(number) for number in sorted(numbers)]
        facts = {"question": "What was done?", "due_on": self.at.date() + timedelta(days=14)}
        facts |= {"classification": "official", "submission_id": uuid4(), "lead": self.leads[other]}
        self.act(evidence.ask, follow_ups, **facts, by=self.officers[0])

    @rule(other=yes, claims=yes)
    def answer(self, other, claims):
        request = EvidenceRequest.objects.with_force().first()
        if request is None:
            return
        self.act(evidence.open_answer, request, by=self.leads[other])
        draft = EvidenceRound.objects.drafts().get(request=request)
        evidence.save_draft(draft, version=draft.version, text="Done.", force_rag="green", claims_complete=claims)
        draft.refresh_from_db()
        self.act(evidence.submit, draft, version=draft.version, by=self.leads[other])

    @rule(verdict=st.sampled_from(["accept", "return", "withdraw"]), second=yes)
    def judge(self, verdict, second):
        request = EvidenceRequest.objects.with_office().first()
        if request is None:
            return
        more = {"note": "See the figures.", "due_on": self.at.date() + timedelta(days=7)}
        verb, facts = {
            "accept": (evidence.accept, {"note": ""}),
            "return": (evidence.return_answer, more),
            "withdraw": (evidence.withdraw, {"reason": "Not needed."}),
        }[verdict]
        self.act(verb, request, **facts, by=self.officers[second])

    # Dates.

    @rule(number=which, days=days)
    def revise(self, number, days):
        follow_up = self.one(number)
        facts = {"to": Target(DueSource.OFFICE, self.day(days)), "seen_before": moving.seen(follow_up)}
        why = Why("Recruitment took longer.", "The board", self.at.date())
        self.act(moving.revise, follow_up, **facts, why=why, submission_id=uuid4(), by=self.officers[0])

    @rule(number=which, days=days)
    def ask_for_a_date(self, number, days):
        facts = {"deadline": self.day(days), "reason": "Late.", "meanwhile": "Briefings.", "evidence": ""}
        self.act(date_change.ask, self.one(number), **facts, submission_id=uuid4(), by=self.leads[0])

    @rule(verb=st.sampled_from([date_change.grant, date_change.refuse]))
    def decide_on_a_date(self, verb):
        change = DateChange.objects.waiting().first()
        if change:
            self.act(verb, change, reason="The board agrees.", by=self.officers[0])

    def day(self, days):
        day = self.at.date() + timedelta(days=days)
        return deadlines.parse(f"By {day.day} {day:%B %Y}", published_on=None)

    # Verdicts.

    @rule(number=which, other=yes, withdrawn=yes)
    def claim(self, number, other, withdrawn):
        verb, word = (closing.withdraw_claim, "reason") if withdrawn else (closing.claim, "text")
        self.act(verb, self.one(number), by=self.leads[other], **{word: "All shifts are briefed."})

    @rule(number=which, second=yes, stale=yes, visit=yes)
    def sign_off(self, number, second, stale, visit):
        facts = {"reason": PRIVATE, "without": PRIVATE if visit else ""}
        self.office(closing.sign_off, number, second, stale and second, **facts)

    @rule(number=which, second=yes, stale=yes)
    def take_back(self, number, second, stale):
        self.office(closing.take_back, number, second, stale and second, reason="Too small a sample.")

    @rule(number=which, second=yes, stale=yes)
    def record_closure(self, number, second, stale):
        facts = {"closed_on": self.at.date(), "level": None, "reference": "L-7"}
        self.office(closing.record_closure, number, second, stale and second, **facts)

    @rule(number=which, second=yes, removed=yes)
    def amend_closure(self, number, second, removed):
        facts = {} if removed else {"closed_on": self.at.date(), "level": None, "reference": "L-8"}
        verb = closing.remove_closure if removed else closing.correct_closure
        self.office(verb, number, second, stale=False, reason="A slip.", **facts)

    # Rest, end and beginning.

    @rule(number=which, second=yes, stale=yes, days=days)
    def hold(self, number, second, stale, days):
        until = self.at.date() + timedelta(days=days)
        self.office(outcome.hold, number, second, stale and second, until=until, reason="To see whether it lasts.")

    @rule(number=which, second=yes, how=st.sampled_from(ENDS))
    def end(self, number, second, how):
        chosen = Applicability(how) if how in Applicability.values else WorkStatus(how)
        newer = self.newer if how == "superseded" else None
        self.office(outcome.end, number, second, stale=False, how=chosen, newer=newer, reason="For others.")

    @rule(number=which, second=yes, stale=yes)
    def take_up(self, number, second, stale):
        self.office(outcome.take_up, number, second, stale and second, reason="It was handed on.")

    @rule(number=which, second=yes, stale=yes)
    def reopen(self, number, second, stale):
        self.office(outcome.reopen, number, second, stale and second, reason="It has not lasted.")

    @rule(number=which, second=yes, stale=yes, other=st.none() | which, dated=yes)
    def wait(self, number, second, stale, other, dated):
        until = self.at.date() + timedelta(days=30) if dated else None
        awaited = Awaited(WaitingOn.COLLEGE, until=until)
        if other is not None:
            awaited = Awaited(WaitingOn.RECOMMENDATION, follow_up=self.one(other), until=until)
        self.office(waiting.wait, number, second, stale and second, awaited=awaited, reason="Guidance.")

    @rule(number=which, second=yes)
    def stop_waiting(self, number, second):
        self.office(waiting.stop_waiting, number, second, stale=False, reason="It is published.")

    @rule()
    def remind(self):
        """Letters about deadlines go where the force has to deliver, those about re-checks where one is due."""
        on = self.at.date() + timedelta(days=200)
        for reminder in planner.reminders(on, [NoticeKind.FOLLOW_UP_DUE, NoticeKind.REVIEW_DUE]):
            row = self.rows[reminder.pk]
            assert reminder.kind == (NoticeKind.FOLLOW_UP_DUE if row.is_chased else NoticeKind.REVIEW_DUE)
            assert row.is_chased or reminder.due_on == row.review_on

    # What holds whatever they do.

    @invariant()
    def nothing_is_out_of_joint(self):
        if not hasattr(self, "rows"):
            return
        before, self.rows = self.rows, self.read()
        for pk, row in self.rows.items():
            self.check_one(row, before[pk])
        self.check_families()
        self.check_the_story()

    def check_one(self, row, before):
        assert row.status in REACHABLE[WorkStatus(before.status)]
        assert row.version >= before.version
        assert row.reopened_count >= before.reopened_count
        if row.status != before.status:
            assert row.version > before.version
        if row.assured_on:
            assert row.status == WorkStatus.DONE
        if row.waiting_for_id:
            assert self.rows[row.waiting_for_id].status in UNDELIVERED
        if row.is_watched:
            assert (row.is_chased, row.assured_on, row.waiting_since) == (False, None, None)
        assert (row.state in OVER) or (row.is_open)
        assert row.pk != self.others or row.version == 0

    def check_families(self):
        for parent, children in self.children.items():
            whole = self.rows[parent]
            if whole.status in {WorkStatus.DONE, WorkStatus.HELD} or (whole.is_open and whole.claimed_on):
                assert not [child for child in children if self.rows[child].is_open]
        for pk in self.rows:
            seen = set()
            while awaited := self.rows[pk].waiting_for_id:
                assert pk not in seen
                seen.add(pk)
                pk = awaited  # noqa: PLW2901

    def check_the_counts(self):
        """Of reopenings, against the story."""
        for row in self.rows.values():
            told = row.events.filter(kind="reopened").count()
            taken_back = row.events.filter(kind="assurance-taken-back").exclude(detail="").count()
            assert row.reopened_count == told + taken_back

    def check_the_story(self):
        """Each change of what a person can see is told, and nothing private to the force."""
        told = list(Event.objects.filter(pk__gt=self.event).order_by("pk"))
        self.event = told[-1].pk if told else self.event
        for event in told:
            assert event.audience == "office" or PRIVATE not in event.reason + event.detail
        assert not Notice.objects.filter(follow_up=self.others).exists()
