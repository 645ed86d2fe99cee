"""One question to many forces: who is asked, who is passed over, and the requests that come of it."""

from datetime import date
from uuid import uuid4

import pytest

from responses.models import EvidenceBatch, EvidenceRequest, FollowUp, Notice, NoticeKind, RequestStatus, WorkStatus
from responses.workflow import evidence_batch
from responses.workflow.follow_up import WrongStatusError
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding():
    return factories.make_finding()


@pytest.fixture
def hampshire(finding):
    return factories.make_follow_up(finding, lead=factories.make_lead("dana@example.org"))


@pytest.fixture
def kent(finding):
    force = factories.make_force("kent", "Kent Police")
    factories.make_lead("kim@example.org", force=force)
    return factories.make_follow_up(finding, force=force)


@pytest.fixture
def nobody_there(finding):
    return factories.make_follow_up(finding, force=factories.make_force("surrey", "Surrey Police"))


def targets():
    return evidence_batch.targets(FollowUp.objects.select_related("force", "finding").by_reference())


def ask(chosen, *, by=None, submission_id=None):
    return evidence_batch.ask_several(
        chosen,
        question="What was done?",
        items=["The briefing", "Figures"],
        due_on=date(2024, 10, 31),
        classification="official",
        submission_id=submission_id or uuid4(),
        by=by or factories.make_officer(),
        at=AT,
    )


def test_targets_are_forces_in_order_with_the_lead_of_their_follow_up_or_anybody(hampshire, kent):
    factories.make_lead("adam@example.org", name="Adam Able")

    assert [(each.force.code, each.lead.email, each.why_not) for each in targets()] == [
        ("hampshire", "dana@example.org", ""),
        ("kent", "kim@example.org", ""),
    ]


def test_targets_say_why_a_force_is_passed_over(hampshire, nobody_there):
    FollowUp.objects.filter(pk=hampshire.pk).update(status=WorkStatus.DONE)

    assert [(each.force.code, each.why_not) for each in targets()] == [
        ("hampshire", "Nothing of what was chosen is still open"),
        ("surrey", "Nobody at this force has an account"),
    ]


def test_ask_several_makes_a_request_with_items_and_a_letter_for_each_force(hampshire, kent):
    batch = ask(targets())

    assert [(each.force.code, each.items.count(), list(each.follow_ups.all())) for each in batch.requests.all()] == [
        ("hampshire", 2, [hampshire]),
        ("kent", 2, [kent]),
    ]
    addresses = Notice.objects.filter(kind=NoticeKind.EVIDENCE_ASKED).values_list("address", flat=True)
    assert set(addresses) == {"dana@example.org", "kim@example.org"}


def test_ask_several_of_one_force_asks_once_about_all_its_follow_ups(hampshire):
    other = factories.make_follow_up(factories.make_finding(hampshire.finding.inspection), lead=hampshire.lead)

    (request,) = ask(targets()).requests.all()

    assert set(request.follow_ups.all()) == {hampshire, other}


def test_ask_several_twice_with_one_form_asks_once(hampshire, kent):
    submission_id, officer = uuid4(), factories.make_officer()

    first = ask(targets(), by=officer, submission_id=submission_id)
    second = ask(targets(), by=officer, submission_id=submission_id)

    assert (first, EvidenceRequest.objects.count(), Notice.objects.count()) == (second, 2, 2)


def test_ask_several_asks_nobody_where_one_was_closed_meanwhile(hampshire, kent):
    chosen = targets()
    FollowUp.objects.filter(pk=kent.pk).update(status=WorkStatus.DONE)

    with pytest.raises(WrongStatusError, match="is no longer open"):
        ask(chosen)

    assert not EvidenceBatch.objects.exists()
    assert not EvidenceRequest.objects.exists()


def test_a_batch_counts_who_has_replied(hampshire, kent):
    batch = ask(targets())
    EvidenceRequest.objects.filter(force=kent.force).update(status=RequestStatus.ANSWERED)

    counted = EvidenceBatch.objects.for_list().get(pk=batch.pk)
    assert (counted.replied, counted.asked) == (1, 2)
