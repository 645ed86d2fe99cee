from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from responses import ladder
from responses.clock import LONDON
from responses.models import Batch, FollowUp, Notice, NoticeKind, NoticeStatus, WorkStatus
from responses.notices import planner
from responses.workflow import follow_up as workflow
from tests import factories
from tests.responses.notices.planning import letters, morning, plan

pytestmark = pytest.mark.django_db
JANUARY_30 = date(2025, 1, 30)  # 30 days before Saturday 1 March 2025 is a Thursday


def make_follow_up(finding=None, **facts):
    officer = facts.pop("by", None) or factories.make_officer("priya@example.org")
    lead = facts.pop("lead", None) or factories.make_lead("dana@example.org")
    return factories.make_follow_up(finding, by=officer, lead=lead, **facts)


def test_plan_owes_the_letters_for_a_saturday_on_working_days_before_it():
    make_follow_up()
    late_november = [date(2024, 11, 25) + timedelta(days=n) for n in range(8)]
    last_weeks = [date(2025, 1, 27) + timedelta(days=n) for n in range(34)]

    for day in late_november + last_weeks:
        plan(day)

    assert sorted(set(Notice.objects.values_list("owed_at", "rung", "due_on"))) == [
        (datetime(2024, 11, 29, 8, tzinfo=UTC), 90, date(2025, 3, 1)),  # 90 days before is a Sunday
        (datetime(2025, 1, 30, 8, tzinfo=UTC), 30, date(2025, 3, 1)),
        (datetime(2025, 2, 14, 8, tzinfo=UTC), 14, date(2025, 3, 1)),
        (datetime(2025, 2, 21, 8, tzinfo=UTC), 7, date(2025, 3, 1)),
        (datetime(2025, 2, 28, 8, tzinfo=UTC), 1, date(2025, 3, 1)),
    ]


def test_plan_writes_to_the_lead_and_to_the_officer():
    make_follow_up()

    assert plan(JANUARY_30) == 2
    assert letters() == [("dana@example.org", 30), ("priya@example.org", 30)]


def test_plan_owes_nothing_the_second_time():
    make_follow_up()
    plan(JANUARY_30)

    assert plan(JANUARY_30) == 0
    assert plan(JANUARY_30 + timedelta(days=1)) == 0
    assert Notice.objects.count() == 2


def test_plan_before_eight_owes_the_letter_at_eight():
    make_follow_up()
    plan(JANUARY_30, at=datetime(2025, 1, 30, 0, 5, tzinfo=LONDON))

    assert set(Notice.objects.values_list("owed_at", "next_attempt_at")) == {
        (morning(JANUARY_30), morning(JANUARY_30)),
    }


def test_plan_in_summer_owes_the_letter_at_eight_british_summer_time():
    make_follow_up(factories.make_finding(deadline="By 31 July 2025"))
    plan(date(2025, 7, 1))

    assert Notice.objects.values_list("owed_at", flat=True).first() == datetime(2025, 7, 1, 7, tzinfo=UTC)


def test_plan_after_an_outage_owes_only_the_most_urgent_step():
    make_follow_up()
    plan(date(2024, 12, 2))
    plan(date(2025, 2, 22), at=datetime(2025, 2, 22, 11, 30, tzinfo=LONDON))  # back after the steps 30, 14 and 7

    assert letters(address="dana@example.org") == [("dana@example.org", 7), ("dana@example.org", 90)]
    monday = datetime(2025, 2, 24, 8, tzinfo=UTC)
    assert Notice.objects.get(rung=7, address="dana@example.org").owed_at == monday


def test_plan_makes_up_a_letter_on_a_saturday_when_the_deadline_does_not_wait():
    make_follow_up()
    saturday = datetime(2025, 3, 1, 11, 30, tzinfo=LONDON)

    plan(saturday.date(), at=saturday)

    assert set(Notice.objects.values_list("rung", "owed_at")) == {(1, saturday)}


def test_plan_owes_a_letter_again_on_the_next_working_day_when_the_deadline_moves_back_on_a_sunday():
    follow_up = make_follow_up()
    plan(date(2025, 2, 14), at=datetime(2025, 2, 14, 0, 5, tzinfo=LONDON))
    FollowUp.objects.filter(pk=follow_up.pk).update(due_on=date(2026, 3, 1))
    plan(date(2025, 2, 15))
    FollowUp.objects.filter(pk=follow_up.pk).update(due_on=date(2025, 3, 1))

    plan(date(2025, 2, 16))

    assert set(Notice.objects.values_list("status", "next_attempt_at")) == {
        (NoticeStatus.PENDING, datetime(2025, 2, 17, 8, tzinfo=UTC))
    }


