"""Half a year of ticks with outages: what was sent is what the history of each deadline calls for, no more, no less."""

import os
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from oversight.holidays import bank_holidays
from responses import ladder
from responses.clock import LONDON, local_day
from responses.models import FollowUp, Notice, NoticeStatus, WorkStatus
from responses.notices import outbox, planner
from tests import factories

START = datetime(2026, 10, 1, tzinfo=UTC)  # to Easter: both changes of the clock, and all bank holidays but three
DAYS = int(os.environ.get("DAYS_OF_LETTERS", "182"))  # 400 for the figure of the issue
PERIOD = timedelta(days=DAYS)
OUTAGES = DAYS // 9
TOO_LATE = timedelta(days=84 + 28)  # nobody is told of a day that passed so long ago


def ticks(dice):
    """Two a day, at any minute; none during an outage of one hour to three days."""
    outages = [(START + PERIOD * dice.random(), timedelta(hours=dice.randint(1, 72))) for _ in range(OUTAGES)]
    at = START
    while (at := at + timedelta(minutes=dice.randint(480, 960))) < START + PERIOD:
        if not any(begin <= at < begin + lasts for begin, lasts in outages):
            yield at


def changes(dice, follow_ups):
    """Moments at which somebody moves a deadline, there and perhaps back, or closes the follow-up."""
    for follow_up in follow_ups:
        at = START + PERIOD * dice.random()
        moved = follow_up.due_on + timedelta(days=dice.randint(-60, 60))
        yield at, follow_up, {"due_on": moved}
        if dice.random() < 0.5:
            yield at + timedelta(days=dice.randint(0, 40)), follow_up, {"due_on": follow_up.due_on}
        yield START + PERIOD * dice.random(), follow_up, {"status": WorkStatus.DONE}


def called_for(follow_up, on):
    step = ladder.latest_reached(follow_up.due_on, on, ladder.RUNGS["recommendation"], bank_holidays())
    if on - follow_up.due_on > TOO_LATE:
        return
    if follow_up.status != WorkStatus.DONE and step and not waits(follow_up.due_on, on):
        yield from ((follow_up.pk, follow_up.due_on, step.rung, person.email) for person in follow_up.people)


def waits(due_on, on):
    """For the next working day; unless the deadline comes before it."""
    off = {on + timedelta(days=days) for days in range(5) if all_off(on, days)}
    return bool(off) and due_on not in off


def all_off(on, days):
    return all(is_off(on + timedelta(days=each)) for each in range(days + 1))


def is_off(day):
    return day.weekday() > 4 or day in bank_holidays()


def make_follow_ups(dice):
    officer, lead = factories.make_officer(), factories.make_lead()
    for _ in range(12):
        follow_up = factories.make_follow_up(by=officer, lead=lead)
        follow_up.due_on = local_day(START) + timedelta(days=dice.randint(-30, DAYS + 30))
        follow_up.save()
        follow_up.people = [officer, lead]
        yield follow_up


@pytest.mark.django_db
def test_half_a_year_with_outages_sends_each_letter_that_is_called_for_once(mailoutbox):
    dice = random.Random(7)
    follow_ups = list(make_follow_ups(dice))
    coming = sorted(changes(dice, follow_ups), key=lambda change: change[0])
    expected = set()

    for at in ticks(dice):
        while coming and coming[0][0] <= at:
            _, follow_up, facts = coming.pop(0)
            for name, value in facts.items():
                setattr(follow_up, name, value)
            FollowUp.objects.filter(pk=follow_up.pk).update(**facts)
        planner.plan(on=local_day(at), at=at)
        outbox.send_owed(now=lambda at=at: at)
        if at >= ladder.due_at(local_day(at)):
            expected.update(letter for each in follow_ups for letter in called_for(each, local_day(at)))

    sent = Notice.objects.filter(status=NoticeStatus.SENT)
    assert set(sent.values_list("follow_up", "due_on", "rung", "address")) == expected
    assert len(mailoutbox) == len(expected) > 100
    assert not Notice.objects.filter(status__in=[NoticeStatus.FAILED, NoticeStatus.IN_DOUBT]).exists()


@pytest.mark.django_db
def test_both_changes_of_the_clock_leave_the_letter_at_eight():
    for day in (date(2026, 10, 25), date(2027, 3, 28)):
        for on in (day - timedelta(days=1), day, day + timedelta(days=1)):
            assert ladder.due_at(on).astimezone(LONDON).time() == ladder.SENT_AT
