"""What the planner makes of requests for evidence that are out of the ordinary."""

from datetime import UTC, date, datetime

import pytest

from responses.models import FollowUp, Notice, WorkStatus
from responses.notices import planner
from responses.workflow import evidence as workflow
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2025, 1, 30)
AT = datetime(2025, 1, 30, 8, tzinfo=UTC)


def addresses():
    return sorted(Notice.objects.values_list("address", flat=True))


@pytest.fixture
def request_():
    lead, officer = factories.make_lead("dana@example.org"), factories.make_officer("priya@example.org")
    follow_up = factories.make_follow_up(factories.make_finding(deadline=""), lead=lead, by=officer)
    return factories.make_request(follow_up, lead=lead, sent_by=officer, due_on=date(2025, 1, 31))


@pytest.mark.parametrize("slip", [date.min, date.max])
def test_plan_owes_the_letters_of_the_others_when_one_date_is_a_slip(request_, slip):
    factories.make_request(request_.follow_ups.get(), due_on=slip)

    assert planner.plan(on=ON, at=AT) == 2
    assert addresses() == ["dana@example.org", "priya@example.org"]


@pytest.mark.parametrize(
    "facts",
    [
        {"status": WorkStatus.WITHDRAWN},
        {"assured_on": ON, "assured_reason": "Seen in March."},
        {"closed_on": ON, "status": WorkStatus.DONE},
    ],
)
def test_plan_owes_nothing_for_evidence_on_what_is_closed(request_, facts):
    people = {"assured_on": "assured_by", "closed_on": "closed_by"}
    facts |= {who: request_.sent_by for day, who in people.items() if day in facts}
    FollowUp.objects.update(**facts)

    assert planner.plan(on=ON, at=AT) == 0


def test_plan_owes_the_letters_for_evidence_while_one_of_its_follow_ups_is_open(request_):
    request_.follow_ups.add(factories.make_follow_up(factories.make_finding(deadline=""), status=WorkStatus.DONE))

    assert planner.plan(on=ON, at=AT) == 2


def test_plan_reminds_of_the_new_day_once_a_reply_is_returned(request_):
    planner.plan(on=ON, at=AT)
    answer = workflow.open_answer(request_, by=request_.lead, at=AT)
    workflow.save_draft(answer, version=0, text="Briefed.", force_rag="", claims_complete=False)
    workflow.submit(answer, version=1, by=request_.lead, at=AT)
    workflow.return_answer(request_, note="Which districts?", due_on=date(2025, 2, 14), by=request_.sent_by, at=AT)
    reminders = Notice.objects.filter(kind="evidence-due").order_by("due_on")

    planner.plan(on=date(2025, 2, 7), at=datetime(2025, 2, 7, 8, tzinfo=UTC))

    assert [(each.due_on, each.status) for each in reminders.filter(recipient=request_.lead)] == [
        (date(2025, 1, 31), "suppressed"),
        (date(2025, 2, 14), "pending"),
    ]
