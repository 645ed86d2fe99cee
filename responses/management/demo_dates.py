"""What the demo shows of dates: one that moved, one that a force asks for, one that nobody has set."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from inspections.deadlines import Deadline, Precision
from oversight.accounts.models import User
from responses.clock import local_day
from responses.models import DueSource, FollowUp
from responses.workflow import date_change, deadlines
from responses.workflow.deadlines import Target, Why


def move(follow_up: FollowUp, *, to: date, by: User, at: datetime) -> None:
    reason = "The new system goes live later than planned. Teams check by hand until then."
    _revise(follow_up, Target(DueSource.OFFICE, _day(to)), reason, by=by, at=at)


def align(follow_up: FollowUp, *, by: User, at: datetime) -> None:
    reason = "The inspectorate looks at this again when it next visits the region."
    review_on = local_day(at) + timedelta(days=365)
    _revise(follow_up, Target(DueSource.ALIGNED, review_on=review_on), reason, by=by, at=at)


def _revise(follow_up: FollowUp, to: Target, reason: str, *, by: User, at: datetime) -> None:
    why = Why(reason, "the performance meeting", local_day(at))
    seen = deadlines.seen(follow_up)
    deadlines.revise(follow_up, to=to, why=why, seen_before=seen, submission_id=uuid4(), by=by, at=at)


def ask(follow_up: FollowUp, *, to: date, by: User, at: datetime) -> None:
    date_change.ask(
        follow_up,
        deadline=_day(to),
        reason="The supplier delivers the last part in the summer.",
        meanwhile="Two people look through a sample of searches every week.",
        evidence="",
        submission_id=uuid4(),
        by=by,
        at=at,
        files=date_change.files_for(follow_up, by, on=local_day(at))[:1],
    )


def _day(day: date) -> Deadline:
    return Deadline(f"{day.day} {day:%B %Y}", Precision.DAY, day)
