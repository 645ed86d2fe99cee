"""Moving a deadline, and deciding on another date that a force asks for."""

from collections.abc import Callable, Iterable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from inspections.deadlines import shown
from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import offer_second, same_as
from oversight.versions import StaleError
from oversight.views import too_late
from responses import rules
from responses.dating import dates_of
from responses.forms.deadlines import AskDateForm, DecideDateForm, ReviseForm
from responses.models import DateChange, DateChangeStatus, Event, EventKind, EvidenceRequest, FollowUp
from responses.workflow import date_change as date_workflow
from responses.workflow import deadlines as workflow
from responses.workflow.follow_up import WrongStatusError

STATUSES = {
    "grant": DateChangeStatus.GRANTED,
    "set-another": DateChangeStatus.OTHERWISE,
    "refuse": DateChangeStatus.REFUSED,
}


@require_http_methods(["GET", "POST"])
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = _follow_up(request, pk)
    if not rules.can_revise_deadline(request.user, follow_up):
        raise PermissionDenied
    form = ReviseForm(request.POST or None, follow_up=follow_up, on=timezone.localdate())
    if form.is_valid() and _revised(request, follow_up, form):
        messages.success(request, f"The date of {follow_up.reference} is changed.")
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": form, "dates": dates_of(follow_up)}
    return render(request, "responses/deadlines/revise.html", context)


def _revised(request: SignedInRequest, follow_up: FollowUp, form: ReviseForm) -> bool:
    to, why = form.target(), form.why()
    once, seen = form.cleaned_data["submission_id"], form.cleaned_data["seen"]
    try:
        made = workflow.revise(
            follow_up, to=to, why=why, seen_before=seen, submission_id=once, by=request.user, at=timezone.now()
        )
        if not same_as(made, _columns(to, why)):
            offer_second(form, f"the change to {shown(made.deadline)}")
    except StaleError as error:
        form.show_conflict(error.current)  # type: ignore[arg-type]
    except workflow.SameDateError as error:
        form.add_error("deadline" if to.deadline.last_day else None, str(error))
    except WrongStatusError as error:
        form.add_error(None, str(error))
    return not form.errors


def _columns(to: workflow.Target, why: workflow.Why) -> dict[str, object]:
    return {"deadline": to.deadline, "to_source": to.source, "review_on": to.review_on, **vars(why)}


@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = _follow_up(request, pk)
    if not rules.can_ask_for_date(request.user, follow_up):
        raise PermissionDenied
    today = timezone.localdate()
    files = date_workflow.files_for(follow_up, request.user, on=today)
    form = AskDateForm(request.POST or None, files=files, on=today)
    if form.is_valid() and _asked(request, follow_up, form):
        messages.success(request, f"You have asked for another date for {follow_up.reference}.")
        return redirect(follow_up)
    context = {
        "follow_up": follow_up,
        "form": form,
        "dates": dates_of(follow_up),
        "waiting": follow_up.date_changes.waiting().first(),
        "requests": EvidenceRequest.objects.visible_to(request.user).filter(follow_ups=follow_up).with_force(),
    }
    return render(request, "responses/deadlines/ask.html", context)


def _asked(request: SignedInRequest, follow_up: FollowUp, form: AskDateForm) -> bool:
    facts = dict(form.cleaned_data)
    files = facts.pop("shown_with", [])
    try:
        made = date_workflow.ask(follow_up, **facts, files=files, by=request.user, at=timezone.now())
        if not same_as(made, facts) or set(made.files.all()) != set(files):
            offer_second(form, f"the question about {shown(made.deadline)}")
    except workflow.SameDateError as error:
        form.add_error("deadline", str(error))
    except WrongStatusError as error:
        form.add_error(None, str(error))
    return not form.errors


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    if not rules.can_decide_on_date(request.user, change):
        return _refuse(request, change, is_theirs=rules.can_follow_up(request.user, change.follow_up))
    form = DecideDateForm(request.POST or None, asked_for=change.deadline, on=timezone.localdate())
    if form.is_valid() and _decided(request, change, form):
        messages.success(request, f"The force is told what you decided about {change.follow_up.reference}.")
        return redirect(change.follow_up)
    follow_up = _follow_up(request, change.follow_up_id)
    context = {"change": change, "follow_up": follow_up, "form": form, "dates": dates_of(follow_up)}
    return render(request, "responses/deadlines/decide.html", context)


