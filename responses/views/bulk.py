"""The same change to several recommendations of a filtered list: choose, preview, confirm (R83)."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.requests import SignedInRequest
from oversight.bodies.models import PolicingBody
from responses import rules
from responses.filters.follow_up import FollowUpFilter
from responses.forms.bulk import AssignSeveralForm, ConfirmForm
from responses.models import FollowUp
from responses.workflow import bulk
from responses.workflow.several import Outcome

AT_ONCE = 500  # recommendations; Django takes 1,000 fields from one form


@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest) -> HttpResponse:
    """The rows of the list with the same filters; a POST shows what would happen and changes nothing yet."""
    return _choose(request, _office(request), request.POST if request.method == "POST" else None)


def _choose(request: SignedInRequest, office: PolicingBody, typed: QueryDict | None) -> HttpResponse:
    found = FollowUpFilter(request.GET, user=request.user, on=timezone.localdate())
    matching = list(found.listed(found.rows[: AT_ONCE + 1]).select_related("officer"))
    rows = matching[:AT_ONCE]
    form = AssignSeveralForm(typed, rows=rows, office=office)
    if form.is_valid():
        chosen = set(form.cleaned_data["rows"])
        lines = bulk.preview([row for row in rows if row.pk in chosen], form.change)
        context = {"form": form, "outcome": Outcome(lines), "back": back_to_list(request)}
        return render(request, "responses/bulk/preview.html", context)
    context = {"form": form, "rows": rows, "has_more": len(matching) > AT_ONCE, "at_once": AT_ONCE}
    context |= {"heading": "Assign several recommendations", "back": back_to_list(request)}
    context["action"] = f"{reverse('responses:bulk-assign')}?{request.GET.urlencode()}"
    return render(request, "responses/bulk/choose.html", context)


@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    """What cannot be done any more goes back to the choices, with the reason beside them."""
    office = _office(request)
    form = ConfirmForm(request.POST, office=office)
    if not (form.is_valid() and FollowUp.objects.visible_to(request.user).filter(pk__in=form.versions).exists()):
        typed = request.POST.copy()
        typed.setlist("rows", [key.partition("-")[0] for key in typed.getlist("seen")])
        return _choose(request, office, typed)
    one_time = form.cleaned_data["submission_id"]
    outcome = bulk.assign_all(form.versions, form.change, submission_id=one_time, by=request.user, at=timezone.now())
    tell(request, outcome, already="assigned", done="assigned")
    return redirect(back_to_list(request))


def tell(request: SignedInRequest, outcome: Outcome[Any], *, already: str, done: str) -> None:
    if not outcome.is_new:
        messages.info(request, f"These recommendations are {already} already: the page was sent twice.")
        return
    number = len(outcome.changed)
    if number:
        messages.success(request, f"{number} recommendation{' is' if number == 1 else 's are'} {done}.")
    else:
        messages.error(request, f"No recommendation is {done}.")
    for line in outcome.skipped:
        messages.warning(request, f"{line.follow_up.reference} is left as it was. {line.skipped}.")


def _office(request: SignedInRequest) -> PolicingBody:
    if not rules.can_start_follow_up(request.user):
        raise PermissionDenied
    return cast("PolicingBody", request.user.policing_body)  # whoever writes belongs to one


def back_to_list(request: SignedInRequest) -> str:
    return f"{reverse('responses:follow-up-list')}?{request.GET.urlencode()}"
