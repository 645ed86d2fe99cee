"""Which findings a person may be told of: a force of no report that is not out, unless it is its own (R36, R51)."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, OuterRef, Subquery
from django.db.models.lookups import Exact

from inspections.models import Finding
from oversight.accounts.models import User
from responses.models.follow_up import FollowUp

ANOTHER = "another recommendation"  # to who may not be told which


def others_of(follow_up: FollowUp, pks: Collection[int | None], user: User) -> dict[int, Finding]:
    """Findings with `followed_up`: what the reader follows each up by, for the same force, and office where it does."""
    same = FollowUp.objects.visible_to(user).filter(finding=OuterRef("pk"), force=follow_up.force_id)
    nearest = same.order_by(Exact(F("policing_body"), follow_up.policing_body_id).desc(), "-pk")
    rows = Finding.objects.select_related("inspection").annotate(followed_up=Subquery(nearest.values("pk")[:1]))
    return dict(rows.in_bulk(set(pks) - {None, follow_up.finding_id}))


def named_to(user: User, findings: Collection[Finding], on: date) -> set[int]:
    """Own ones are asked for only where a report is not out."""
    named = {each.pk for each in findings if user.is_office or each.inspection.is_out(on)}
    secret = {each.pk for each in findings} - named
    own = FollowUp.objects.visible_to(user).filter(finding__in=secret) if secret else FollowUp.objects.none()
    return named.union(own.values_list("finding", flat=True))
