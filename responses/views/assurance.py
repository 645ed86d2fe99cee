"""What the office believes about a follow-up: logging it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import offer_second
from oversight.templatetags.portal import gdate
from responses import rules
from responses.forms.assurance import AssuranceForm
from responses.models import FollowUp
from responses.workflow import assurance as workflow


@require_http_methods(["GET", "POST"])
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)
    if not rules.can_log_assurance(request.user, follow_up):
        raise PermissionDenied
    report_on, today = follow_up.finding.inspection.published_on, timezone.localdate()
    form = AssuranceForm(request.POST or None, report_on=report_on, on=today)
    if form.is_valid():
        update = workflow.log(follow_up, **form.cleaned_data, by=request.user, at=timezone.now())
        if update.text == form.cleaned_data["text"]:
            messages.success(request, f"The assurance update for {follow_up.reference} is logged.")
            return redirect(follow_up)
        offer_second(form, f"the assurance update of {gdate(update.made_on)}")
    return render(request, "responses/assurance/log.html", {"follow_up": follow_up, "form": form})