def test_plan_owes_one_letter_for_what_was_long_overdue_when_it_was_entered():
    make_follow_up(factories.make_finding(deadline="By 1 June 2024"))

    for days in range(30):
        plan(date(2024, 9, 2) + timedelta(days=days))

    assert letters() == [("dana@example.org", -84), ("priya@example.org", -84)]


def test_plan_writes_weekly_once_it_is_overdue():
    make_follow_up()

    for days in range(16):
        plan(date(2025, 3, 2) + timedelta(days=days))

    assert letters(address="dana@example.org") == [("dana@example.org", rung) for rung in (-14, -7, -1, 1)]


def test_plan_owes_nothing_without_a_deadline():
    make_follow_up(factories.make_finding(deadline=""))

    assert plan(JANUARY_30) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"status": WorkStatus.DONE},
        {"status": WorkStatus.WITHDRAWN},
        {"status": WorkStatus.NOT_APPLICABLE, "applicability": "does-not-apply", "applicability_reason": "No cells."},
        {"closed": "closed"},
        {"closed": "assured"},
    ],
)
def test_plan_owes_nothing_for_what_is_closed(facts):
    officer = factories.make_officer()
    closures = {
        "closed": {"closed_on": JANUARY_30, "closed_by": officer, "status": "done"},
        "assured": {"assured_on": JANUARY_30, "assured_by": officer, "assured_reason": "Seen in March."},
    }
    facts = facts | closures.get(facts.pop("closed", ""), {})
    follow_up = make_follow_up()
    FollowUp.objects.filter(pk=follow_up.pk).update(**facts)

    assert plan(JANUARY_30) == 0


def test_plan_takes_back_what_was_closed_before_it_was_sent():
    follow_up = make_follow_up()
    plan(JANUARY_30, at=datetime(2025, 1, 30, 0, 5, tzinfo=LONDON))
    FollowUp.objects.filter(pk=follow_up.pk).update(status=WorkStatus.DONE)
    plan(JANUARY_30, at=datetime(2025, 1, 30, 0, 6, tzinfo=LONDON))

    assert set(Notice.objects.values_list("status", "reason")) == {
        (NoticeStatus.SUPPRESSED, "It is answered or closed, or its deadline has moved.")
    }


def test_plan_takes_back_no_other_letter_than_those_of_what_was_closed():
    closed, left = make_follow_up(), factories.make_follow_up(lead=factories.make_lead("ravi@example.org"))
    moved = factories.make_follow_up(lead=factories.make_lead("sam@example.org"))
    plan(JANUARY_30)
    FollowUp.objects.filter(pk=closed.pk).update(status=WorkStatus.DONE)
    FollowUp.objects.filter(pk=moved.pk).update(due_on=date(2025, 4, 15))
    plan(JANUARY_30)

    def told(follow_up):
        return set(follow_up.notices.values_list("rung", "status", "reason"))

    assert [status for _rung, status, _reason in told(closed)] == [NoticeStatus.SUPPRESSED]
    assert told(left) == {(30, NoticeStatus.PENDING, "")}
    assert told(moved) == {(30, NoticeStatus.SUPPRESSED, "The deadline has moved."), (90, NoticeStatus.PENDING, "")}


def test_plan_takes_back_the_letters_of_a_deadline_that_moved_and_owes_those_of_the_new_one():
    follow_up = make_follow_up()
    plan(JANUARY_30)
    FollowUp.objects.filter(pk=follow_up.pk).update(due_on=date(2025, 4, 15))
    plan(JANUARY_30)

    assert set(Notice.objects.values_list("due_on", "rung", "status", "reason")) == {
        (date(2025, 3, 1), 30, NoticeStatus.SUPPRESSED, "The deadline has moved."),
        (date(2025, 4, 15), 90, NoticeStatus.PENDING, ""),
    }


