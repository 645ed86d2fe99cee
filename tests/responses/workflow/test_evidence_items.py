"""The checklist of a request: replied to and judged item by item, and the days that each side has it (R106)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from responses.models import (
    EventKind,
    EvidenceItem,
    EvidenceRequest,
    ItemAnswer,
    ItemState,
    Notice,
    NoticeKind,
    RequestStatus,
)
from responses.workflow import evidence
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

BRIEFING, FIGURES, PLAN = "The briefing", "Figures by district", "The plan for the winter"


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org")


@pytest.fixture
def request_(officer):
    follow_up = factories.make_follow_up(lead=factories.make_lead("dana@example.org"))
    return evidence.ask(
        [follow_up],
        lead=follow_up.lead,
        question="What was done?",
        items=[BRIEFING, FIGURES, PLAN],
        due_on=date(2024, 9, 30),
        classification="official",
        submission_id=uuid4(),
        by=officer,
        at=AT,
    )


def after(days):
    return AT + timedelta(days=days)


def write(request, *, at=AT, text="", **replies):
    """A draft with replies to the items that begin so."""
    draft = evidence.open_answer(request, by=request.lead, at=at)
    rows = {row.item.wording.split()[-1].lower(): row.pk for row in draft.item_answers.select_related("item")}
    items = {rows[name]: words for name, words in replies.items()}
    facts = {"text": text, "force_rag": "green", "claims_complete": False, "items": items}
    evidence.save_draft(draft, version=draft.version, **facts)
    return draft


def send(request, *, at=AT, **replies):
    draft = write(request, at=at, **replies)
    evidence.submit(draft, version=draft.version, by=request.lead, at=at)
    request.refresh_from_db()
    return draft


def send_all(request, *, at=AT):
    return send(request, at=at, briefing="Attached.", district="12 of 14.", winter="Two more teams.")


def return_(request, officer, *, why="Since June as well.", at=AT, **kept):
    """Return the item about districts, accept the others."""
    judged = {
        each.pk: ("returned", why) if each.item.wording == FIGURES else ("accepted", "")
        for each in ItemAnswer.objects.awaiting_judgement(request).select_related("item")
    }
    evidence.return_answer(request, note="", due_on=date(2024, 10, 31), items=judged, by=officer, at=at, **kept)


def states(request):
    return {item.wording: item.state for item in request.items.with_answers()}


def test_ask_makes_a_list_in_the_order_in_which_it_was_typed(request_):
    assert list(request_.items.values_list("number", "wording")) == [(1, BRIEFING), (2, FIGURES), (3, PLAN)]
    assert set(states(request_).values()) == {ItemState.OPEN}


def test_ask_twice_with_one_form_makes_one_list(request_, officer):
    evidence.ask(
        request_.follow_ups.all(),
        lead=request_.lead,
        question="Another question?",
        items=["Another item"],
        due_on=date(2024, 9, 30),
        classification="official",
        submission_id=request_.submission_id,
        by=officer,
        at=AT,
    )

    assert EvidenceItem.objects.count() == 3


def test_open_answer_says_when_the_force_first_saw_it_and_never_again(request_, officer):
    evidence.open_answer(request_, by=request_.lead, at=after(2))
    send_all(request_, at=after(3))
    return_(request_, officer, at=after(4))
    evidence.open_answer(request_, by=factories.make_lead(), at=after(5))

    request_.refresh_from_db()
    assert (request_.opened_at, request_.opened_by) == (after(2), request_.lead)


def test_submit_of_some_items_leaves_the_others_with_the_force(request_):
    sent = send(request_, briefing="Attached.")

    follow_up = request_.follow_ups.get()
    assert request_.status == RequestStatus.PART_ANSWERED
    assert (request_.is_with_force, sent.items_answered, follow_up.status) == (True, 1, "in-progress")
    assert states(request_) == {BRIEFING: ItemState.REPLIED, FIGURES: ItemState.OPEN, PLAN: ItemState.OPEN}
    assert follow_up.events.filter(kind=EventKind.EVIDENCE_PART_ANSWERED).count() == 1
    assert EvidenceRequest.objects.to_judge().get() == request_
    letter = Notice.objects.get(kind=NoticeKind.EVIDENCE_ANSWERED)
    assert letter.recipient == request_.sent_by


def test_the_rest_of_the_items_makes_the_reply_whole(request_):
    send(request_, briefing="Attached.")
    rest = evidence.open_answer(request_, by=request_.lead, at=AT)
    assert [row.item.wording for row in rest.item_answers.all()] == [FIGURES, PLAN]
    assert evidence.open_answer(request_, by=request_.lead, at=AT) == rest

    send(request_, district="12 of 14.", winter="Two more teams.")

    assert (request_.status, set(states(request_).values())) == (RequestStatus.ANSWERED, {ItemState.REPLIED})
    assert Notice.objects.filter(kind=NoticeKind.EVIDENCE_ANSWERED).count() == 1


def test_submit_without_a_word_on_any_item_is_refused_whatever_else_is_said(request_):
    draft = write(request_, text="We are busy.", briefing=" ")

    with pytest.raises(evidence.EmptyAnswerError, match="Reply to at least one item before you send it"):
        evidence.submit(draft, version=draft.version, by=request_.lead, at=AT)

    request_.refresh_from_db()
    assert (request_.status, draft.item_answers.count()) == (RequestStatus.OPENED, 3)


def test_return_answer_sends_back_only_the_items_that_need_more(request_, officer):
    send_all(request_)

    return_(request_, officer)
    again = evidence.open_answer(request_, by=request_.lead, at=AT)

    assert states(request_) == {BRIEFING: "accepted", FIGURES: "returned", PLAN: "accepted"}
    assert [(row.item.wording, row.text) for row in again.item_answers.all()] == [(FIGURES, "12 of 14.")]
    judged = request_.rounds.first()
    assert (judged.decision, judged.decision_note) == ("returned", "Item 2: see what is needed there.")


def test_return_answer_that_does_not_judge_every_item_is_refused(request_, officer):
    send_all(request_)
    one = request_.rounds.get().item_answers.first()

    with pytest.raises(evidence.WrongStatusError, match="replied again since you opened that page"):
        evidence.return_answer(
            request_, note="", due_on=date(2024, 10, 31), items={one.pk: ("returned", "Why?")}, by=officer, at=AT
        )

    assert set(states(request_).values()) == {ItemState.REPLIED}


def test_return_answer_without_a_word_on_items_returns_all_with_its_note(request_, officer):
    send_all(request_)

    evidence.return_answer(request_, note="Sign it.", due_on=date(2024, 10, 31), by=officer, at=AT)

    notes = request_.rounds.get().item_answers.values_list("decision", "decision_note")
    assert list(notes) == [("returned", "Sign it.")] * 3


def test_accept_takes_all_that_is_left_and_judges_each_part(request_, officer):
    send(request_, briefing="Attached.")
    send(request_, district="12 of 14.", winter="Two more teams.")
    return_(request_, officer)
    send(request_, district="14 of 14.")

    evidence.accept(request_, note="Clear.", by=officer, at=AT)

    assert set(states(request_).values()) == {ItemState.ACCEPTED}
    assert list(request_.rounds.values_list("decision", flat=True)) == ["returned", "returned", "accepted"]


def test_an_accepted_item_stays_accepted_when_the_rest_comes_back(request_, officer):
    send_all(request_)
    return_(request_, officer)

    send(request_, district="14 of 14.")

    assert states(request_) == {BRIEFING: "accepted", FIGURES: "replied", PLAN: "accepted"}
    assert request_.status == RequestStatus.ANSWERED


def test_withdraw_of_what_is_replied_to_in_part_ends_it(request_, officer):
    send(request_, briefing="Attached.")

    evidence.withdraw(request_, reason="We have it.", by=officer, at=AT)

    assert request_.status == RequestStatus.WITHDRAWN


def days(request, on):
    request.refresh_from_db()
    return request.days_with_force(on.date()), request.days_with_office(on.date())


def test_days_are_counted_for_the_side_that_has_it(request_, officer):
    assert days(request_, after(3)) == (3, 0)

    send_all(request_, at=after(5))
    assert (days(request_, after(5)), days(request_, after(9))) == ((5, 0), (5, 4))

    return_(request_, officer, at=after(9))
    assert days(request_, after(11)) == (7, 4)

    send(request_, district="14 of 14.", at=after(12))
    evidence.accept(request_, note="", by=officer, at=after(14))
    assert days(request_, after(400)) == (8, 6)


@pytest.mark.parametrize(
    ("sent_at", "with_force"),
    [
        (datetime(2024, 9, 5, 22, 59, tzinfo=UTC), 3),  # just before midnight in summer
        (datetime(2024, 9, 5, 23, 0, tzinfo=UTC), 4),
        (datetime(2024, 10, 26, 23, 30, tzinfo=UTC), 55),  # in the night in which summer time ends
        (datetime(2024, 10, 27, 23, 30, tzinfo=UTC), 55),
        (datetime(2024, 10, 28, 0, 0, tzinfo=UTC), 56),
    ],
)
def test_a_turn_is_on_the_day_that_it_is_in_london(request_, sent_at, with_force):
    send_all(request_, at=sent_at)

    assert days(request_, AT + timedelta(days=100)) == (with_force, 100 - with_force)


def test_days_run_on_for_the_force_after_a_part_and_stop_when_it_is_withdrawn(request_, officer):
    send(request_, briefing="Attached.", at=after(5))
    assert days(request_, after(8)) == (8, 0)

    evidence.withdraw(request_, reason="We have it.", by=officer, at=after(10))
    assert days(request_, after(50)) == (10, 0)


def test_nobody_is_overdue_while_the_reply_is_with_the_other_side(request_, officer):
    late = date(2024, 12, 1)
    send(request_, briefing="Attached.")
    assert list(EvidenceRequest.objects.overdue(late)) == [request_]

    send(request_, district="12 of 14.", winter="Two more teams.")
    assert not EvidenceRequest.objects.overdue(late).exists()

    return_(request_, officer)
    request_.refresh_from_db()
    assert not EvidenceRequest.objects.overdue(date(2024, 10, 31)).exists()
    assert list(EvidenceRequest.objects.overdue(late)) == [request_]
