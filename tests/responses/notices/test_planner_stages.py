"""Letters about the office's own plan of a response, and about its clocks."""

from datetime import date, datetime, time, timedelta

import pytest

from responses.clock import LONDON
from responses.models import Notice, NoticeKind, Response, ResponseRule
from responses.notices import outbox, planner
from tests import factories

pytestmark = pytest.mark.django_db
STAGE = NoticeKind.STAGE_DUE
A_YEAR_LATER = date(2025, 8, 30)


def plan(on):
    at = datetime.combine(on, time(8), LONDON)
    return planner.plan(on=on, at=at)


def plan_each_day(until, since=date(2024, 8, 30)):
    for number in range((until - since).days + 1):
        plan(since + timedelta(days=number))


def letters(kind=STAGE, **facts):
    return list(
        Notice.objects.filter(kind=kind, **facts).order_by("due_on", "pk").values_list("owed_at__date", "due_on")
    )


def confirmed(published_on=date(2024, 8, 30), **facts):
    who = factories.make_approver()
    return factories.make_inspection(
        published_on=published_on, publication_confirmed_at=factories.AT, publication_confirmed_by=who, **facts
    )


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org")


@pytest.fixture
def response(officer):
    response = factories.make_response(confirmed())
    officer.policing_body.staff.exclude(pk=officer.pk).update(is_active=False)
    return response


def change(response, **facts):
    Response.objects.filter(pk=response.pk).update(**facts)


def test_a_stage_has_one_letter_three_days_before_it(response):
    plan_each_day(date(2024, 9, 12))
    plan(date(2024, 10, 2))
    plan(date(2024, 10, 30))

    # Three days before Thursday 5 September 2024; nothing is done, so no later stage is next.
    assert letters() == [(date(2024, 9, 2), date(2024, 9, 5))]


def due_on_one_day(response):
    """With so short a period, each of the stages is planned for the first day."""
    factories.make_rule(in_force_from=date(2024, 8, 1), period_days=3)
    change(response, invited_on=None)


def test_two_stages_of_one_day_have_a_letter_each(response):
    due_on_one_day(response)
    plan(date(2024, 8, 30))
    change(response, invited_on=date(2024, 8, 30))
    plan(date(2024, 8, 30))
    plan(date(2024, 8, 30))

    keys = Notice.objects.filter(kind=STAGE).order_by("pk").values_list("key", "status")
    assert [(key.rpartition(":")[2], status) for key, status in keys] == [
        ("invite", "suppressed"),
        ("comments", "pending"),
    ]


@pytest.mark.parametrize(("status", "more"), [("sent", 0), ("pending", 1)])
def test_a_letter_sent_before_its_key_named_the_stage_is_not_sent_again(response, status, more):
    plan(date(2024, 9, 2))
    letter = Notice.objects.get(kind=STAGE)
    old_key = letter.key.removesuffix(":invite")
    sent_at = factories.AT if status == "sent" else None
    Notice.objects.filter(pk=letter.pk).update(key=old_key, status=status, sent_at=sent_at)

    assert letter.key != old_key
    assert plan(date(2024, 9, 2)) == more


def test_each_stage_has_its_letter_when_it_is_next(response):
    plan_each_day(date(2024, 9, 4))
    change(response, invited_on=date(2024, 9, 4))
    plan_each_day(date(2024, 10, 1), since=date(2024, 9, 27))
    change(response, comments_received_on=date(2024, 10, 1))
    plan_each_day(date(2024, 10, 6), since=date(2024, 10, 2))
    change(response, status="in-review")
    plan_each_day(date(2024, 10, 14), since=date(2024, 10, 7))
    change(response, status="approved", approved_at=factories.AT, approved_by=factories.make_approver())
    plan_each_day(date(2024, 10, 24), since=date(2024, 10, 15))

    assert letters(recipient__email="priya@example.org") == [
        (date(2024, 9, 2), date(2024, 9, 5)),
        (date(2024, 9, 30), date(2024, 10, 3)),
        (date(2024, 10, 4), date(2024, 10, 8)),  # three days before is Saturday 5 October
        (date(2024, 10, 11), date(2024, 10, 15)),
        (date(2024, 10, 15), date(2024, 10, 18)),
    ]