def test_plan_owes_a_letter_again_when_the_deadline_moves_back_before_it_was_sent():
    follow_up = make_follow_up()
    moves = [date(2025, 4, 15), date(2025, 3, 1)] * 3
    plan(JANUARY_30)
    for minute, due_on in enumerate(moves):
        FollowUp.objects.filter(pk=follow_up.pk).update(due_on=due_on)
        plan(JANUARY_30, at=morning(JANUARY_30) + timedelta(minutes=minute))

    assert letters(status=NoticeStatus.PENDING) == [("dana@example.org", 30), ("priya@example.org", 30)]
    assert letters(status=NoticeStatus.SUPPRESSED) == [("dana@example.org", 90), ("priya@example.org", 90)]
    assert set(Notice.objects.filter(status=NoticeStatus.PENDING).values_list("owed_at", "reason")) == {
        (morning(JANUARY_30) + timedelta(minutes=5), "")
    }


def test_plan_does_not_repeat_a_sent_letter_when_the_deadline_moves_and_moves_back():
    follow_up = make_follow_up()
    plan(JANUARY_30)
    Notice.objects.update(status=NoticeStatus.SENT, sent_at=morning(JANUARY_30))
    for due_on in [date(2025, 12, 1), date(2025, 3, 1)]:
        FollowUp.objects.filter(pk=follow_up.pk).update(due_on=due_on)
        plan(JANUARY_30)

    assert Notice.objects.exclude(status=NoticeStatus.SENT).count() == 0


def test_plan_takes_back_a_waiting_letter_when_the_next_step_is_reached():
    make_follow_up()
    plan(date(2025, 2, 21))
    plan(date(2025, 2, 28))

    assert set(Notice.objects.values_list("rung", "status", "reason")) == {
        (7, NoticeStatus.SUPPRESSED, "A later reminder takes its place."),
        (1, NoticeStatus.PENDING, ""),
    }


def test_plan_writes_to_the_mailbox_when_the_lead_has_left():
    follow_up = make_follow_up()
    follow_up.lead.is_active = False
    follow_up.lead.save()
    plan(JANUARY_30)

    assert letters() == [("hampshire-pcc@example.org", 30), ("priya@example.org", 30)]


def test_plan_writes_to_the_mailbox_when_nobody_is_named():
    follow_up = make_follow_up()
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=None)
    plan(JANUARY_30)

    assert letters() == [("hampshire-pcc@example.org", 30), ("priya@example.org", 30)]


def test_plan_does_not_write_to_a_lead_who_moved_to_another_force():
    follow_up = make_follow_up()
    follow_up.lead.force = factories.make_force("kent", "Kent Police")
    follow_up.lead.save()
    plan(JANUARY_30)

    assert letters() == [("hampshire-pcc@example.org", 30), ("priya@example.org", 30)]


def test_plan_writes_to_everybody_who_decides_where_an_office_has_no_mailbox():
    follow_up = make_follow_up()
    factories.make_approver("alex@example.org")
    factories.make_viewer("vera@example.org")
    factories.make_administrator("adam@example.org")
    factories.make_officer("gone@example.org", is_active=False)
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=None)
    follow_up.policing_body.mailbox = ""
    follow_up.policing_body.save()
    plan(JANUARY_30)

    assert letters() == [("alex@example.org", 30), ("priya@example.org", 30)]


def test_plan_writes_to_the_administrator_where_nobody_else_is_left():
    follow_up = make_follow_up()
    factories.make_administrator("adam@example.org")
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=None, officer=None)
    follow_up.officer.is_active = False
    follow_up.officer.save()
    follow_up.policing_body.mailbox = ""
    follow_up.policing_body.save()
    plan(JANUARY_30)

    assert letters() == [("adam@example.org", 30)]


def test_plan_reminds_the_new_lead_after_a_handover():
    follow_up = make_follow_up()
    plan(JANUARY_30)
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=factories.make_lead("sam@example.org"))
    plan(JANUARY_30 + timedelta(days=1))

    assert letters(status=NoticeStatus.PENDING) == [("priya@example.org", 30), ("sam@example.org", 30)]
    assert Notice.objects.get(address="dana@example.org").reason == "Somebody else now answers for it."


