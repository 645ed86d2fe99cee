"""My work: what is late, what is due, what waits for somebody to decide."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.counts import numbers
from responses import rules
from responses.filters.follow_up import SOON_DAYS
from responses.models import DateChange, EvidenceRequest, FollowUp, Handover, Invitation, Reminder, Response, wide
from responses.models import assurance as assured
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.response import BEING_WRITTEN
from responses.standing import Standing, standings

SHOWN = 10
CLOCKS_SHOWN = 5
REQUESTS_SHOWN = 25


@dataclass(frozen=True)
class Tile:
    """A number, and the address of exactly the rows that it counts (R50)."""

    number: int
    words: str
    address: str
    is_alert: bool = False


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    requests = _requests(user)
    visible = FollowUp.objects.visible_to(user)
    context = {
        "today": today,
        "tiles": _tiles(visible, user, today),
        "attention": _attention(visible, user, today),
        "reminders": Reminder.objects.visible_to(user).due(today).for_list(),
        "requests": requests[:REQUESTS_SHOWN],
        "has_more_requests": len(requests) > REQUESTS_SHOWN,
        "invitations": _invitations(user),
        "owed": _owed(user, today),
        "offered": _offered(user),
        "engaged": visible.engagements(today),
        "may_start": rules.can_start_follow_up(user),
    }
    return render(request, "responses/work/list.html", context)


def _attention(visible: FollowUpQuerySet, user: User, on: date) -> FollowUpQuerySet:
    """The person's own first. Numbers first, so that PostgreSQL does not join and sort every open row to show ten."""
    urgent = visible.open().due_soonest()
    own = list(urgent.of(user).values_list("pk", flat=True)[:SHOWN])
    others = urgent.exclude(pk__in=visible.of(user)).values_list("pk", flat=True)
    own += others[: SHOWN - len(own)] if len(own) < SHOWN else []
    return wide.listed(on).filter(pk__in=own).most_urgent_for(user)


def _tiles(visible: FollowUpQuerySet, user: User, on: date) -> list[Tile]:
    due = [
        _Count(visible.overdue(on), "overdue", "due=overdue", is_alert=True),
        _Count(visible.due_within(SOON_DAYS, on), f"due in the next {SOON_DAYS} days", "due=soon"),
        _Count(visible.waiting(), "waiting on others, not counted as overdue", "state=waiting", only_if_any=True),
    ]
    asked = EvidenceRequest.objects.visible_to(user)
    ours = [
        _Count(visible.asked_in(asked.to_judge()), "with evidence to review", "only=review"),
        _Count(visible.asked_about(DateChange.objects.asked()), "with another date asked for", "only=date"),
        _Count(visible.unallocated(), "with nobody assigned", "only=unallocated"),
        _Count(visible.to_recheck(on), "to be checked again", "due=recheck", only_if_any=True),
        _Count(visible.to_redate(on), "without a date, to be looked at again", "due=redate", only_if_any=True),
    ]
    checks = _Count(
        assured.check_come(visible, on),
        "with a next check due",
        address=reverse("responses:report-detail", args=["check-due"]),
    )
    ours = [*ours, checks, *_to_approve(user)] if user.is_office else []
    every = [*due, *ours, _Count(visible.open(), "open, of all types", "only=open")]
    numbered = zip(every, numbers(User.objects.filter(pk=user.pk), [count.rows for count in every]), strict=True)
    return [_tile(count, number) for count, number in numbered if number or not count.only_if_any]


@dataclass(frozen=True)
class _Count:
    """`query` is the list's of recommendations, unless `address` says of which list."""

    rows: QuerySet[Any]
    words: str
    query: str = ""
    is_alert: bool = False
    address: str = ""
    only_if_any: bool = False


def _to_approve(user: User) -> list[_Count]:
    """What waits for the review of this person (R82)."""
    rows = Response.objects.visible_to(user).in_review()
    address = f"{reverse('responses:response-list')}?show=review"
    count = _Count(rows, "with a response to approve", address=address, only_if_any=True)
    return [count] if user.role in rules.APPROVERS else []


def _tile(count: _Count, number: int) -> Tile:
    address = count.address or f"{reverse('responses:follow-up-list')}?{count.query}"
    return Tile(number, count.words, address, count.is_alert and number > 0)


def _requests(user: User) -> list[EvidenceRequest]:
    """What the force still has to answer, one more than is shown; the office reads of it on the recommendations."""
    if user.is_office:
        return []
    rows = EvidenceRequest.objects.visible_to(user).with_force().with_chase().select_related("lead", "delegate")
    return list(rows[: REQUESTS_SHOWN + 1])


def _invitations(user: User) -> list[Invitation]:
    """What the chief officer is invited to comment on; the office sees it on the responses."""
    if user.is_office:
        return []
    visible = Invitation.objects.visible_to(user).open().filter(response__status__in=BEING_WRITTEN)
    return list(visible.select_related("response__inspection").order_by("due_on", "pk"))


def _offered(user: User) -> list[Handover]:
    """By an office that wants to hand over to the person's, to who can confirm that (R56)."""
    if not (user.is_administrator and user.writes):
        return []
    return list(Handover.objects.waiting().filter(successor=user.policing_body_id).for_list())


def _owed(user: User, on: date) -> list[Standing]:
    """The most pressing first; those whose report has no date yet come before all."""
    visible = Response.objects.visible_to(user).select_related("inspection")
    rows = standings(visible.owed() | visible.asked_by_a_report(), on=on)
    return sorted(rows, key=lambda now: now.first_day_due or date.min)[:CLOCKS_SHOWN]
