"""Waiting on another recommendation, or on another body."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from oversight.versions import StaleError
from responses.models import FollowUp, WaitingOn, WorkStatus
from responses.workflow import assurance, closing, outcome, waiting
from responses.workflow.follow_up import WrongStatusError
from responses.workflow.waiting import Awaited
from tests import factories
from tests.locks import in_a_thread, wait_until_somebody_waits
from tests.meanwhile import just_after, just_before

pytestmark = pytest.mark.django_db

AT = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
ON = date(2025, 2, 10)
COLLEGE = Awaited(WaitingOn.COLLEGE, until=date(2025, 6, 1))


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def follow_up():
    return factories.make_follow_up(factories.make_finding(reference="SE-2024-SOC-R1"), lead=factories.make_lead())


def wait(follow_up, officer, awaited=COLLEGE, at=AT, **facts):
    waiting.wait(follow_up, awaited=awaited, reason="Guidance is awaited.", by=officer, at=at, **facts)


def last_event(follow_up):
    event = follow_up.events.latest("pk")
    return event.kind, event.detail, event.reason, event.audience


def last_named(follow_up):
    return follow_up.events.latest("pk").named


def another(reference="SE-2024-SOC-R2", **facts):
    return factories.make_follow_up(factories.make_finding(reference=reference), **facts)


def test_wait_says_for_whom_since_when_until_when_and_why(follow_up, officer):
    wait(follow_up, officer)

    assert (follow_up.waiting_since, follow_up.waiting_on) == (ON, "college")
    assert (follow_up.waiting_until, follow_up.waiting_reason) == (date(2025, 6, 1), "Guidance is awaited.")
    assert follow_up.status == WorkStatus.IN_PROGRESS
    told = "for the College of Policing, until 1 June 2025"
    assert last_event(follow_up) == ("waiting", told, "Guidance is awaited.", "force")


@pytest.mark.parametrize(
    ("awaited", "told"),
    [
        (Awaited(WaitingOn.NPCC), "for the National Police Chiefs’ Council"),
        (Awaited(WaitingOn.FORCE, "Kent Police"), "for Kent Police"),
        (Awaited(WaitingOn.OTHER, "Crown Prosecution Service"), "for Crown Prosecution Service"),
    ],
)
def test_wait_names_the_body(follow_up, officer, awaited, told):
    wait(follow_up, officer, awaited)

    assert last_event(follow_up)[1] == told


def test_what_waits_counts_as_waiting_and_not_as_overdue(follow_up, officer):
    wait(follow_up, officer)
    late = follow_up.due_on + timedelta(days=1)

    assert FollowUp.objects.overdue(late).count() == 0
    assert [each.state for each in FollowUp.objects.waiting().with_state()] == ["waiting"]


def test_wait_again_changes_for_whom_and_keeps_since_when(follow_up, officer):
    wait(follow_up, officer)
    wait(follow_up, officer, Awaited(WaitingOn.HOME_OFFICE), at=AT + timedelta(days=30))

    assert (follow_up.waiting_since, follow_up.waiting_on, follow_up.waiting_until) == (ON, "home-office", None)


def test_wait_refuses_a_page_from_before_somebody_else_changed_it(follow_up, officer):
    seen = follow_up.version
    wait(follow_up, officer)

    with pytest.raises(StaleError):
        wait(follow_up, officer, Awaited(WaitingOn.NPCC), version=seen)


@pytest.mark.parametrize("status", [WorkStatus.DONE, WorkStatus.WITHDRAWN])
def test_wait_refuses_what_nobody_works_on(officer, status):
    follow_up = another(status=status)

    with pytest.raises(WrongStatusError, match="is not being worked on, so it waits for nobody"):
        wait(follow_up, officer)


def test_wait_for_another_recommendation_ends_when_that_is_over(follow_up, officer):
    other = another()
    wait(follow_up, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=other))

    outcome.end(other, how=WorkStatus.WITHDRAWN, reason="It is for others.", by=officer, at=AT)

    follow_up.refresh_from_db()
    assert (follow_up.waiting_since, follow_up.waiting_on, follow_up.waiting_for) == (None, "", None)
    assert last_event(follow_up) == ("wait-ended", "another recommendation is over", "", "force")
    assert last_named(follow_up) == other.finding


def test_wait_for_another_recommendation_keeps_its_name_apart_from_the_words_for_all(follow_up, officer):
    other = another()

    wait(follow_up, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=other, until=date(2025, 6, 1)))

    assert last_event(follow_up)[1] == "for another recommendation, until 1 June 2025"
    assert last_named(follow_up) == other.finding


def test_wait_refuses_another_that_is_over(follow_up, officer):
    other = another(status=WorkStatus.DONE)

    with pytest.raises(WrongStatusError, match="SE-2024-SOC-R2 is over, so there is nothing to wait for"):
        wait(follow_up, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=other))


def test_wait_refuses_a_loop_of_any_length(follow_up, officer):
    second, third = another(), another("SE-2024-SOC-R3")
    wait(second, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=third))
    wait(third, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=follow_up))

    with pytest.raises(waiting.LoopError, match="SE-2024-SOC-R2 waits for SE-2024-SOC-R1 itself"):
        wait(follow_up, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=second))


def test_wait_refuses_to_wait_for_itself(follow_up, officer):
    with pytest.raises(waiting.LoopError):
        wait(follow_up, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=follow_up))


def test_stop_waiting_says_after_how_long_and_why(follow_up, officer):
    wait(follow_up, officer)

    waiting.stop_waiting(follow_up, reason="It is published.", by=officer, at=AT + timedelta(days=21))

    assert (follow_up.waiting_since, follow_up.waiting_until, follow_up.waiting_reason) == (None, None, "")
    assert last_event(follow_up) == ("wait-ended", "after 21 days", "It is published.", "force")


def test_stop_waiting_refuses_what_does_not_wait(follow_up, officer):
    with pytest.raises(WrongStatusError, match="is not waiting any more"):
        waiting.stop_waiting(follow_up, reason="It is published.", by=officer, at=AT)


@pytest.mark.parametrize("status", [WorkStatus.HELD, WorkStatus.WITHDRAWN])
def test_what_is_held_or_ends_waits_no_longer(follow_up, officer, status):
    wait(follow_up, officer)

    if status == WorkStatus.HELD:
        outcome.hold(follow_up, until=date(2025, 8, 11), reason="Half a year.", by=officer, at=AT)
    else:
        outcome.end(follow_up, how=status, reason="It is for others.", by=officer, at=AT)

    assert (follow_up.status, follow_up.waiting_since) == (status, None)


@pytest.mark.django_db(transaction=True)
def test_two_waits_that_close_a_loop_together_begin_one_after_the_other():
    officer = factories.make_officer()
    first, second, third, fourth = (another(f"SE-2024-SOC-R{number}") for number in range(1, 5))
    wait(second, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=third))
    wait(fourth, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=first))
    told, threads = [], []

    def close_the_loop():
        try:
            wait(third, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=fourth))
        except waiting.LoopError as error:
            told.append(str(error))

    def meanwhile():
        threads.append(in_a_thread(close_the_loop))
        wait_until_somebody_waits()

    with just_before('UPDATE "responses_followup"', meanwhile):
        wait(first, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=second))
    threads[0].join()

    assert told == ["SE-2024-SOC-R4 waits for SE-2024-SOC-R3 itself. Enter another one."]


@pytest.mark.django_db(transaction=True)
def test_what_is_awaited_is_superseded_by_somebody_else_at_once_without_a_deadlock(follow_up, officer):
    other, newer = another(lead=follow_up.lead), factories.make_finding()
    how = {"how": WorkStatus.SUPERSEDED, "newer": newer, "reason": "It says the same."}

    with transaction.atomic():  # whose commit names the finding
        wait(follow_up, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=other))
        thread = in_a_thread(lambda: outcome.end(other, **how, by=officer, at=AT))
        wait_until_somebody_waits()
    thread.join()

    follow_up.refresh_from_db()
    assert (follow_up.waiting_since, last_named(follow_up)) == (None, other.finding)


@pytest.mark.django_db(transaction=True)
def test_what_is_awaited_ends_while_somebody_changes_both_without_a_deadlock(follow_up, officer):
    other, threads = another(lead=follow_up.lead), []
    wait(follow_up, officer, Awaited(WaitingOn.RECOMMENDATION, follow_up=other))
    seen = {"method": "visit", "text": "All four.", "made_on": ON, "is_publishable": False, "submission_id": uuid4()}
    levels = {follow_up: "partly", other: "partly"}

    def change_both():
        threads.append(in_a_thread(lambda: assurance.log_several(levels, **seen, by=officer, at=AT)))
        wait_until_somebody_waits()

    with just_after('UPDATE "responses_followup"', change_both):
        closing.sign_off(other, reason="Seen in every district.", without="A visit showed it.", by=officer, at=AT)
    threads[0].join()

    follow_up.refresh_from_db()
    assert (follow_up.waiting_since, follow_up.assurance_level) == (None, "partly")
