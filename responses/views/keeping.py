"""What somebody has typed on a page of a response and not saved: kept for them, offered again, discarded."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from oversight.accounts.requests import SignedInRequest
from oversight.days import gtime
from responses.models import Response, UnsavedText
from responses.prose import printable
from responses.workflow import unsaved as workflow


def kept(request: SignedInRequest, response: Response) -> UnsavedText | None:
    return UnsavedText.objects.filter(response=response, person=request.user).first()


def as_data(text: UnsavedText) -> MultiValueDict[str, str]:
    return MultiValueDict({name: [value] for name, value in text.sent.items()})


def keep_or_discard(request: SignedInRequest, response: Response, *, back: str) -> HttpResponse:
    """The response itself stays as it is."""
    if "discard" in request.POST:
        workflow.discard(response, by=request.user)
        messages.success(request, "Your unsaved changes are discarded.")
        return redirect(back)
    try:
        workflow.keep(response, _sent(request), by=request.user, at=timezone.now())
    except workflow.TooLongError as error:
        return HttpResponse(str(error), status=413, content_type="text/plain")
    return HttpResponse(gtime(timezone.now()), content_type="text/plain")


def keep_if_short_enough(request: SignedInRequest, response: Response) -> None:
    with suppress(workflow.TooLongError):
        workflow.keep(response, _sent(request), by=request.user, at=timezone.now())


def _sent(request: SignedInRequest) -> dict[str, str]:
    return {name: printable(str(value)) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
