"""A file whose time is over is disposed of, or is put on hold, by a person of the office (R73)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import same_as
from oversight.views import too_late
from responses import rules
from responses.forms.disposal import Question, ReasonForm
from responses.models import EvidenceFile
from responses.workflow import disposal as workflow


@dataclass(frozen=True)
class Act:
    """One of three things to do with a file, in the words of its pages."""

    heading: str
    button: str
    done: str
    question: Question
    verb: workflow.Verb
    may: Callable[[User, EvidenceFile], bool]
    why_not: Callable[[EvidenceFile, date], str]
    said: tuple[str, ...] = ()  # the columns that it fills with whoever did it, and why


DISPOSE = Act(
    heading="Dispose of this file",
    button="Dispose of the file",
    done="“{}” is disposed of. What is known of it stays on record.",
    question=Question(
        "Why, and on whose authority?",
        "For example, the line of your retention schedule. The office and the force can both read this.",
        "Enter why it is disposed of, and on whose authority",
    ),
    verb=workflow.dispose,
    may=rules.can_dispose_of_file,
    why_not=lambda file, on: workflow.why_kept(file, on=on),
    said=("disposed_by", "disposal_reason"),
)
HOLD = Act(
    heading="Put this file on hold",
    button="Put on hold",
    done="“{}” is on hold. Nobody can dispose of it until the hold ends.",
    question=Question(
        "Why must it be kept?",
        "At least a sentence: who may need it, and for what. For example, that freedom of information request 7 asks "
        "for it. Only the office reads this.",
        "Enter why it must be kept",
        wants_sentence=True,
    ),
    verb=workflow.hold,
    may=rules.can_hold_file,
    why_not=lambda file, _on: workflow.why_not_held(file),
    said=("hold_by", "hold_reason"),
)
RELEASE = Act(
    heading="End the hold of this file",
    button="End the hold",
    done="“{}” is not on hold any more.",
    question=Question("Why does the hold end?", "Only the office reads this.", "Enter why the hold ends"),
    verb=workflow.release,
    may=rules.can_dispose_of_file,
    why_not=lambda file, _on: workflow.why_not_released(file),
)
ACTS = {"dispose": DISPOSE, "hold": HOLD, "release": RELEASE}


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    """One file. What speaks against it is said on the page; who comes second is told by whom and why."""
    file, chosen = get_object_or_404(EvidenceFile.objects.visible_to(request.user).for_detail(), pk=pk), ACTS[key]
    if not chosen.may(request.user, file):
        raise PermissionDenied
    form = ReasonForm(request.POST or None, chosen.question)
    if form.is_valid():
        return _done(request, file, chosen, form.cleaned_data["reason"])
    why_not = chosen.why_not(file, timezone.localdate())
    context = {"file": file, "form": form, "act": chosen, "key": key, "why_not": why_not}
    return render(request, "responses/file/act.html", context)


def _done(request: SignedInRequest, file: EvidenceFile, chosen: Act, reason: str) -> HttpResponse:
    try:
        chosen.verb(file, reason=reason, by=request.user, at=timezone.now())
    except workflow.KeptError as error:
        file.refresh_from_db()
        if chosen.said and same_as(file, dict(zip(chosen.said, (request.user, reason), strict=True))):
            return redirect(file.page)  # the second press of one button
        return too_late(request, str(error), back=file.page)
    messages.success(request, chosen.done.format(file.name))
    return redirect(file.page)