def _decided(request: SignedInRequest, change: DateChange, form: DecideDateForm) -> bool:
    facts = {"reason": form.cleaned_data["reason"], "by": request.user, "at": timezone.now()}
    verbs: dict[str, Callable[[], object]] = {
        "grant": lambda: date_workflow.grant(change, **facts),
        "refuse": lambda: date_workflow.refuse(change, **facts),
        "set-another": lambda: date_workflow.set_another(change, deadline=form.cleaned_data["deadline"], **facts),
    }
    try:
        verbs[form.cleaned_data["decision"]]()
    except date_workflow.PassedDateError as error:
        form.add_error("decision", str(error))
    except workflow.SameDateError as error:
        form.add_error("deadline", str(error))
    except WrongStatusError as error:
        form.add_error(None, str(error))
    return not form.errors


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    if not rules.can_withdraw_date(request.user, change):
        return _refuse(request, change, is_theirs=request.user.is_force_lead)
    if request.method == "POST":
        try:
            date_workflow.withdraw(change, by=request.user, at=timezone.now())
        except WrongStatusError as error:
            return too_late(request, str(error), back=change.follow_up.get_absolute_url())
        messages.success(request, f"You no longer ask for another date for {change.follow_up.reference}.")
        return redirect(change.follow_up)
    return render(request, "responses/deadlines/withdraw.html", {"change": change, "follow_up": change.follow_up})


def about_dates(user: User, follow_up: FollowUp, events: Iterable[Event], on: date) -> dict[str, object]:
    """For the page of the follow-up. Events of a question get what it is shown with."""
    changes = {each.asked_at: each for each in follow_up.date_changes.with_files(user, on)}
    for event in events:
        if event.kind == EventKind.DATE_ASKED:
            event.date_change = changes.get(event.at)
    return {
        "date_asked": next((each for each in changes.values() if each.waits and follow_up.is_open), None),
        "may_revise_deadline": rules.can_revise_deadline(user, follow_up),
        "may_decide_date": rules.can_revise_deadline(user, follow_up),
        "may_ask_for_date": rules.can_ask_for_date(user, follow_up),
        "may_rate": rules.can_rate(user, follow_up),
    }


def _refuse(request: SignedInRequest, change: DateChange, *, is_theirs: bool) -> HttpResponse:
    """The wrong person gets 403; the right one who comes too late is told so."""
    if not is_theirs:
        raise PermissionDenied
    if request.method == "POST" and _is_second_press(request, change):
        return redirect(change.follow_up)
    state = change.get_status_display().lower() if change.follow_up.is_open else "the recommendation is no longer open"
    reason = f"That cannot be done now: {state}."
    return too_late(request, reason, back=change.follow_up.get_absolute_url())


def _is_second_press(request: SignedInRequest, change: DateChange) -> bool:
    """Of one button: what this page asks for is what was decided."""
    if change.decided_by != request.user or change.status == DateChangeStatus.WITHDRAWN:
        return change.decided_by == request.user
    form = DecideDateForm(request.POST, asked_for=change.deadline, on=timezone.localdate())
    if not form.is_valid():
        return False
    decided = {"status": STATUSES[form.cleaned_data["decision"]], "decision_reason": form.cleaned_data["reason"]}
    another = change.revision.deadline if change.status == DateChangeStatus.OTHERWISE and change.revision else None
    return same_as(change, decided) and another == form.cleaned_data["deadline"]


def _follow_up(request: SignedInRequest, pk: int) -> FollowUp:
    return get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)


def _change(request: SignedInRequest, pk: int) -> DateChange:
    return get_object_or_404(
        DateChange.objects.visible_to(request.user).for_detail().with_files(request.user, timezone.localdate()), pk=pk
    )
