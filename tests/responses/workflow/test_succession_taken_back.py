"""A succession is taken back: what returns, what stays, and what stands in the way (R56)."""

from datetime import date
from uuid import uuid4

import pytest

from oversight.bodies.models import Oversight, PolicingBodyKind
from responses import moving
from responses.models import (
    Event,
    EventKind,
    EvidenceRequest,
    FollowUp,
    RequestStatus,
    Response,
    ResponseStatus,
)
from responses.workflow import evidence, follow_up
from responses.workflow.follow_up import WrongStatusError
from responses.workflow.succession import CannotMoveError
from tests import factories
from tests.responses.succession import AT, LATER, body, everything_of_an_office


def test_take_back_restores_everything_as_it_was(two):
    before = everything_of_an_office()
    events = Event.objects.count()

    two.take_back(done := two.hand_over())

    assert everything_of_an_office() == before
    assert Event.objects.count() == events + 2 * 8
    last = Event.objects.filter(follow_up=two.open).latest("pk")
    assert last.detail.startswith("back from Mayor for Hampshire and the Solent to Police and Crime Commissioner")
    assert (last.reason, last.by) == ("Quashed by the High Court", two.administrator)
    undone = two.again(done)
    assert (undone.undone_at, undone.undone_by, undone.undone_because) == (LATER, two.administrator, last.reason)


def test_take_back_brings_what_has_begun_since_about_the_forces_that_return(two):
    done = two.hand_over()
    officer = two.again(two.officer)
    own = factories.make_follow_up(policing_body=two.new, force=factories.make_force("kent", policing_body=two.new))
    started = factories.make_follow_up(policing_body=two.new, by=officer, at=LATER)
    asked = factories.make_request(started, sent_by=officer, sent_at=LATER)
    finished = factories.make_request(two.again(two.open), sent_at=LATER, status=RequestStatus.ACCEPTED)

    assert [line.words for line in moving.coming_back(two.again(done))] == [
        "1 force",
        "4 recommendations",
        "1 recommendation",
        "2 responses",
        "3 evidence requests",
        "2 evidence requests",
        "2 people",
    ]
    two.take_back(done)

    office = [two.again(each).policing_body.code for each in (started, asked, finished, own)]
    assert office == ["hampshire-pcc", "hampshire-pcc", "hampshire-pcc", "solent-mayor"]


def test_take_back_leaves_what_has_been_published_and_who_has_joined_since(two):
    done = two.hand_over()
    joined = factories.make_officer(policing_body=two.new)
    out = {"status": ResponseStatus.PUBLISHED, "approved_at": AT, "published_on": LATER.date()}
    Response.objects.filter(pk=two.written.pk).update(approved_by=two.approver, **out)

    assert [line.words for line in moving.staying_there(done)] == ["1 response", "0 responses", "1 person"]
    two.take_back(done)

    assert two.where("written", "none_made") == {"written": "solent-mayor", "none_made": "hampshire-pcc"}
    assert two.again(joined).policing_body == two.new


def test_after_it_is_taken_back_the_office_reads_what_was_written_meanwhile_and_the_successor_nothing(two):
    joined = factories.make_officer(policing_body=two.new)
    done = two.hand_over()
    now = two.again(two.open)
    follow_up.tell(now, EventKind.ASSURED, by=two.again(two.officer), at=LATER, reason="Seen in every district.")

    two.take_back(done)

    seen = Event.objects.visible_to(two.again(two.officer)).filter(follow_up=now)
    assert seen.filter(reason="Seen in every district.").exists()
    for model in (FollowUp, Response, EvidenceRequest, Event):
        assert not model.objects.visible_to(two.again(joined)).exists()


def test_a_draft_about_what_has_gone_back_cannot_be_sent(two):
    done = two.hand_over()
    joined = factories.make_officer(policing_body=two.new)
    facts = {"lead": two.lead, "question": "Why?", "due_on": date(2025, 7, 1), "classification": "official"}
    kept = evidence.draft([two.again(two.open)], **facts, submission_id=(once := uuid4()), by=joined)
    two.take_back(done)

    with pytest.raises(WrongStatusError, match="belongs to another office now"):
        evidence.ask([two.again(two.open)], **facts, submission_id=once, by=joined, at=LATER)

    assert two.again(kept).is_draft


def test_take_back_twice_is_refused(two):
    done = two.hand_over()
    two.take_back(done)

    with pytest.raises(CannotMoveError, match="taken back already"):
        two.take_back(done)


def test_take_back_is_refused_while_the_successor_has_ended_itself(two):
    done = two.hand_over()
    board = body("solent-board", "Solent", PolicingBodyKind.BOARD)
    two.hand_over(two.administrator, predecessor=two.new, successor=board, since=date(2025, 3, 1))

    with pytest.raises(CannotMoveError, match="take that back first"):
        two.take_back(done)


def test_take_back_is_refused_where_the_overseer_was_changed_meanwhile(two):
    done = two.hand_over()
    Oversight.objects.filter(policing_body=two.new).update(starts_on=date(2025, 2, 10))

    with pytest.raises(CannotMoveError, match="Who oversees Hampshire and Isle of Wight has been changed"):
        two.take_back(done)


def test_take_back_is_refused_where_the_office_would_have_no_administrator(two):
    heir = factories.make_administrator(policing_body=two.new)
    done = two.hand_over(two.officer)
    type(heir).objects.filter(pk=two.administrator.pk).update(is_active=False)

    with pytest.raises(CannotMoveError, match="would have no administrator"):
        two.take_back(done)
