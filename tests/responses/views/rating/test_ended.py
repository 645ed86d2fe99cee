"""The day after a colour by hand ends, the story says so, once (R48)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from responses import tasks
from responses.models import FollowUp, RatingOverride, WorkStatus
from responses.workflow import rating as workflow
from tests import factories
from tests.meanwhile import just_before
from tests.reading import text_of

pytestmark = pytest.mark.django_db
SET = datetime(2025, 3, 10, 9, 30, tzinfo=UTC)
LAST_DAY = date(2025, 4, 1)
NIGHT = datetime(2025, 4, 2, 2, 30, tzinfo=UTC)
ENDED = "green, set by hand on 10 March 2025 until 1 April 2025, has ended"
RULE = "; by the rule it is red (past its date)"


@pytest.fixture
def late():
    """Due on 1 March 2025."""
    return factories.make_follow_up(lead=factories.make_lead())


def rate(follow_up, colour="green", *, until=LAST_DAY, at=SET):
    facts = {"seen_before": workflow.seen(follow_up), "submission_id": uuid4(), "reason": "Seen."}
    workflow.rate(follow_up, colour=colour, until=until, on=at.date(), by=factories.make_officer(), at=at, **facts)


def tell(at=NIGHT):
    workflow.tell_ended(on=at.date(), at=at)


def told(follow_up):
    """What the portal has said, oldest first."""
    return list(follow_up.events.filter(by=None).order_by("at", "pk").values_list("kind", "detail", "audience"))


def line(detail):
    return ("rated", detail, "office")


def test_the_night_after_its_last_day_the_history_says_that_a_colour_has_ended(client, late, time_machine):
    rate(late)
    tell(NIGHT - timedelta(days=1))
    before = told(late)
    time_machine.move_to(NIGHT, tick=False)
    tasks.clear()
    client.force_login(factories.make_officer())
    ours = text_of(client.get(late.get_absolute_url()))
    client.force_login(late.lead)
    theirs = text_of(client.get(late.get_absolute_url()))

    assert (before, told(late)) == ([], [line(ENDED + RULE)])
    assert f"Rating changed by the portal 2 April 2025 at 3:30am {ENDED.capitalize()}".casefold() in ours.casefold()
    assert "set by hand" not in theirs


def test_each_end_is_told_once_whatever_runs_twice_or_not_at_all(late):
    rate(late)
    with just_before('SELECT "responses_followup"', tell):  # another worker in the same moment
        tell()
    rate(late, "amber", until=date(2025, 4, 4), at=NIGHT + timedelta(hours=8))
    for days in (10, 11):
        tell(NIGHT + timedelta(days=days))

    second = "amber, set by hand on 2 April 2025 until 4 April 2025, has ended"
    assert told(late) == [line(ENDED + RULE), line(second + RULE)]


def test_two_that_ended_while_nobody_told_are_both_told_later(late):
    rate(late)
    rate(late, "amber", until=date(2025, 4, 4), at=NIGHT + timedelta(hours=8))
    tell(NIGHT + timedelta(days=10))

    second = "amber, set by hand on 2 April 2025 until 4 April 2025, has ended"
    assert told(late) == [line(ENDED + RULE), line(second + RULE)]


def test_the_rule_does_not_count_again_where_another_colour_is_set_meanwhile(late):
    rate(late)
    rate(late, "amber", until=date(2025, 5, 1), at=NIGHT)
    tell(NIGHT + timedelta(hours=1))

    assert told(late) == [line(ENDED)]


@pytest.mark.parametrize("colour", ["amber", ""])
def test_what_was_replaced_while_it_held_has_not_ended_by_its_day(late, colour):
    rate(late)
    rate(late, colour, until=date(2025, 5, 1) if colour else None, at=SET + timedelta(days=22))
    tell()

    assert told(late) == []


def test_of_what_is_no_longer_open_nothing_is_told(late):
    rate(late)
    FollowUp.objects.update(status=WorkStatus.DONE)
    tell()

    assert told(late) == []


@pytest.mark.parametrize(("days", "lines"), [(31, 1), (32, 0)])
def test_what_ended_long_ago_is_no_news_where_something_is_opened_again(late, days, lines):
    rate(late)
    tell(datetime(2025, 4, 1, 2, 30, tzinfo=UTC) + timedelta(days=days))

    assert len(told(late)) == lines


def test_one_end_that_cannot_be_told_does_not_keep_the_others(late, caplog):
    """A colour that this release does not know, as after going back to an earlier one."""
    unknown = {"colour": "purple", "until": LAST_DAY, "reason": "Seen.", "by": factories.make_officer(), "at": SET}
    other = factories.make_follow_up()
    RatingOverride.objects.create(follow_up=late, **unknown)
    rate(other)
    tell()

    assert [told(late), len(told(other))] == [[], 1]
    assert caplog.messages == [f"The end of a colour by hand of follow-up {late.pk} cannot be told"]
