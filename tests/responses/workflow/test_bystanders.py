"""A verb changes its own row, and no other that stands as it does."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from responses.models import EvidenceRequest, EvidenceRound, FollowUp, Response, WorkStatus
from responses.workflow import assurance, evidence, writing
from responses.workflow import follow_up as follow_ups
from responses.workflow import response as responses
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)


def others(row):
    return list(type(row).objects.exclude(pk=row.pk).order_by("pk").values())


@pytest.mark.parametrize("verb", [follow_ups.assign, assurance.log, follow_ups.move])
def test_follow_ups_that_nobody_touched_stay_as_they_are(verb):
    lead, officer = factories.make_lead(), factories.make_officer()
    follow_up, _ = factories.make_follow_up(lead=lead), factories.make_follow_up(lead=lead)
    facts = {
        follow_ups.assign: {"lead": factories.make_lead(), "officer": officer},
        assurance.log: {
            "level": "partly",
            "method": "evidence",
            "text": "Two of four.",
            "made_on": LATER.date(),
            "is_publishable": False,
            "submission_id": uuid4(),
        },
        follow_ups.move: {"to": WorkStatus.DONE},
    }[verb]
    before, mine = others(follow_up), FollowUp.objects.filter(pk=follow_up.pk).values().get()

    verb(follow_up, **facts, by=officer, at=LATER)

    assert others(follow_up) == before
    assert FollowUp.objects.filter(pk=follow_up.pk).values().get() != mine


def test_requests_and_answers_that_nobody_touched_stay_as_they_are():
    lead, officer = factories.make_lead(), factories.make_officer()
    request, other = (factories.make_request(factories.make_follow_up(lead=lead), lead=lead) for _ in range(2))
    draft, _ = (evidence.open_answer(each, by=lead, at=AT) for each in (request, other))
    follow_up = request.follow_ups.get()
    before = others(request), others(draft), others(follow_up)

    evidence.save_draft(draft, version=0, text="All are briefed.", force_rag="green", claims_complete=True)
    evidence.submit(draft, version=1, by=lead, at=LATER)
    evidence.return_answer(request, note="Which districts?", due_on=LATER.date(), by=officer, at=LATER)
    evidence.withdraw(request, reason="Not needed.", by=officer, at=LATER)

    assert (others(request), others(draft), others(follow_up)) == before
    assert EvidenceRequest.objects.get(pk=request.pk).status == "withdrawn"
    assert EvidenceRound.objects.get(pk=draft.pk).decision == "returned"


def test_responses_that_nobody_touched_stay_as_they_are():
    officer, approver = factories.make_officer(), factories.make_approver()
    said = {"our_comments": "Welcome.", "signatory": "Alex Morgan", "invited_on": date(2024, 9, 2)}
    response, _ = factories.make_response(**said), factories.make_response(**said)
    before = others(response)

    writing.save(response, facts={"our_reply": "Thank you."}, answers={}, by=officer, at=LATER)
    responses.submit(response, by=officer, at=LATER)
    responses.approve(response, number=1, by=approver, at=LATER)
    responses.publish(response, published_on=LATER.date(), by=officer, at=LATER)

    assert others(response) == before
    assert Response.objects.get(pk=response.pk).published_on == LATER.date()
