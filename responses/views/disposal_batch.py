"""The same done with several files of a filtered list: choose, preview, confirm (R73, R83)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.views import too_late
from responses import rules
from responses.filters.files import FileFilter
from responses.forms.disposal import ConfirmForm, SeveralForm
from responses.models import EvidenceFile
from responses.models.disposal import limits, over
from responses.models.file import EvidenceFileQuerySet
from responses.views.disposal import DISPOSE, HOLD, RELEASE, Act
from responses.workflow import disposal as workflow
from responses.workflow.several import Outcome

AT_ONCE = 100  # files, each with lines in several histories
SAID = ["reason", "submission_id"]

type Offer = Callable[[EvidenceFileQuerySet, User, date], EvidenceFileQuerySet]


@dataclass(frozen=True)
class Several:
    """One of three things to do with several files, in the words of its pages."""

    act: Act
    verb: str  # “Dispose of”, before “3 files”
    done: str  # “disposed of”, after them
    may: Callable[[User], bool]
    offered: Offer  # also what is on hold, so that the preview says so
    why_not: Callable[[EvidenceFile], str]  # of what is offered


ALL = {
    "dispose": Several(
        act=DISPOSE,
        verb="Dispose of",
        done="disposed of",
        may=rules.can_dispose_of_files,
        offered=lambda rows, user, on: over(rows, limits(user.offices, on)),
        why_not=workflow.why_not_held,
    ),
    "hold": Several(
        act=HOLD,
        verb="Put on hold:",
        done="on hold",
        may=rules.can_hold_files,
        offered=lambda rows, _user, _on: rows.kept().filter(hold_at=None),
        why_not=workflow.why_not_held,
    ),
    "release": Several(
        act=RELEASE,
        verb="End the hold of",
        done="no longer on hold",
        may=rules.can_dispose_of_files,
        offered=lambda rows, _user, _on: rows.on_hold(),
        why_not=workflow.why_not_released,
    ),
}


@require_http_methods(["GET", "POST"])
def choose(request: SignedInRequest, key: str) -> HttpResponse:
    """The files of the list with the same filters; a POST shows what would happen and changes nothing yet."""
    chosen = _chosen(request, key)
    found = FileFilter(request.GET, user=request.user, on=timezone.localdate())
    offered = chosen.offered(found.qs, request.user, found.on)
    matching = list(offered.for_detail().order_by("-uploaded_at", "pk")[: AT_ONCE + 1])
    form = SeveralForm(request.POST or None, chosen.act.question, rows=matching[:AT_ONCE])
    context = {"form": form, "several": chosen, "key": key, "rows": matching[:AT_ONCE], "back": _back(request)}
    if not form.is_valid():
        context |= {"has_more": len(matching) > AT_ONCE, "at_once": AT_ONCE}
        return render(request, "responses/file/choose.html", context)
    ticked = set(form.cleaned_data["rows"])
    lines = [workflow.Line(row, chosen.why_not(row)) for row in matching if row.pk in ticked]
    return render(request, "responses/file/preview.html", context | {"outcome": Outcome(lines)})


@require_POST
def confirm(request: SignedInRequest, key: str) -> HttpResponse:
    chosen = _chosen(request, key)
    form = ConfirmForm(request.POST, chosen.act.question)
    if not form.is_valid():
        messages.error(request, "Nothing is changed: the page was not complete.")
        return redirect(_back(request))
    seen, said = form.cleaned_data["seen"][:AT_ONCE], {name: form.cleaned_data[name] for name in SAID}
    files = list(EvidenceFile.objects.visible_to(request.user).filter(pk__in=seen).for_detail().order_by("pk"))
    outcome = workflow.several(chosen.act.verb, files, **said, by=request.user, at=timezone.now())
    if outcome.is_new and not outcome.changed:
        reasons = " ".join(_left(line) for line in outcome.skipped) or "The files are not there any more."
        return too_late(request, f"Nothing is changed. {reasons}", back=_back(request))
    _tell(request, chosen, outcome)
    return redirect(_back(request))


def _tell(request: SignedInRequest, chosen: Several, outcome: Outcome[workflow.Line]) -> None:
    if not outcome.is_new:
        messages.info(request, "That is done already: the page was sent twice.")
        return
    number = len(outcome.changed)
    messages.success(request, f"{number} file{' is' if number == 1 else 's are'} {chosen.done}.")
    for line in outcome.skipped:
        messages.warning(request, _left(line))


def _left(line: workflow.Line) -> str:
    return f"“{line.file.name}” ({line.file.round.request.reference}) is left as it was. {line.skipped}"


def _chosen(request: SignedInRequest, key: str) -> Several:
    chosen = ALL[key]
    if not chosen.may(request.user):
        raise PermissionDenied
    return chosen


def _back(request: SignedInRequest) -> str:
    return f"{reverse('responses:file-list')}?{request.GET.urlencode()}"
