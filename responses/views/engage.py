"""A force as its office, or its own people, see it: its times in Engage and what drives them (R62)."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.bodies.models import Force
from oversight.bodies.models.body import ForceQuerySet
from oversight.templatetags.portal import gdate
from responses import rules
from responses.forms.engage import EndForm, EnterForm
from responses.models import Event, FollowUp
from responses.workflow import engage as workflow

DRIVERS_SHOWN = 100


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not request.user.is_office:
        raise Http404
    today = timezone.localdate()
    return render(
        request, "responses/engage/list.html", {"forces": _forces(request.user, today).engaged(today).in_order()}
    )


@require_safe
def detail(request: SignedInRequest, code: str) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    force = get_object_or_404(_forces(user, today).named(today), code=code)
    visible = FollowUp.objects.visible_to(user).of_forces([str(force.pk)])  # as the list that the numbers lead to
    driving = visible.filter(force=force).driving_engage(today)
    times = [each for each in force.engagements.all() if not each.is_to_come(today)]
    context = {
        "force": force,
        "today": today,
        "now": next((each for each in times if each.holds_on(today)), None),
        "times": times,
        # What drives it is the office's opinion and not for the force (R44).
        "drivers": driving.for_list().due_soonest()[:DRIVERS_SHOWN] if user.is_office else [],
        "open": visible.open().count(),
        "overdue": visible.overdue(today).count(),
        "events": Event.objects.visible_to(user).filter(force=force).for_timeline(),
        "may_tag": rules.can_tag_several(user),
        "may_record": rules.can_record_engage(user, force, today),
    }
    return render(request, "responses/engage/detail.html", context)


@require_http_methods(["GET", "POST"])
def enter(request: SignedInRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    force = _recorded(request, code, today)
    form = EnterForm(request.POST or None, on=today)
    if form.is_valid():
        try:
            known = workflow.enter(force, **form.cleaned_data, by=request.user, at=timezone.now())
        except workflow.EngagedError as error:
            form.add_error("starts_on", str(error))
        else:
            first, last = gdate(known.starts_on), gdate(known.ends_on)
            told = f"was in Engage from {first} to {last}" if last else f"has been in Engage since {first}"
            messages.success(request, f"{force} {told}.")
            return redirect("responses:force-detail", force.code)
    return render(request, "responses/engage/enter.html", {"force": force, "form": form})


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    today = timezone.localdate()
    force = _recorded(request, code, today)
    engagement = get_object_or_404(force.engagements.select_related("force"), pk=pk)
    form = EndForm(request.POST or None, on=today, began_on=engagement.starts_on)
    if form.is_valid():
        try:
            workflow.end(engagement, **form.cleaned_data, by=request.user, at=timezone.now())
        except workflow.EngagedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{force} was in Engage until {gdate(form.cleaned_data['ends_on'])}.")
            return redirect("responses:force-detail", force.code)
    return render(request, "responses/engage/end.html", {"force": force, "engagement": engagement, "form": form})


def _recorded(request: SignedInRequest, code: str, on: date) -> Force:
    force = get_object_or_404(_forces(request.user, on), code=code)
    if not rules.can_record_engage(request.user, force, on):
        raise PermissionDenied
    return force


def _forces(user: User, on: date) -> ForceQuerySet:
    """Those that the office oversees or follows up, or the person's own."""
    if user.policing_body is None:
        return Force.objects.filter(pk__in=user.forces)
    followed = Force.objects.with_any(FollowUp.objects.visible_to(user))
    return Force.objects.filter(pk__in=Force.objects.overseen_by(user.policing_body, on).values("pk")) | followed
