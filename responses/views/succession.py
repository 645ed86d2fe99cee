"""An administrator hands the office over to its successor, and takes that back (R56)."""

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
from responses.forms.succession import HandOverForm, TakeBackForm
from responses.workflow import succession as workflow


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    office = _office(request)
    rows = Succession.objects.about(request.user.offices).for_list()
    context = {
        "office": office,
        "rows": [(row, rules.can_take_back_succession(request.user, row)) for row in rows],
        "may_hand_over": rules.can_hand_over(request.user),
    }
    return render(request, "responses/succession/list.html", context)


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest) -> HttpResponse:
    """A POST shows what would happen and changes nothing yet; one from that page does it."""
    if Succession.objects.sent_by(request.user, request.POST.get("submission_id", "")):
        return redirect("responses:succession-list")  # pressed twice
    form = _form(request)
    if not form.is_valid() or request.POST.get("step") == "change":
        return render(request, "responses/succession/hand_over.html", {"form": form})
    if "seen" in request.POST and _is_done(request, form):
        return redirect("responses:succession-list")
    return _preview(request, form)


def _is_done(request: SignedInRequest, form: HandOverForm) -> bool:
    facts = {name: form.cleaned_data[name] for name in ("reason", "submission_id")}
    seen, at = request.POST["seen"], timezone.now()
    try:
        done = workflow.hand_over(form.plan, **facts, seen=seen, by=request.user, at=at)
    except workflow.CannotMoveError as error:
        form.add_error(None, str(error))
        return False
    _stay_signed_in(request)
    messages.success(request, f"{done.names[1]} has taken the place of {done.names[0]}.")
    return True


def _preview(request: SignedInRequest, form: HandOverForm) -> HttpResponse:
    plan = form.plan
    context = {
        "form": form,
        "plan": plan,
        "going": moving.some(moving.going(plan)),
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
