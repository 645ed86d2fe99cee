"""Setting a colour by hand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import offer_second, same_as
from oversight.versions import StaleError
from responses import rules
from responses.dating import rating_of
from responses.forms.rating import RateForm
from responses.models import FollowUp
from responses.workflow import rating as workflow
from responses.workflow.follow_up import WrongStatusError


@require_http_methods(["GET", "POST"])
def rate(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)
    rated = rating_of(follow_up, timezone.localdate())
    if rated is None or not rules.can_rate(request.user, follow_up):
        raise PermissionDenied
    form = RateForm(request.POST or None, rated=rated, seen=workflow.seen(follow_up), on=timezone.localdate())
    if form.is_valid() and _rated(request, follow_up, form):
        messages.success(request, f"The rating of {follow_up.reference} is set.")
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": form, "today": timezone.localdate()}
    return render(request, "responses/rating/rate.html", context)


def _rated(request: SignedInRequest, follow_up: FollowUp, form: RateForm) -> bool:
    facts = dict(form.cleaned_data)
    seen = facts.pop("seen")
    try:
        made = workflow.rate(
            follow_up, **facts, seen_before=seen, on=timezone.localdate(), by=request.user, at=timezone.now()
        )
        if not same_as(made, facts):
            offer_second(form, "the rating that is there now")
    except StaleError:
        form.show_conflict(follow_up.rating_overrides.select_related("by").latest("at", "pk"))
    except WrongStatusError as error:
        form.add_error(None, str(error))
    return not form.errors
