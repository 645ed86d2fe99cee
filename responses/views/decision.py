"""What all pages share that decide about one follow-up: who may, what is asked, and what is said when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import same_as
from oversight.templatetags.portal import gdatetime
from oversight.versions import StaleError
from oversight.views import too_late
from responses import rules
from responses.forms.closing import DecisionForm
from responses.models import Event, EventKind, FollowUp, State
from responses.templatetags.evidence import detail_for
from responses.workflow.closing import NoEvidenceError, OpenPartsError
from responses.workflow.follow_up import WrongStatusError
from responses.workflow.outcome import WrongFindingError
from responses.workflow.waiting import LoopError

REFUSALS = (LoopError, NoEvidenceError, OpenPartsError, WrongFindingError, WrongStatusError)


@dataclass(frozen=True)
class Decision:
    """`heading` and `done` name the follow-up where they say {}; `kind` is what the history says last."""

    can: Callable[[User, FollowUp], bool]
    form: Callable[..., DecisionForm]
    verb: Callable[..., None]
    heading: str
    button: str
    done: str
    kind: EventKind
    note: str = ""
    is_warning: bool = False


def decide(request: SignedInRequest, pk: int, decision: Decision) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)
    if not decision.can(request.user, follow_up):
        return _refuse(request, follow_up, decision)
    form = decision.form(request.POST or None, follow_up=follow_up, on=timezone.localdate())
    if form.is_valid() and _is_done(request, follow_up, decision, form):
        messages.success(request, decision.done.format(follow_up.reference))
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": form, "decision": decision}
    return render(request, "responses/follow_up/decide.html", context)


def _is_done(request: SignedInRequest, follow_up: FollowUp, decision: Decision, form: DecisionForm) -> bool:
    try:
        decision.verb(follow_up, **form.facts, by=request.user, at=timezone.now())
    except StaleError:
        if _is_second_press(request, follow_up, decision, form):
            return True
        current = FollowUp.objects.select_related("finding").get(pk=follow_up.pk)
        form.show_conflict(current, _told_last(request, current))
    except REFUSALS as error:
        form.add_error(None, str(error))
    return not form.errors


def _refuse(request: SignedInRequest, follow_up: FollowUp, decision: Decision) -> HttpResponse:
    """The wrong person gets 403; the right one who comes too late is told so, and gets the words back."""
    side = (rules.can_claim, rules.can_withdraw_claim)
    is_theirs = request.user.is_force_lead if decision.can in side else rules.can_follow_up(request.user, follow_up)
    if not is_theirs:
        raise PermissionDenied
    form = decision.form(request.POST or None, follow_up=follow_up, on=timezone.localdate())
    if form.is_valid() and _is_second_press(request, follow_up, decision, form):
        return redirect(follow_up)
    state = State(follow_up.state).label.lower()  # type: ignore[attr-defined]
    reason = f"That cannot be done now: {follow_up.reference} is {state}.{_told_last(request, follow_up)}"
    return too_late(request, reason, back=follow_up.get_absolute_url())


def _told_last(request: SignedInRequest, follow_up: FollowUp) -> str:
    """By whom and when it was changed, and in what words where the person may read them."""
    user, last = request.user, _last(request, follow_up)
    who = last.by.name_for(user, last.policing_body_id, follow_up.policing_body_id) if last and last.by else ""
    if not (last and who):
        return ""
    texts = [last.get_kind_display(), detail_for(last, user), last.reason] if rules.can_read(user, last) else []
    words = ". ".join(text.rstrip(".") for text in texts if text)
    return f" The last to change it was {who}, on {gdatetime(last.at)}" + (f": “{words}.”" if words else ".")


def _is_second_press(request: SignedInRequest, follow_up: FollowUp, decision: Decision, form: DecisionForm) -> bool:
    """Of one button: what happened last is what this page asks for, and the follow-up stands as it asks."""
    now, last = FollowUp.objects.get(pk=follow_up.pk), _last(request, follow_up)
    told = {"by": request.user, "kind": decision.kind, **form.told}
    return last is not None and same_as(last, told) and same_as(now, form.columns)


def _last(request: SignedInRequest, follow_up: FollowUp) -> Event | None:
    events: Any = Event.objects.visible_to(request.user).filter(follow_up=follow_up)
    return events.select_related("by").first()
