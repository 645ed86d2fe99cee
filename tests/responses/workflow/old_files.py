"""A file whose time is over, and the days about it."""

from datetime import UTC, date, datetime

from responses.models import FollowUp, WorkStatus
from tests import factories
from tests.factories import AT

LAST_DAY = date(2031, 3, 31)  # six years after the financial year of AT
DUE = datetime(2031, 4, 1, 9, tzinfo=UTC)


def make_old_file(follow_up=None, **facts):
    """Sent at AT about one that is done since; the first of April 2031 is the first day on which it is due."""
    follow_up = follow_up or factories.make_follow_up(status=WorkStatus.DONE)
    status = facts.pop("status", "accepted")
    answer = factories.make_round(factories.make_request(follow_up, status=status), submitted_at=AT)
    return factories.make_file(answer, **facts)


def follow_up_of(file):
    return file.round.request.follow_ups.get()


def change(follow_up, **facts):
    FollowUp.objects.filter(pk=follow_up.pk).update(**facts)
