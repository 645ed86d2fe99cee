"""Watching what is for others to deliver: nothing is asked of the force, and nothing is late (R35)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inspections.models import Addressee
from responses.models import Applicability, FollowUp, Notice, NoticeKind, WaitingOn, WorkStatus
from responses.models.assurance import check_come
from responses.notices import planner
from responses.workflow import closing, outcome, waiting
from responses.workflow.candidates import Candidate
from responses.workflow.follow_up import WrongStatusError
from responses.workflow.waiting import Awaited
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
LATE = date(2025, 3, 8)  # a week after its deadline
UNSEEN = {"reason": "Seen in every district.", "without": "A visit showed it."}


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org")


@pytest.fixture
def follow_up(officer):
    finding = factories.make_finding(reference="SE-2024-SOC-R1")
    return factories.make_follow_up(finding, lead=factories.make_lead("dana@example.org"), officer=officer)


def watch(follow_up, officer, reason="It is for the College."):
    outcome.end(follow_up, how=Applicability.WATCHED, reason=reason, by=officer, at=AT)


def last_event(follow_up):
    event = follow_up.events.latest("pk")
    return event.kind, event.detail, event.reason, event.audience


def close(follow_up, officer):
    closing.record_closure(follow_up, closed_on=AT.date(), level=None, reference="", by=officer, at=AT)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], False),
        (["npcc"], True),
        (["college", "home-office", "iopc"], True),
        (["npcc", "all-chief-constables"], False),
        (["policing-body"], False),
    ],
)
def test_a_finding_is_for_others_where_no_force_and_no_policing_body_is_addressed(kinds, expected):
    finding = factories.make_finding()
    Addressee.objects.bulk_create(Addressee(finding=finding, kind=kind) for kind in kinds)

    assert Candidate(finding, factories.make_force()).is_for_others is expected


def test_what_is_watched_is_not_open_not_overdue_and_nobody_is_missing(follow_up, officer):
    watch(follow_up, officer)

    rows = FollowUp.objects.all()
    counted = [rows.open(), rows.overdue(LATE), rows.unallocated(), rows.undated(), rows.unreviewed()]
    assert [each.count() for each in counted] == [0, 0, 0, 0, 0]
    assert [(each.state, each.due_on) for each in rows.with_state()] == [("watched", date(2025, 3, 1))]
    assert last_event(follow_up) == (
        "status-changed",
        "For others to deliver: watched",
        "It is for the College.",
        "force",
    )


def test_what_is_watched_sends_no_reminders_but_those_of_a_check_that_the_officer_set(follow_up, officer):
    watch(follow_up, officer)
    checked = {"assurance_level": "no-evidence", "assurance_on": AT.date(), "next_check_on": LATE}
    FollowUp.objects.update(**checked)

    sent = planner.reminders(LATE, planner.SOURCES)

    assert [(each.kind, each.to.address) for each in sent] == [(NoticeKind.CHECK_DUE, "priya@example.org")]
    assert check_come(FollowUp.objects.all(), LATE).count() == 1


def test_take_up_makes_it_the_forces_and_is_no_reopening(follow_up, officer):
    watch(follow_up, officer)

    outcome.take_up(follow_up, reason="The College has handed it on.", by=officer, at=AT)

    assert (follow_up.status, follow_up.applicability, follow_up.reopened_count) == ("in-progress", "applies", 0)
    assert last_event(follow_up) == ("opened", "Applies", "The College has handed it on.", "force")
    assert FollowUp.objects.overdue(LATE).count() == 1
    assert Notice.objects.get().kind == "decided"


def test_take_up_refuses_what_is_not_watched(follow_up, officer):
    with pytest.raises(WrongStatusError, match="SE-2024-SOC-R1 is not watched any more"):
        outcome.take_up(follow_up, reason="It is ours.", by=officer, at=AT)


def test_watch_refuses_what_is_watched_already_or_over(follow_up, officer):
    signed_off = factories.make_follow_up()
    closing.sign_off(signed_off, reason="Seen at work everywhere.", without="A visit showed it.", by=officer, at=AT)
    watch(follow_up, officer)

    for each in (follow_up, signed_off):
        with pytest.raises(WrongStatusError, match="can no longer be watched"):
            watch(each, officer)


def test_what_is_watched_can_stop_being_so(follow_up, officer):
    watch(follow_up, officer)

    outcome.end(follow_up, how=WorkStatus.WITHDRAWN, reason="The College refused.", by=officer, at=AT)

    assert follow_up.status == WorkStatus.WITHDRAWN


def test_a_wait_for_what_is_watched_ends_when_the_inspectorate_closes_it(follow_up, officer):
    waiter = factories.make_follow_up(lead=follow_up.lead)
    watch(follow_up, officer)
    awaited = Awaited(WaitingOn.RECOMMENDATION, follow_up=follow_up)
    waiting.wait(waiter, awaited=awaited, reason="They write the guidance.", by=officer, at=AT)

    close(follow_up, officer)

    waiter.refresh_from_db()
    assert (follow_up.status, waiter.waiting_since) == (WorkStatus.DONE, None)


def test_a_wait_goes_on_where_what_it_waits_for_is_watched_from_now_on(follow_up, officer):
    waiter = factories.make_follow_up(lead=follow_up.lead)
    awaited = Awaited(WaitingOn.RECOMMENDATION, follow_up=follow_up)
    waiting.wait(waiter, awaited=awaited, reason="They write the guidance.", by=officer, at=AT)

    watch(follow_up, officer)

    waiter.refresh_from_db()
    assert waiter.waiting_for == follow_up


def test_a_closure_that_is_removed_leaves_it_watched_as_before(follow_up, officer):
    watch(follow_up, officer)
    close(follow_up, officer)

    closing.remove_closure(follow_up, reason="A slip.", by=officer, at=AT)

    assert (follow_up.status, follow_up.applicability) == (WorkStatus.WATCHED, Applicability.WATCHED)


@pytest.mark.parametrize("is_closed", [False, True])
def test_there_is_nothing_to_sign_off_where_the_force_delivers_nothing(follow_up, officer, is_closed):
    watch(follow_up, officer)
    if is_closed:
        close(follow_up, officer)

    with pytest.raises(WrongStatusError, match="is not followed up any more"):
        closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)


def test_what_stands_above_is_not_held_up_by_a_part_that_is_watched_nor_moved_by_one_if_it_is(officer):
    whole = factories.make_finding()
    limbs = [factories.make_finding(whole.inspection, parent=whole, limb=letter) for letter in "ab"]
    above, *parts = [factories.make_follow_up(each) for each in (whole, *limbs)]

    watch(parts[0], officer)
    watch(parts[1], officer)
    above.refresh_from_db()
    is_ready = above.status
    watch(above, officer)
    outcome.take_up(parts[0], reason="It is ours.", by=officer, at=AT + timedelta(days=1))

    above.refresh_from_db()
    assert (is_ready, above.status) == (WorkStatus.SUBMITTED, WorkStatus.WATCHED)
