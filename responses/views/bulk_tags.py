"""Tags put on and taken off several recommendations of a filtered list: choose, preview, confirm (R83)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.requests import SignedInRequest
from responses import rules
from responses.filters.follow_up import FollowUpFilter
from responses.forms.tags import ConfirmTagsForm, TagSeveralForm
from responses.views.bulk import AT_ONCE, back_to_list, tell
from responses.views.tags import names_of
from responses.workflow import tags as workflow
from responses.workflow.several import Outcome


@require_http_methods(["GET", "POST"])
def tag(request: SignedInRequest) -> HttpResponse:
    """The rows of the list with the same filters; a POST shows what would happen and changes nothing yet."""
    _check(request)
    found = FollowUpFilter(request.GET, user=request.user, on=timezone.localdate())
    matching = list(found.listed(found.rows.filter(policing_body=request.user.policing_body_id)[: AT_ONCE + 1]))
    rows = matching[:AT_ONCE]
    typed = request.POST if request.method == "POST" else None
    form = TagSeveralForm(typed, rows=rows, office_tags=names_of(request))
    context = {"form": form, "rows": rows, "has_more": len(matching) > AT_ONCE, "at_once": AT_ONCE}
    context |= {"heading": "Tag several recommendations", "back": back_to_list(request)}
    if form.is_valid():
        chosen = set(form.cleaned_data["rows"])
        lines = workflow.preview([row for row in rows if row.pk in chosen], form.change, found.on)
        context |= {"change": form.change, "outcome": Outcome(lines)}
    page = "tag_preview" if form.is_valid() else "choose"
    return render(request, f"responses/bulk/{page}.html", context)


@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    _check(request)
    form = ConfirmTagsForm(request.POST, office_tags=names_of(request))
    if form.is_valid():
        one_time, on, at = form.cleaned_data["submission_id"], timezone.localdate(), timezone.now()
        outcome = workflow.tag_all(form.pks, form.change, submission_id=one_time, on=on, by=request.user, at=at)
        tell(request, outcome, already="tagged", done="changed")
    else:
        messages.error(request, "Nothing is changed: the page was not complete.")
    return redirect(back_to_list(request))


def _check(request: SignedInRequest) -> None:
    if not rules.can_tag_several(request.user):
        raise PermissionDenied
