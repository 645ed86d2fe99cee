"""A request that a colleague at the force takes over, and takes back (R45)."""

from datetime import date, timedelta

import pytest

from responses.models import Event, EventKind, EvidenceRequest, Notice, NoticeKind, RequestStatus
from responses.notices import planner
from responses.workflow import delegation, evidence
from responses.workflow.follow_up import WrongPersonError, WrongStatusError
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return factories.make_lead("dana@example.org", name="Dana Brook")


@pytest.fixture
def colleague():
    return factories.make_lead("colin@example.org", name="Colin Reid")


@pytest.fixture
def request_(lead):
    return factories.make_request(
        lead=lead, sent_by=factories.make_officer("priya@example.org"), due_on=date(2024, 9, 6)
    )


def hand(request, to, *, seen=None, by=None):
    delegation.delegate(request, to=to, seen=seen, by=by or request.lead, at=AT)


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_delegate_gives_it_to_a_colleague_who_gets_the_letter_and_tells_the_history(request_, colleague):
    hand(request_, colleague)

    event = Event.objects.get(kind=EventKind.EVIDENCE_DELEGATED)
    assert (request_.answerer, request_.lead.email) == (colleague, "dana@example.org")
    assert (event.detail, event.by, event.audience) == ("to Colin Reid", request_.lead, "force")
    assert told(NoticeKind.EVIDENCE_DELEGATED) == ["colin@example.org"]


def test_delegate_to_whom_the_office_asked_takes_it_back(request_, lead, colleague):
    hand(request_, colleague)

    hand(request_, lead, seen=colleague)

    request_.refresh_from_db()
    assert (request_.delegate, request_.answerer) == (None, lead)
    assert Event.objects.get(kind=EventKind.EVIDENCE_TAKEN_BACK).detail == "to Dana Brook"
    assert told(NoticeKind.EVIDENCE_DELEGATED) == ["colin@example.org"]  # nobody writes to oneself


def test_delegate_to_somebody_of_another_force_or_who_has_left_is_refused(request_):
    surrey = factories.make_force("surrey", "Surrey Police", policing_body=factories.make_policing_body("x", "Surrey"))
    for stranger in (factories.make_lead(force=surrey), factories.make_lead(is_active=False), factories.make_officer()):
        with pytest.raises(WrongPersonError, match="is not a lead of this force. Select somebody else."):
            hand(request_, stranger)

    assert EvidenceRequest.objects.get().delegate is None


def test_of_two_who_hand_it_on_at_once_the_second_is_told(request_, colleague):
    hand(request_, colleague)

    with pytest.raises(WrongStatusError, match="A colleague has handed it on meanwhile"):
        hand(request_, factories.make_lead("others@example.org"))

    assert EvidenceRequest.objects.get().delegate == colleague
    assert told(NoticeKind.EVIDENCE_DELEGATED) == ["colin@example.org"]


@pytest.mark.parametrize("status", [RequestStatus.ANSWERED, RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN])
def test_delegate_what_is_not_with_the_force_is_refused(request_, colleague, status):
    EvidenceRequest.objects.update(status=status)

    with pytest.raises(WrongStatusError, match="no longer with your force"):
        hand(request_, colleague)


def test_reminders_and_the_letter_of_a_return_go_to_the_colleague(request_, lead, colleague):
    hand(request_, colleague)
    evidence_due = planner.reminders(AT.date(), [NoticeKind.EVIDENCE_DUE])
    assert {each.to.address for each in evidence_due} == {"colin@example.org", "priya@example.org"}

    draft = evidence.open_answer(request_, by=lead, at=AT)
    evidence.save_draft(draft, version=0, text="Briefed.", force_rag="green", claims_complete=False)
    evidence.submit(draft, version=1, by=lead, at=AT)
    evidence.return_answer(request_, note="Which districts?", due_on=date(2024, 9, 30), by=request_.sent_by, at=AT)

    assert told(NoticeKind.EVIDENCE_RETURNED) == ["colin@example.org"]


def test_reminders_go_to_whom_the_office_asked_where_the_colleague_has_left(request_, lead, colleague):
    hand(request_, colleague)
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)

    addresses = {each.to.address for each in planner.reminders(AT.date(), [NoticeKind.EVIDENCE_DUE])}

    assert addresses == {"dana@example.org", "priya@example.org"}


def test_what_is_mine_follows_whoever_it_is_handed_to(request_, lead, colleague):
    assert [list(EvidenceRequest.objects.of(person)) for person in (lead, colleague)] == [[request_], []]

    hand(request_, colleague)

    assert [list(EvidenceRequest.objects.of(person)) for person in (lead, colleague)] == [[], [request_]]


def test_the_days_of_the_force_run_on_whoever_has_it(request_, colleague):
    hand(request_, colleague)

    request_.refresh_from_db()
    assert request_.days_with_force((AT + timedelta(days=4)).date()) == 4
