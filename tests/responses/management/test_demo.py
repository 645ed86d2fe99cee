"""The demo: every state has something to show, it is told once, and its sign-ins work."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from oversight.accounts.models import User
from oversight.bodies.models import Force
from responses.management import demo_data
from responses.models import Event, FollowUp, Notice, NoticeStatus, RequestStatus, ResponseStatus, State
from tests.stories import told_once

pytestmark = pytest.mark.django_db


def run():
    told = StringIO()
    call_command("demo", stdout=told)
    return told.getvalue()


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, _settings_of_a_test_run):
    with told_once(django_db_blocker):
        yield run()


def test_demo_keeps_out_of_a_portal_that_is_in_use():
    call_command("load_reference_data")
    User.objects.create_user(
        "lead@example.org", name="Real Lead", role="force-lead", force=Force.objects.get(code="hampshire")
    )

    assert run() == ""
    assert FollowUp.objects.count() == 0


def test_demo_without_forces_says_what_to_do():
    with pytest.raises(CommandError, match="There are no forces yet. Run: manage.py load_reference_data"):
        run()


def test_demo_tells_a_sign_in_for_each_kind_of_person(told, client):
    for kind, email, *_ in demo_data.OFFICE:
        assert email in told
        assert client.login(email=email, password=demo_data.PASSWORD)
        assert User.objects.get(email=email).role == kind
    assert "lead@demo.example.org" in told


def test_demo_has_something_in_every_state_and_leads_to_old_and_new_values(told):
    states = set(FollowUp.objects.with_state().values_list("state", flat=True))
    requests = set(FollowUp.objects.values_list("evidence_requests__status", flat=True)) - {None}
    responses = set(FollowUp.objects.values_list("finding__inspection__responses__status", flat=True)) - {None}

    # No step of the demo leaves a thing in these.
    assert set(State) - states == set()
    assert set(RequestStatus) - requests == {RequestStatus.WITHDRAWN}
    assert set(ResponseStatus) - responses == {ResponseStatus.APPROVED, ResponseStatus.WITHDRAWN}

    contexts = set(Event.objects.filter(kind__in=["assigned", "waiting", "claimed"]).values_list("context", flat=True))
    assert (len(contexts) > 1, None in contexts) == (True, False)


def test_demo_tells_the_two_real_inspections_with_their_deadlines(told):
    due = {
        follow_up.reference: str(follow_up.deadline)
        for follow_up in FollowUp.objects.select_related("finding").filter(due_on__lt="2026-01-01")
    }

    assert due == {
        "SE-2024-SOC-R1": "1 March 2025",
        "SE-2024-SOC-R2": "1 September 2025",
        "ROCU-2021-R1": "February 2022",
        "ROCU-2021-R2": "February 2022",
    }


def test_demo_is_told_once(told):
    before = FollowUp.objects.count()

    assert run() == told
    assert FollowUp.objects.count() == before


def test_demo_leaves_no_letter_of_days_past_to_be_sent(told):
    waiting = Notice.objects.exclude(status=NoticeStatus.SENT)

    assert all(
        notice.owed_at.date() >= max(FollowUp.objects.values_list("touched_at__date", flat=True)) for notice in waiting
    )