def test_a_plan_found_late_makes_no_burst(response):
    assert plan(date(2024, 9, 12)) == 1  # the invitation, planned a week ago
    change(response, invited_on=date(2024, 9, 12), comments_received_on=date(2024, 9, 13))
    Notice.objects.all().delete()

    assert plan(date(2024, 10, 16)) == 1
    assert letters() == []  # the draft was planned more than a week ago: the clock's letter speaks
    assert letters(NoticeKind.RESPONSE_DUE) == [(date(2024, 10, 16), date(2024, 10, 24))]


def test_the_letter_is_taken_back_when_its_stage_is_done(response):
    plan(date(2024, 9, 2))
    change(response, invited_on=date(2024, 9, 2))
    plan(date(2024, 9, 3))

    assert list(Notice.objects.values_list("kind", "status", "reason")) == [
        ("stage-due", "suppressed", "It is answered or closed, or its deadline has moved.")
    ]


def test_the_letter_is_not_sent_when_its_stage_was_done_this_morning(response, smtp_sink):
    plan(date(2024, 9, 2))
    change(response, invited_on=date(2024, 9, 2))
    outbox.send_owed(now=lambda: datetime(2024, 9, 2, 9, tzinfo=LONDON))

    assert smtp_sink.letters == []
    assert Notice.objects.get().status == "suppressed"


def test_comments_with_a_date_have_their_own_letters_alone(response):
    change(response, invited_on=date(2024, 9, 4), comments_due_on=date(2024, 9, 27))
    plan(date(2024, 9, 26))

    assert letters() == []
    assert letters(NoticeKind.COMMENTS_DUE) == [(date(2024, 9, 26), date(2024, 9, 27))]


@pytest.mark.parametrize(
    "facts",
    [
        {"section_55": "voluntary", "section_55_reason": "Not the subject."},
        {"status": "published", "published_on": date(2024, 9, 2)},
    ],
)
def test_no_letter_where_no_clock_runs(response, facts):
    if facts.get("status"):
        facts |= {"approved_at": factories.AT, "approved_by": factories.make_approver()}
    change(response, **facts)

    assert plan(date(2024, 9, 2)) == 0


def test_no_letter_while_the_day_of_the_report_is_not_confirmed(officer):
    factories.make_response()

    assert plan(date(2024, 9, 2)) == 0


def test_the_letter_of_the_clock_is_about_the_first_of_two_to_end(response):
    """R7"""
    response.also_answers.add(confirmed(date(2024, 8, 20)))
    plan(date(2024, 10, 11))

    assert letters(NoticeKind.RESPONSE_DUE, recipient__email="priya@example.org") == [
        (date(2024, 10, 11), date(2024, 10, 14))
    ]


def test_a_new_rule_moves_the_letters_of_later_reports_only(response):
    """R61"""
    ResponseRule.objects.create(in_force_from=date(2017, 5, 2), period_days=56, source="The law")
    factories.make_rule(in_force_from=date(2025, 8, 1), period_days=28, source="A later law")
    factories.make_response(confirmed(A_YEAR_LATER), slug="later")

    plan(date(2024, 10, 16))
    plan(date(2025, 9, 19))

    days = Notice.objects.filter(kind="response-due", recipient__email="priya@example.org").values_list(
        "due_on", flat=True
    )
    assert set(days) == {date(2024, 10, 24), date(2025, 9, 26)}


@pytest.mark.parametrize("count", [1, 3])
def test_plan_costs_the_same_however_many_responses(officer, django_assert_num_queries, count):
    for _ in range(count):
        factories.make_response(confirmed())

    with django_assert_num_queries(21):
        assert plan(date(2024, 9, 2)) == (1 + count) * count
