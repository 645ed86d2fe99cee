"""Letters that are owed on one morning, and how the outbox fares with them."""

from datetime import UTC, date, datetime, timedelta

from responses.models import Notice, NoticeStatus
from responses.notices import outbox, planner
from tests import factories

DAY = date(2025, 1, 30)
AT = datetime(2025, 1, 30, 8, tzinfo=UTC)  # the morning of the 30-day letter for 1 March 2025
MINUTE = timedelta(minutes=1)


def owe(lead="dana@example.org", officer="priya@example.org"):
    """One follow-up whose two letters are owed at AT."""
    follow_up = factories.make_follow_up(by=factories.make_officer(officer), lead=factories.make_lead(lead))
    planner.plan(on=DAY, at=AT)
    return follow_up


def owe_one(lead="dana@example.org"):
    follow_up = owe(lead)
    Notice.objects.exclude(address=lead).update(status=NoticeStatus.SUPPRESSED, reason="Not in this test.")
    return Notice.objects.get(address=lead), follow_up


def send(at=AT):
    return outbox.send_owed(now=lambda: at)


def answers(notice):
    return list(notice.tries.values_list("number", "code", "answer"))