@pytest.mark.parametrize(
    ("assigned_on", "is_reminded"),
    [(JANUARY_30 - timedelta(days=1), True), (JANUARY_30, False), (JANUARY_30 + timedelta(days=3), False)],
)
@pytest.mark.parametrize("several", [False, True])
def test_plan_leaves_the_steps_before_an_assignment_to_its_letter(assigned_on, is_reminded, several):
    follow_ups = [make_follow_up(by=factories.make_officer(), lead=factories.make_lead()) for _ in range(1 + several)]
    lead, at = factories.make_lead("sam@example.org"), morning(assigned_on)
    who = {"lead": lead, "officer": follow_ups[0].officer, "by": follow_ups[0].officer, "at": at}
    if several:
        batch = Batch.objects.create(by=who["by"], policing_body=who["by"].policing_body, at=at)
        [workflow.assign(each, **who, batch=batch) for each in follow_ups]
        Notice.objects.owe(NoticeKind.ASSIGNED_SEVERAL, to=lead, follow_up=follow_ups[0], at=at)
    else:
        workflow.assign(follow_ups[0], **who)

    plan(JANUARY_30 + timedelta(days=4))

    due = Notice.objects.filter(kind=NoticeKind.FOLLOW_UP_DUE, address="sam@example.org")
    assert due.count() == (len(follow_ups) if is_reminded else len(follow_ups) - 1)  # it names the date of one
    plan(date(2025, 2, 14))
    assert due.filter(rung=14).count() == len(follow_ups)


def test_plan_writes_to_nobody_who_takes_over_what_is_long_past():
    make_follow_up(factories.make_finding(deadline="By 1 September 2024"))

    assert plan(JANUARY_30) == 0


def test_plan_reminds_of_an_evidence_request_while_it_is_with_the_force():
    lead, officer = factories.make_lead("dana@example.org"), factories.make_officer("priya@example.org")
    request = factories.make_request(lead=lead, sent_by=officer, due_on=date(2025, 1, 31))
    FollowUp.objects.update(due_on=None, due_source="none", due_wording="", due_precision="none")

    assert plan(date(2025, 1, 24)) == 2
    assert letters(kind=NoticeKind.EVIDENCE_DUE) == [("dana@example.org", 7), ("priya@example.org", 7)]

    request.status = "answered"
    request.save()
    assert plan(date(2025, 1, 30)) == 0


def test_plan_takes_back_the_letter_to_an_office_of_one_when_its_day_moves_or_the_next_step_comes():
    factories.make_officer("priya@example.org")
    response = factories.make_response(invited_on=date(2024, 9, 5), comments_due_on=date(2024, 9, 27))
    plan(date(2024, 9, 20))
    plan(date(2024, 9, 24))
    type(response).objects.update(comments_due_on=date(2024, 10, 1))
    plan(date(2024, 9, 24))

    assert list(Notice.objects.order_by("pk").values_list("rung", "due_on", "status", "reason")) == [
        (7, date(2024, 9, 27), NoticeStatus.SUPPRESSED, "A later reminder takes its place."),
        (3, date(2024, 9, 27), NoticeStatus.SUPPRESSED, "The deadline has moved."),
        (7, date(2024, 10, 1), NoticeStatus.PENDING, ""),
    ]


def test_plan_keeps_a_letter_until_the_morning_of_the_next_step():
    make_follow_up()
    plan(JANUARY_30)

    assert set(Notice.objects.values_list("expires_at", flat=True)) == {morning(date(2025, 2, 14))}


@pytest.mark.parametrize("count", [3, 30])
def test_plan_costs_the_same_however_many_follow_ups(django_assert_num_queries, count):
    officer, lead = factories.make_officer(), factories.make_lead()
    for _ in range(count):
        factories.make_follow_up(by=officer, lead=lead)

    with django_assert_num_queries(17):
        assert plan(JANUARY_30) == 2 * count
    with django_assert_num_queries(16):
        assert plan(JANUARY_30) == 0


@pytest.mark.django_db(transaction=True)
def test_plan_twice_at_once_owes_each_letter_once():
    for _ in range(20):
        factories.make_follow_up(by=factories.make_officer(), lead=factories.make_lead())

    def plan_in_a_thread(_n):
        try:
            return plan(JANUARY_30)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(plan_in_a_thread, range(16)))

    assert Notice.objects.count() == 40


def test_ladder_reaches_no_further_than_the_planner_looks():
    for kind, source in planner.SOURCES.items():
        first = max(source.ladder.days_before)
        for days in range(366 * 3):
            due_on = date(2024, 1, 1) + timedelta(days=days)
            send_on = ladder.send_day(due_on, first, planner.bank_holidays())
            assert due_on - timedelta(days=first) - send_on <= planner.REACH, kind
