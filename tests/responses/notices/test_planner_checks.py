"""The office's own next check of what it believes: one letter a week before, one on the day, none to the force."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from responses import emails
from responses.clock import LONDON
from responses.models import FollowUp, Notice, NoticeKind
from responses.notices import outbox, planner
from responses.workflow import assurance
from responses.workflow import follow_up as follow_ups
from tests import factories

pytestmark = pytest.mark.django_db
CHECK = date(2025, 5, 14)  # a Wednesday
BEFORE = date(2025, 5, 7)


@pytest.fixture
def checked():
    """Without a deadline, so that all letters are about the check."""
    officer, lead = factories.make_officer("priya@example.org"), factories.make_lead("dana@example.org")
    follow_up = factories.make_follow_up(factories.make_finding(deadline=""), by=officer, lead=lead)
    log(follow_up, next_check_on=CHECK)
    return follow_up


def log(follow_up, *, made_on=date(2025, 2, 3), **facts):
    said = {"level": "partly", "method": "visit", "text": "Two of four.", "is_publishable": True}
    at = morning(made_on)
    assurance.log(follow_up, **said, made_on=made_on, submission_id=uuid4(), by=follow_up.officer, at=at, **facts)


def morning(day):
    return datetime.combine(day, time(8, 0), LONDON)


def owed(on):
    planner.plan(on=on, at=morning(on))
    letters = Notice.objects.filter(kind=NoticeKind.CHECK_DUE, status="pending")
    return sorted(letters.values_list("address", "due_on", "rung"))


def test_plan_writes_about_the_next_check_to_the_officer_alone(checked):
    assert owed(BEFORE - timedelta(days=1)) == []
    assert owed(BEFORE) == [("priya@example.org", CHECK, 7)]
    assert owed(CHECK) == [("priya@example.org", CHECK, 0)]


def test_plan_writes_about_a_check_once_however_often_and_late_it_looks(checked):
    days = [BEFORE + timedelta(days=number) for number in range(20)]

    for day in days:
        owed(day)

    assert Notice.objects.filter(kind=NoticeKind.CHECK_DUE).count() == 2


def test_plan_writes_to_the_office_where_the_officer_has_left(checked):
    checked.officer.is_active = False
    checked.officer.save()

    assert owed(CHECK) == [("hampshire-pcc@example.org", CHECK, 0)]


@pytest.mark.parametrize("next_check_on", [None, date(2025, 8, 1)], ids=["no further check", "a later one"])
def test_plan_takes_the_letter_back_when_a_later_update_has_come(checked, next_check_on):
    assert owed(BEFORE) != []

    log(checked, made_on=BEFORE, next_check_on=next_check_on)

    assert owed(BEFORE + timedelta(days=1)) == []


def test_claim_sends_no_letter_about_a_check_that_a_later_update_has_made(checked):
    owed(BEFORE)
    log(checked, made_on=BEFORE)

    assert outbox.claim(morning(BEFORE)) is None
    assert Notice.objects.get(kind=NoticeKind.CHECK_DUE).status == "suppressed"


def test_plan_keeps_the_check_of_the_latest_day_when_an_earlier_day_is_logged_after_it(checked):
    log(checked, made_on=date(2025, 1, 6), next_check_on=date(2025, 5, 9))

    assert owed(BEFORE) == [("priya@example.org", CHECK, 7)]


@pytest.mark.parametrize("status", ["withdrawn", "done"])
def test_plan_writes_nothing_about_a_check_of_what_is_over(checked, status):
    follow_ups.move(checked, status, by=checked.officer, at=morning(date(2025, 3, 3)))

    assert owed(CHECK) == []


def test_plan_writes_about_a_check_of_what_was_opened_again_whoever_had_closed_it(checked):
    FollowUp.objects.update(closed_on=date(2025, 3, 3), closed_by=checked.officer, status="in-progress")

    assert owed(CHECK) == [("priya@example.org", CHECK, 0)]


def test_plan_writes_nothing_about_a_check_of_what_the_inspectorate_has_closed(checked):
    FollowUp.objects.update(closed_on=date(2025, 3, 3), closed_by=checked.officer, status="done")

    assert owed(CHECK) == []


def test_letter_about_a_check_names_the_day_and_none_of_our_words(checked, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    owed(CHECK)

    letter = emails.letter(Notice.objects.for_letter().get(rung=0))

    assert letter.subject == f"Check {checked.reference} again on 14 May 2025: {checked.title}"
    assert letter.body == (
        f"{checked.title}\nReference: {checked.reference}\nForce: Hampshire and Isle of Wight\n\n"
        "Our last assurance update of this recommendation set the next check for 14 May 2025.\n\n"
        "Read what we said, and log what you find:\n"
        f"https://portal.example.org/recommendations/{checked.pk}/\n\n"
        "--\nPolice and Crime Commissioner for Hampshire and Isle of Wight\n"
        "This email was sent automatically. If you reply, your answer goes to the office.\n"
    )
