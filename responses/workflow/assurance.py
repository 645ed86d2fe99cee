"""What the office comes to believe about a follow-up, and why."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from oversight.accounts.models import User
from responses.models import AssuranceUpdate, EventKind, FollowUp
from responses.workflow.follow_up import tell


@transaction.atomic
def log(
    follow_up: FollowUp,
    *,
    level: str,
    method: str,
    text: str,
    made_on: date,
    is_publishable: bool,
    submission_id: UUID,
    by: User,
    at: datetime,
) -> AssuranceUpdate:
    """Say what the office believes and why (R46). The latest day's level shows on the follow-up."""
    update, logged = AssuranceUpdate.objects.get_or_create(
        submission_id=submission_id,
        defaults={
            "follow_up": follow_up,
            "level": level,
            "method": method,
            "text": text,
            "made_on": made_on,
            "is_publishable": is_publishable,
            "by": by,
            "at": at,
        },
    )
    if logged:
        _show_latest(follow_up, at=at)
        tell(follow_up, EventKind.ASSURED, by=by, at=at, detail=update.get_level_display(), assurance_update=update)
    return update


def _show_latest(follow_up: FollowUp, *, at: datetime) -> None:
    FollowUp.objects.select_for_update().get(pk=follow_up.pk)  # two at once: the later day wins, not the later save
    latest = follow_up.updates.first()
    if latest:
        FollowUp.objects.filter(pk=follow_up.pk).update(
            assurance_level=latest.level, assurance_on=latest.made_on, touched_at=at
        )
    follow_up.refresh_from_db()
