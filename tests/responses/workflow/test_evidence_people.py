"""Who hears of an answer and of its judgement when somebody has left, and requests that meet on one follow-up."""

from datetime import timedelta

import pytest
from django.db import transaction

from oversight.accounts.models import Role, User
from responses.models import FollowUp, Notice, NoticeKind
from responses.workflow import evidence
from tests import factories
from tests.factories import AT
from tests.locks import in_a_thread, wait_until_somebody_waits

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def answer(request, *, by=None):
    draft = evidence.open_answer(request, by=by or request.lead, at=LATER)
    evidence.save_draft(draft, version=0, text="All shifts are briefed.", force_rag="green", claims_complete=False)
    evidence.submit(draft, version=draft.version, by=by or request.lead, at=LATER)


@pytest.fixture
def request_():
    officer = factories.make_officer("priya@example.org")
    factories.make_approver("alex@example.org")
    factories.make_viewer("vera@example.org")
    return factories.make_request(lead=factories.make_lead("dana@example.org"), sent_by=officer)


def test_submit_tells_whoever_asked(request_):
    answer(request_)

    assert told(NoticeKind.EVIDENCE_ANSWERED) == ["priya@example.org"]


@pytest.mark.parametrize("facts", [{"is_active": False}, {"role": Role.VIEWER}])
def test_submit_tells_all_who_can_judge_where_whoever_asked_cannot_any_more(request_, facts):
    User.objects.exclude(email__in=["alex@example.org", "vera@example.org", "dana@example.org"]).exclude(
        pk=request_.sent_by_id
    ).update(is_active=False)
    User.objects.filter(pk=request_.sent_by_id).update(**facts)
    answer(request_)

    assert told(NoticeKind.EVIDENCE_ANSWERED) == ["alex@example.org"]


def test_return_answer_tells_whoever_sent_it_where_the_lead_has_left(request_):
    colleague = factories.make_lead("colin@example.org")
    factories.make_lead("others@example.org")
    answer(request_, by=colleague)
    User.objects.filter(pk=request_.lead_id).update(is_active=False)
    request_.refresh_from_db()
    evidence.return_answer(request_, note="Which districts?", due_on=LATER.date(), by=request_.sent_by, at=LATER)

    assert told(NoticeKind.EVIDENCE_RETURNED) == ["colin@example.org"]


def test_return_answer_tells_everybody_at_the_force_where_nobody_who_dealt_with_it_is_left(request_):
    factories.make_lead("colin@example.org")
    answer(request_)
    User.objects.filter(pk=request_.lead_id).update(is_active=False)
    request_.refresh_from_db()
    evidence.return_answer(request_, note="Which districts?", due_on=LATER.date(), by=request_.sent_by, at=LATER)

    assert told(NoticeKind.EVIDENCE_RETURNED) == ["colin@example.org"]


@pytest.mark.django_db(transaction=True)
def test_a_request_waits_for_its_follow_ups_in_one_order_whatever_theirs_is_on_the_disk(request_):
    """The first is held by somebody else: the second may not be held meanwhile, or the two would deadlock."""
    first = request_.follow_ups.get()
    second = factories.make_follow_up(factories.make_finding(first.finding.inspection))
    request_.follow_ups.add(second)
    FollowUp.objects.filter(pk=first.pk).update(touched_at=LATER)  # now it lies behind the second

    with transaction.atomic():
        FollowUp.objects.select_for_update().get(pk=first.pk)
        thread = in_a_thread(lambda: evidence.withdraw(request_, reason="Not needed.", by=request_.sent_by, at=LATER))
        wait_until_somebody_waits()
        FollowUp.objects.select_for_update(nowait=True).get(pk=second.pk)
    thread.join()

    request_.refresh_from_db()
    assert request_.status == "withdrawn"
