"""An administrator offers the office to its successor, whose administrator decides, and takes that back (R56)."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.bodies.models import PolicingBody, Succession
from responses import moving, rules
from responses.forms.succession import DecideForm, HandOverForm, TakeBackForm, WithdrawForm
from responses.models import Handover
from responses.workflow import handover as handovers
from responses.workflow import succession as workflow


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    office = _office(request)
    rows = Succession.objects.about(request.user.offices).for_list()
    offers = Handover.objects.visible_to(request.user).for_list()
    confirmed = {each.succession_id: each for each in offers if each.succession_id}
    context = {
        "office": office,
        "rows": [(row, confirmed.get(row.pk), rules.can_take_back_succession(request.user, row)) for row in rows],
        "offers": [each for each in offers if not each.succession_id],
        "may_hand_over": rules.can_hand_over(request.user) and not _offered(request),
    }
    return render(request, "responses/succession/list.html", context)


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest) -> HttpResponse:
    """A POST shows what would happen; one from that page offers it to the successor. Nothing moves yet."""
    if Handover.objects.sent_by(request.user, request.POST.get("submission_id", "")):
        return redirect("responses:succession-list")  # pressed twice
    form = _form(request)
    if not form.is_valid() or request.POST.get("step") == "change":
        return render(request, "responses/succession/hand_over.html", {"form": form})
    if "seen" in request.POST and _is_offered(request, form):
        return redirect("responses:succession-list")
    return _preview(request, form)


def _is_offered(request: SignedInRequest, form: HandOverForm) -> bool:
    facts = {name: form.cleaned_data[name] for name in ("reason", "submission_id")}
    seen, at = request.POST["seen"], timezone.now()
    try:
        offered = handovers.prepare(form.plan, **facts, seen=seen, by=request.user, at=at)
    except workflow.CannotMoveError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"Nothing has moved yet: {offered.names[1]} has to confirm it.")
    return True


def _preview(request: SignedInRequest, form: HandOverForm) -> HttpResponse:
    plan = form.plan
    context = {
        "form": form,
        "plan": plan,
        "going": moving.some(moving.going(plan)),
        "has_administrator": handovers.administrators(plan.successor).exists(),
        "staying": moving.some(moving.staying(plan)),
        "obstacles": list(moving.obstacles(plan)),
        "seen": moving.seen(plan),
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "seen", "step"}
            for value in values
        ],
    }
    return render(request, "responses/succession/preview.html", context)


@require_http_methods(["GET", "POST"])
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    office = _office(request)
    rows = Succession.objects.about(request.user.offices).for_list()
    succession = get_object_or_404(rows, pk=pk)
    if not rules.can_take_back_succession(request.user, succession):
        raise PermissionDenied
    form = TakeBackForm(request.POST or None)
    if form.is_valid() and _is_back(request, succession, form):
        return redirect("responses:succession-list")
    context = {
        "form": form,
        "office": office,
        "succession": succession,
        "coming_back": moving.some(moving.coming_back(succession)),
        "staying": moving.some(moving.staying_there(succession)),
        "obstacles": list(moving.obstacles_back(succession)),
    }
    return render(request, "responses/succession/take_back.html", context)


def _is_back(request: SignedInRequest, succession: Succession, form: TakeBackForm) -> bool:
    try:
        workflow.take_back(succession, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
    except workflow.CannotMoveError as error:
        form.add_error(None, str(error))
        return False
    _stay_signed_in(request)
    messages.success(request, f"{succession.names[0]} has its work back.")
    return True


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Both sides read what is offered; the successor's administrators answer."""
    handover = _handover(request, pk)
    may_decide = rules.can_decide_handover(request.user, handover)
    if request.method == "POST" and handover.is_waiting and not may_decide:
        raise PermissionDenied
    form = DecideForm(request.POST or None)
    if may_decide and form.is_valid() and _is_decided(request, handover, form):
        return redirect("responses:succession-list")
    plan = moving.plan_of(handover)
    context = {
        "handover": handover,
        "form": form if may_decide else None,
        "may_withdraw": rules.can_withdraw_handover(request.user, handover),
        "people": moving.joining(plan),
        "going": moving.some(moving.going(plan)),
        "staying": moving.some(moving.staying(plan)),
        "obstacles": list(moving.obstacles(plan)) if handover.is_waiting else [],
        "seen": moving.seen(plan),
    }
    return render(request, "responses/succession/decide.html", context)


def _is_decided(request: SignedInRequest, handover: Handover, form: DecideForm) -> bool:
    by, at, (before, after) = request.user, timezone.now(), handover.names
    try:
        if form.is_confirmed:
            handovers.confirm(handover, seen=request.POST.get("seen", ""), by=by, at=at)
        else:
            handovers.refuse(handover, reason=form.cleaned_data["reason"], by=by, at=at)
    except workflow.CannotMoveError as error:
        form.add_error(None, str(error))
        return False
    moved = f"{after} has taken the place of {before}."
    messages.success(request, moved if form.is_confirmed else f"Refused. {before} gets a letter.")
    return True


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    handover = _handover(request, pk)
    if not rules.can_withdraw_handover(request.user, handover):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and _is_withdrawn(request, handover, form):
        return redirect("responses:succession-list")
    return render(request, "responses/succession/withdraw.html", {"form": form, "handover": handover})


def _is_withdrawn(request: SignedInRequest, handover: Handover, form: WithdrawForm) -> bool:
    try:
        handovers.withdraw(handover, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except workflow.CannotMoveError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Withdrawn. Nothing has moved.")
    return True


def _handover(request: SignedInRequest, pk: int) -> Handover:
    _office(request)
    return get_object_or_404(Handover.objects.visible_to(request.user).for_list(), pk=pk)


def _offered(request: SignedInRequest) -> bool:
    return Handover.objects.waiting().filter(predecessor=request.user.policing_body_id).exists()


def _form(request: SignedInRequest) -> HandOverForm:
    office = _office(request)
    if not rules.can_hand_over(request.user):
        raise PermissionDenied
    return HandOverForm(request.POST or None, office=office, on=timezone.localdate())


def _office(request: SignedInRequest) -> PolicingBody:
    if not request.user.is_administrator:
        raise PermissionDenied
    return cast("PolicingBody", request.user.policing_body)  # an administrator has one


def _stay_signed_in(request: SignedInRequest) -> None:
    """Another office ends the sessions of a person; whoever has pressed the button stays."""
    update_session_auth_hash(request, User.objects.get(pk=request.user.pk))
