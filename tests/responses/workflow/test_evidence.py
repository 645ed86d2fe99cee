"""What happens to a request for evidence; each move, and each refusal."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from inspections.models import Finding
from oversight.versions import StaleError
from responses.models import (
    Applicability,
    Event,
    EventKind,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    Notice,
    NoticeKind,
    RequestStatus,
    RoundDecision,
    WorkStatus,
)
from responses.workflow import evidence, outcome
from responses.workflow.evidence import WrongStatusError
from responses.workflow.follow_up import WrongPersonError
from tests import drawn, factories
from tests.factories import AT
from tests.locks import in_a_thread, wait_until_somebody_waits

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def follow_up():
    return factories.make_follow_up(lead=factories.make_lead("lead@example.org"))


@pytest.fixture
def request_(follow_up, officer):
    return ask(follow_up, by=officer)


def ask(*follow_ups, by, lead=None, submission_id=None, question="Please send the minutes."):
    return evidence.ask(
        follow_ups,
        lead=lead or follow_ups[0].lead,
        question=question,
        due_on=date(2025, 1, 31),
        classification="official",
        submission_id=submission_id or uuid4(),
        by=by,
        at=AT,
    )


def answer(request, text="All shifts are briefed.", *, rag="", complete=False, at=LATER):
    draft = evidence.open_answer(request, by=request.lead, at=at)
    evidence.save_draft(draft, version=draft.version, text=text, force_rag=rag, claims_complete=complete)
    evidence.submit(draft, version=draft.version, by=request.lead, at=at)
    return draft


def returned(request, *, note="Which districts?", due_on=date(2025, 2, 14), by, at=LATER):
    evidence.return_answer(request, note=note, due_on=due_on, by=by, at=at)


def story_of(follow_up):
    return [(event.kind, event.audience) for event in follow_up.events.order_by("at", "pk")]


def letters():
    return [(notice.kind, notice.address) for notice in Notice.objects.order_by("owed_at", "pk")]


def test_ask_writes_to_the_lead_and_into_the_story_of_each_follow_up(follow_up, officer):
    other = factories.make_follow_up(factories.make_finding(follow_up.finding.inspection), lead=follow_up.lead)

    request = ask(follow_up, other, by=officer)

    assert set(request.follow_ups.all()) == {follow_up, other}
    assert (request.status, request.sent_by, request.sent_at) == (RequestStatus.SENT, officer, AT)
    assert story_of(follow_up)[-1] == story_of(other)[-1] == (EventKind.EVIDENCE_ASKED, "force")
    assert Event.objects.latest("pk").detail == "by 31 January 2025"
    assert letters() == [(NoticeKind.EVIDENCE_ASKED, "lead@example.org")]


def test_ask_twice_with_one_form_makes_one_request_and_one_letter(follow_up, officer):
    submission_id = uuid4()

    first = ask(follow_up, by=officer, submission_id=submission_id)
    second = ask(follow_up, by=officer, submission_id=submission_id, question="Changed meanwhile.")

    assert first == second
    assert second.question == "Please send the minutes."
    assert Notice.objects.count() == 1


def test_ask_somebody_of_another_force_or_who_has_left_is_refused(follow_up, officer):
    surrey = factories.make_force("surrey", "Surrey Police", policing_body=factories.make_policing_body("x", "Surrey"))
    for lead in (factories.make_lead(force=surrey), factories.make_lead(is_active=False)):
        with pytest.raises(WrongPersonError, match="Dana Brook is not a lead of this force. Select somebody else."):
            ask(follow_up, by=officer, lead=lead)

    assert EvidenceRequest.objects.count() == 0


def test_submit_claims_nothing_for_a_whole_that_has_something_open_under_it(follow_up, officer):
    cause = factories.make_finding(follow_up.finding.inspection, kind="cause-of-concern", deadline="")
    whole = factories.make_follow_up(cause, lead=follow_up.lead)
    factories.make_follow_up(factories.make_finding(cause.inspection, parent=cause))

    answer(ask(whole, follow_up, by=officer), complete=True)

    whole.refresh_from_db()
    follow_up.refresh_from_db()
    assert (whole.claimed_on, follow_up.claimed_on) == (None, LATER.date())
    told = whole.events.get(detail="not taken as complete")
    assert (told.audience, told.reason) == ("force", evidence.STILL_OPEN_BELOW)


def test_open_answer_makes_one_draft_however_often_it_is_pressed(request_):
    first = evidence.open_answer(request_, by=request_.lead, at=LATER)
    colleague = factories.make_lead()
    second = evidence.open_answer(request_, by=colleague, at=LATER)

    request_.refresh_from_db()
    assert first == second
    assert (request_.status, first.number, first.started_by) == (RequestStatus.OPENED, 1, request_.lead)
    assert Event.objects.filter(kind=EventKind.EVIDENCE_OPENED).count() == 1


def test_save_draft_keeps_what_was_typed_and_refuses_a_stale_one(request_):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    evidence.save_draft(draft, version=0, text="Mine.", force_rag="amber", claims_complete=False)

    with pytest.raises(StaleError) as refused:
        evidence.save_draft(draft, version=0, text="Theirs.", force_rag="green", claims_complete=True)

    draft.refresh_from_db()
    assert (draft.text, draft.force_rag, draft.version) == ("Mine.", "amber", 1)
    assert refused.value.current.text == "Mine."


def test_submit_freezes_the_answer_and_tells_who_asked(request_, follow_up, officer):
    sent = answer(request_, rag="green")

    request_.refresh_from_db()
    follow_up.refresh_from_db()
    assert (request_.status, sent.submitted_at, sent.submitted_by) == (RequestStatus.ANSWERED, LATER, request_.lead)
    assert (follow_up.status, follow_up.force_rag, follow_up.claimed_on) == (WorkStatus.SUBMITTED, "green", None)
    assert letters()[-1] == (NoticeKind.EVIDENCE_ANSWERED, officer.email)
    with pytest.raises(WrongStatusError, match="This reply has been sent"):
        evidence.save_draft(sent, version=sent.version, text="Changed.", force_rag="", claims_complete=False)
    with pytest.raises(WrongStatusError, match="This reply has been sent"):
        evidence.submit(sent, version=sent.version, by=request_.lead, at=LATER)


def test_submit_with_the_claim_that_work_is_complete_records_only_that_claim(request_, follow_up):
    answer(request_, complete=True)

    follow_up.refresh_from_db()
    assert (follow_up.claimed_on, follow_up.claimed_by) == (LATER.date(), request_.lead)
    assert (follow_up.assured_on, follow_up.closed_on, follow_up.status) == (None, None, WorkStatus.SUBMITTED)
    assert (EventKind.CLAIMED, "force") in story_of(follow_up)


@pytest.mark.parametrize("how", [WorkStatus.WITHDRAWN, Applicability.WATCHED])
def test_a_reply_claims_nothing_that_is_not_followed_up_any_more(request_, follow_up, officer, how):
    other = factories.make_follow_up(factories.make_finding(follow_up.finding.inspection), lead=request_.lead)
    request_.follow_ups.add(other)
    outcome.end(follow_up, how=how, reason="It is for others.", by=officer, at=LATER)

    answer(request_, complete=True)

    assert list(FollowUp.objects.exclude(claimed_on=None)) == [other]
    assert (EventKind.CLAIMED, "force") not in story_of(follow_up)


def test_a_claim_keeps_the_day_of_its_first_time(request_, follow_up, officer):
    answer(request_, complete=True)
    returned(request_, by=officer)

    answer(request_, complete=True, at=LATER + timedelta(days=30))

    follow_up.refresh_from_db()
    assert follow_up.claimed_on == LATER.date()


def test_a_claim_at_half_past_eleven_on_a_summer_night_counts_on_that_day(request_, follow_up):
    answer(request_, complete=True, at=AT.replace(month=7, hour=22, minute=30))  # 23:30 British Summer Time

    follow_up.refresh_from_db()
    assert follow_up.claimed_on == date(2024, 7, 2)


def test_a_claim_at_half_past_midnight_in_summer_counts_on_the_new_day(request_, follow_up):
    answer(request_, complete=True, at=AT.replace(month=7, hour=23, minute=30))  # 00:30 on 3 July

    follow_up.refresh_from_db()
    assert follow_up.claimed_on == date(2024, 7, 3)


def test_submit_without_a_word_is_refused(request_):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)

    with pytest.raises(evidence.EmptyAnswerError, match="Enter your reply before you send it"):
        evidence.submit(draft, version=draft.version, by=request_.lead, at=LATER)

    request_.refresh_from_db()
    assert request_.status == RequestStatus.OPENED


def test_submit_of_what_a_colleague_has_changed_meanwhile_is_refused(request_):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    evidence.save_draft(draft, version=0, text="As I checked it.", force_rag="", claims_complete=False)
    evidence.save_draft(draft, version=1, text="As my colleague has it.", force_rag="", claims_complete=False)

    with pytest.raises(StaleError):
        evidence.submit(draft, version=1, by=request_.lead, at=LATER)

    request_.refresh_from_db()
    assert request_.status == RequestStatus.OPENED
    assert EvidenceRound.objects.get().is_draft


def test_accept_ends_the_request_and_says_nothing_about_assurance(request_, follow_up, officer):
    answer(request_)

    evidence.accept(request_, note="Clear.", by=officer, at=LATER)

    follow_up.refresh_from_db()
    judged = request_.rounds.get()
    assert request_.status == RequestStatus.ACCEPTED
    assert (judged.decision, judged.decision_note, judged.decided_by) == (RoundDecision.ACCEPTED, "Clear.", officer)
    assert (follow_up.status, follow_up.assurance_level, follow_up.assured_on) == (WorkStatus.IN_PROGRESS, "", None)
    assert letters()[-1] == (NoticeKind.EVIDENCE_ACCEPTED, "lead@example.org")


def test_return_answer_lets_the_force_start_again_from_its_own_words(request_, follow_up, officer):
    first = answer(request_, "All shifts are briefed.")

    returned(request_, by=officer)
    second = evidence.open_answer(request_, by=request_.lead, at=LATER)
    assert evidence.open_answer(request_, by=request_.lead, at=LATER) == second

    first.refresh_from_db()
    follow_up.refresh_from_db()
    assert (second.number, second.text, second.is_draft) == (2, "All shifts are briefed.", True)
    assert (first.text, first.decision_note) == ("All shifts are briefed.", "Which districts?")
    assert follow_up.status == WorkStatus.IN_PROGRESS
    assert letters()[-1] == (NoticeKind.EVIDENCE_RETURNED, "lead@example.org")


def test_a_follow_up_stays_submitted_while_another_answer_waits_to_be_judged(request_, follow_up, officer):
    other = ask(follow_up, by=officer)
    answer(request_)
    answer(other)

    evidence.accept(request_, note="", by=officer, at=LATER)

    follow_up.refresh_from_db()
    assert follow_up.status == WorkStatus.SUBMITTED


def test_withdraw_ends_the_request_with_its_reason_and_keeps_the_draft(request_, follow_up, officer):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    evidence.save_draft(draft, version=0, text="Half of it.", force_rag="", claims_complete=False)

    evidence.withdraw(request_, reason="We have it from the board.", by=officer, at=LATER)

    draft.refresh_from_db()
    assert (request_.status, draft.text) == (RequestStatus.WITHDRAWN, "Half of it.")
    assert follow_up.events.latest("pk").reason == "We have it from the board."
    assert letters()[-1] == (NoticeKind.EVIDENCE_WITHDRAWN, "lead@example.org")
    with pytest.raises(WrongStatusError):
        evidence.submit(draft, version=draft.version, by=request_.lead, at=LATER)
    with pytest.raises(WrongStatusError):
        evidence.open_answer(request_, by=request_.lead, at=LATER)


def test_withdraw_takes_an_answered_follow_up_back_to_work(request_, follow_up, officer):
    answer(request_)

    evidence.withdraw(request_, reason="Asked in error.", by=officer, at=LATER)

    follow_up.refresh_from_db()
    assert follow_up.status == WorkStatus.IN_PROGRESS


@pytest.mark.parametrize("then", [RequestStatus.ACCEPTED, RequestStatus.RETURNED, RequestStatus.WITHDRAWN])
def test_a_whole_goes_back_to_work_with_its_part_that_the_same_request_is_about(follow_up, officer, then):
    cause = factories.make_finding(follow_up.finding.inspection, kind="cause-of-concern", deadline="")
    Finding.objects.filter(pk=follow_up.finding_id).update(parent=cause)
    whole = factories.make_follow_up(cause, lead=follow_up.lead)
    asked = ask(whole, follow_up, by=officer)
    answer(asked)
    ready = list(asked.follow_ups.values_list("status", flat=True))

    MOVES[then](asked, officer)

    assert ready == [WorkStatus.SUBMITTED] * 2
    assert list(asked.follow_ups.values_list("status", flat=True)) == [WorkStatus.IN_PROGRESS] * 2


@pytest.mark.django_db(transaction=True)
def test_a_reply_about_a_part_and_whoever_changes_its_whole_and_another_do_not_deadlock(officer):
    lead, finding = factories.make_lead(), factories.make_finding()
    limb = factories.make_finding(finding.inspection, parent=finding, limb="a")
    part, whole, other = (
        factories.make_follow_up(each, lead=lead) for each in (limb, finding, factories.make_finding())
    )
    draft = evidence.open_answer(ask(part, other, by=officer), by=lead, at=AT)
    EvidenceRound.objects.update(text="All shifts are briefed.")

    with transaction.atomic():
        list(FollowUp.objects.filter(pk=whole.pk).locked())
        thread = in_a_thread(lambda: evidence.submit(draft, version=draft.version, by=lead, at=AT))
        wait_until_somebody_waits()
        list(FollowUp.objects.filter(pk=other.pk).locked())
    thread.join()

    statuses = FollowUp.objects.filter(pk__in=[part.pk, other.pk]).values_list("status", flat=True)
    assert list(statuses) == [WorkStatus.SUBMITTED] * 2


MOVES = {
    RequestStatus.OPENED: lambda request, by: evidence.open_answer(request, by=by, at=LATER),
    RequestStatus.ACCEPTED: lambda request, by: evidence.accept(request, note="", by=by, at=LATER),
    RequestStatus.RETURNED: lambda request, by: returned(request, note="Why?", by=by),
    RequestStatus.WITHDRAWN: lambda request, by: evidence.withdraw(request, reason="Not needed.", by=by, at=LATER),
}
DRAWN = drawn.moves("Evidence request")


@pytest.mark.parametrize("to", MOVES)
@pytest.mark.parametrize("status", RequestStatus)
def test_every_move_that_is_drawn_is_made_and_any_other_refused_without_a_trace(request_, officer, status, to):
    factories.make_round(request_, submitted_at=None if status in evidence.BEING_ANSWERED else AT)
    EvidenceRequest.objects.update(status=status, sent_at=None if status == RequestStatus.DRAFT else AT)
    goes_on = to == RequestStatus.OPENED and status in evidence.BEING_ANSWERED  # gives the draft that is there
    if (status, to) in DRAWN or goes_on:
        MOVES[to](request_, officer)
        assert EvidenceRequest.objects.get().status == (status if goes_on else to)
        return
    before = Event.objects.count(), Notice.objects.count()

    with pytest.raises(WrongStatusError, match=f"{request_.reference} can no longer be {to.label.lower()}"):
        MOVES[to](request_, officer)

    request_.refresh_from_db()
    assert request_.status == status
    assert (Event.objects.count(), Notice.objects.count()) == before


@pytest.mark.parametrize("status", [RequestStatus.SENT, RequestStatus.RETURNED])
def test_a_reply_is_sent_only_of_a_request_that_was_opened(request_, status):
    draft = factories.make_round(request_)
    EvidenceRequest.objects.update(status=status)

    with pytest.raises(WrongStatusError, match=f"{request_.reference} can no longer be replied to"):
        evidence.submit(draft, version=draft.version, by=request_.lead, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_wins_and_the_other_is_told():
    request = ask(factories.make_follow_up(lead=factories.make_lead()), by=factories.make_officer())
    answer(request)
    together, told = threading.Barrier(2), []

    def decide(judge, officer):
        mine = EvidenceRequest.objects.get()
        together.wait()
        try:
            judge(mine, note="Decided.", by=officer, at=LATER)
        except WrongStatusError as error:
            told.append(str(error))
        finally:
            connection.close()

    judges = [(evidence.accept, factories.make_officer()), (returned, factories.make_officer())]
    threads = [threading.Thread(target=decide, args=judge) for judge in judges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(told) == 1
    assert "Somebody else was first" in told[0]
    assert Notice.objects.filter(kind__in=[NoticeKind.EVIDENCE_ACCEPTED, NoticeKind.EVIDENCE_RETURNED]).count() == 1
