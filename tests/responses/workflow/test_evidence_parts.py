"""A part of a reply is judged while the rest is still with the force, whose days run on (R106)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from responses.models import (
    Event,
    EventKind,
    EvidenceRequest,
    ItemAnswer,
    ItemState,
    MoreTime,
    Notice,
    NoticeKind,
    RequestStatus,
)
from responses.workflow import evidence, evidence_parts, more_time
from responses.workflow.follow_up import WrongStatusError
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

MINUTES, SAMPLE, FIGURES = 1, 2, 3
REST = date(2024, 12, 20)
WORDS = {"text": "", "force_rag": "green", "claims_complete": False}


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def request_(officer):
    request = factories.make_request(sent_by=officer, sent_at=AT, due_on=REST, turn_on=AT.date())
    for number, wording in enumerate(["Minutes", "Dip sample", "Training figures"], start=1):
        factories.make_item(request, number=number, wording=wording)
    return request


@pytest.fixture
def part(request_):
    """Two of three items are replied to."""
    send(request_, {MINUTES: "Attached.", SAMPLE: "20 cases."}, days=5)
    return request_


def after(days):
    return AT + timedelta(days=days)


def write(request, texts, *, days=5):
    draft = evidence.open_answer(request, by=request.lead, at=after(days))
    rows = {row.pk: texts[row.item.number] for row in draft.item_answers.all() if row.item.number in texts}
    evidence.save_draft(draft, version=draft.version, **WORDS, items=rows)
    return draft


def send(request, texts, *, days=5):
    draft = write(request, texts, days=days)
    evidence.submit(draft, version=draft.version, by=request.lead, at=after(days))
    request.refresh_from_db()


def return_part(request, officer, *, number=SAMPLE, due_on=REST, days=6, **facts):
    judged = {
        each.pk: ("returned", "Which month?") if each.item.number == number else ("accepted", "")
        for each in ItemAnswer.objects.awaiting_judgement(request)
    }
    facts = {"note": "", "due_on": due_on, "items": judged} | facts
    evidence_parts.return_part(request, **facts, by=officer, at=after(days))


def accept_part(request, officer, **facts):
    evidence_parts.accept_part(request, **{"note": "Clear.", **facts}, by=officer, at=after(6))


def states(request):
    return [item.state for item in request.items.with_answers()]


def told(request):
    return request.events.filter(kind=EventKind.EVIDENCE_PART_JUDGED).values_list("detail", "reason", "round__number")


def days(request, on):
    request.refresh_from_db()
    return request.days_with_force(on.date()), request.days_with_office(on.date())


def test_accept_part_settles_what_has_come_and_leaves_the_rest_with_the_force(part, officer):
    accept_part(part, officer)

    part.refresh_from_db()
    assert (part.status, states(part)) == (
        RequestStatus.PART_ANSWERED,
        [ItemState.ACCEPTED, ItemState.ACCEPTED, ItemState.OPEN],
    )
    judged = part.rounds.get()
    assert (judged.decision, judged.decision_note, judged.decided_by) == ("accepted", "Clear.", officer)
    assert list(told(part)) == [("accepted: items 1 and 2", "Clear.", 1)]
    assert not Notice.objects.filter(kind=NoticeKind.EVIDENCE_ACCEPTED).exists()  # there is still something to do


def test_return_part_opens_an_item_again_and_sets_one_day_for_all_that_is_missing(part, officer):
    return_part(part, officer, due_on=date(2025, 1, 10))

    assert (part.due_on, states(part)) == (date(2025, 1, 10), [ItemState.ACCEPTED, ItemState.RETURNED, ItemState.OPEN])
    words = "accepted: item 1; returned: item 2; reply by 10 January 2025"
    assert list(told(part)) == [(words, "Item 2: see what is needed there.", 1)]
    assert Notice.objects.get(kind=NoticeKind.EVIDENCE_RETURNED).recipient == part.lead


@pytest.mark.parametrize(("due_on", "decision"), [(date(2025, 1, 9), ""), (date(2025, 1, 10), "lapsed")])
def test_return_part_ends_an_ask_for_no_later_day_than_it_gives(part, officer, due_on, decision):
    facts = {"wanted_on": date(2025, 1, 10), "reason": "The analyst is away.", "submission_id": uuid4()}
    more_time.ask(part, **facts, by=part.lead, at=AT)

    return_part(part, officer, due_on=due_on)

    by, at = (officer, after(6)) if decision else (None, None)
    assert MoreTime.objects.values_list("decision", "decided_by", "decided_at").get() == (decision, by and by.pk, at)


def test_days_run_on_with_the_force_whatever_is_said_of_a_part(part, officer):
    return_part(part, officer, days=7)
    assert days(part, after(9)) == (9, 0)
    send(part, {SAMPLE: "20 cases in June."}, days=10)
    assert days(part, after(12)) == (12, 0)

    send(part, {FIGURES: "14 of 20."}, days=13)
    assert days(part, after(15)) == (13, 2)


def test_the_force_is_late_with_what_is_missing_and_nobody_with_a_part_that_waits(part, officer):
    late = REST + timedelta(days=1)
    assert list(EvidenceRequest.objects.overdue(late)) == [part]

    return_part(part, officer, due_on=late)
    assert not EvidenceRequest.objects.overdue(late).exists()
    assert not EvidenceRequest.objects.with_office().exists()


def test_what_was_returned_is_asked_for_with_the_rest_in_the_next_reply(part, officer):
    return_part(part, officer)

    draft = evidence.open_answer(part, by=part.lead, at=after(7))

    assert list(draft.item_answers.values_list("item__number", "text")) == [(SAMPLE, "20 cases."), (FIGURES, "")]


def test_a_draft_that_is_open_is_asked_for_what_was_returned_when_the_force_goes_on(part, officer):
    draft = write(part, {FIGURES: "14 of 20."})
    return_part(part, officer)

    again = evidence.open_answer(part, by=part.lead, at=after(7))

    assert (again, again.version) == (draft, draft.version + 1)
    rows = again.item_answers.values_list("item__number", "text").order_by("item__number")
    assert list(rows) == [(SAMPLE, "20 cases."), (FIGURES, "14 of 20.")]
    assert evidence.open_answer(part, by=part.lead, at=after(7)).version == again.version


def test_a_draft_sent_without_what_was_returned_meanwhile_is_a_part(part, officer):
    draft = write(part, {FIGURES: "14 of 20."})
    return_part(part, officer)

    evidence.submit(draft, version=draft.version, by=part.lead, at=after(7))

    part.refresh_from_db()
    assert (part.status, states(part)) == (
        RequestStatus.PART_ANSWERED,
        [ItemState.ACCEPTED, ItemState.RETURNED, ItemState.REPLIED],
    )


def test_the_rest_is_judged_alone_when_it_has_come(part, officer):
    accept_part(part, officer)
    send(part, {FIGURES: "14 of 20."})
    part.refresh_from_db()
    [last] = ItemAnswer.objects.awaiting_judgement(part)
    assert (part.status, last.item.number) == (RequestStatus.ANSWERED, FIGURES)

    evidence.accept(part, note="", by=officer, at=after(8))

    assert set(states(part)) == {ItemState.ACCEPTED}
    assert list(part.rounds.values_list("decision_note", flat=True)) == ["Clear.", ""]


def test_a_part_is_judged_once_and_the_second_person_is_told(part, officer):
    accept_part(part, officer)

    for judge in (accept_part, return_part):
        with pytest.raises(WrongStatusError, match="Somebody else was first: this part of E0.* is judged"):
            judge(part, officer)

    assert (Event.objects.filter(kind=EventKind.EVIDENCE_PART_JUDGED).count(), part.due_on) == (1, REST)


def test_a_part_is_not_judged_by_who_has_not_read_the_rest(part, officer):
    send(part, {FIGURES: "14 of 20."})

    for judge in (accept_part, return_part):
        with pytest.raises(WrongStatusError, match="has replied again since you opened that page"):
            judge(part, officer, number=1)

    assert ItemState.ACCEPTED not in states(part)


def test_a_further_part_is_read_before_any_is_judged(request_, officer):
    send(request_, {MINUTES: "Attached."})
    send(request_, {SAMPLE: "20 cases."})

    with pytest.raises(WrongStatusError, match="has replied again since you opened that page"):
        accept_part(request_, officer, number=1)
    accept_part(request_, officer, number=2)

    assert set(request_.rounds.values_list("decision", flat=True)) == {"accepted"}


def test_return_part_that_does_not_judge_every_item_is_refused(part, officer):
    one = ItemAnswer.objects.awaiting_judgement(part).first()

    with pytest.raises(WrongStatusError, match="has replied again since you opened that page"):
        return_part(part, officer, items={one.pk: ("returned", "Why?")})

    assert ItemState.RETURNED not in states(part)


@pytest.mark.parametrize(
    ("status", "words"),
    [(RequestStatus.WITHDRAWN, "is withdrawn"), (RequestStatus.OPENED, "has replied again since")],
)
def test_a_part_of_what_is_not_replied_to_in_part_is_not_judged(part, officer, status, words):
    EvidenceRequest.objects.update(status=status)

    with pytest.raises(WrongStatusError, match=words):
        accept_part(part, officer)


def test_a_part_stands_among_what_is_to_be_judged_until_it_is(part, officer):
    assert list(EvidenceRequest.objects.to_judge()) == [part]

    accept_part(part, officer)

    assert not EvidenceRequest.objects.to_judge().exists()


def test_each_part_and_the_rest_are_told_to_whoever_asked(part):
    send(part, {FIGURES: "12 of 14."}, days=8)

    letters = Notice.objects.filter(kind=NoticeKind.EVIDENCE_ANSWERED).order_by("owed_at")
    assert [(letter.recipient, letter.owed_at) for letter in letters] == [(part.sent_by, after(day)) for day in (5, 8)]
