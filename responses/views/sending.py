"""Sending copies of what is published, and recording that they were sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from oversight.accounts.requests import SignedInRequest
from responses import rules
from responses.forms.sending import NOT_SENT, SendForm
from responses.models import CopyFor, Publication, Recipient, Response, Way
from responses.standing import standing
from responses.workflow import sending as workflow

VERBS = {Way.LETTER.value: workflow.send_letter, NOT_SENT: workflow.take_back}
DONE = {Way.LETTER.value: "The letter to {} is on its way.", NOT_SENT: "It is recorded that {} has no copy yet."}


@require_http_methods(["GET", "POST"])
def send(request: SignedInRequest, pk: int, copy_for: str) -> HttpResponse:
    visible = Response.objects.visible_to(request.user).select_related("inspection", "policing_body")
    response, today = get_object_or_404(visible, pk=pk), timezone.localdate()
    if copy_for not in CopyFor.values:
        raise Http404
    if not rules.can_record_sending(request.user, response):
        raise PermissionDenied
    publication = response.publications.current().get()
    copy = standing(response, on=today).copy(CopyFor(copy_for))
    recipient = Recipient.objects.current(copy_for, on=today)
    form = SendForm(request.POST or None, copy=copy, recipient=recipient, publication=publication, on=today)
    if form.is_valid() and _sent(request, publication, form):
        return redirect(response)
    context = {"response": response, "publication": publication, "copy": copy, "recipient": recipient, "form": form}
    return render(request, "responses/copy/send.html", context)


def _sent(request: SignedInRequest, publication: Publication, form: SendForm) -> bool:
    way, verb = form.cleaned_data["way"], VERBS.get(form.cleaned_data["way"], workflow.record)
    try:
        verb(publication, **form.facts, by=request.user, at=timezone.now())
    except workflow.NoAddressError as error:
        form.add_error("way", str(error))
        return False
    except workflow.AlreadyRecordedError as error:
        messages.error(request, str(error))
        return True
    messages.success(request, DONE.get(way, "It is recorded that {} has a copy.").format(form.copy.copy_for.label))
    return True
