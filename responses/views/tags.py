"""An office's own labels: on one recommendation, and all of them (R83)."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.requests import SignedInRequest
from oversight.versions import StaleError
from responses import rules
from responses.forms.tags import RenameForm, TagForm
from responses.models import FollowUp, Tag
from responses.workflow import tags as workflow


def names_of(request: SignedInRequest) -> list[str]:
    return list(Tag.objects.visible_to(request.user).in_order().values_list("name", flat=True))


@require_http_methods(["GET", "POST"])
def tag(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    rows = FollowUp.objects.visible_to(request.user).for_detail().labelled(today)
    follow_up = get_object_or_404(rows, pk=pk)
    if not rules.can_tag(request.user, follow_up):
        raise PermissionDenied
    form = TagForm(request.POST or None, row=follow_up, office_tags=names_of(request))
    if form.is_valid():
        try:
            if workflow.tag(follow_up, form.change, on=today, by=request.user, at=timezone.now()):
                messages.success(request, f"The tags of {follow_up.reference} are changed.")
            return redirect(follow_up)
        except workflow.TaggingError as error:
            form.add_error("add", str(error))
    return render(request, "responses/tag/tag.html", {"follow_up": follow_up, "form": form})


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not request.user.is_office:
        raise Http404
    rows = Tag.objects.visible_to(request.user).with_numbers().in_order()
    return render(request, "responses/tag/list.html", {"tags": rows, "may_manage": rules.can_manage_tags(request.user)})


@require_http_methods(["GET", "POST"])
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    form = RenameForm(request.POST or None, tag=found)
    if form.is_valid() and (done := _renamed(request, found, form)):
        messages.success(request, done)
        return redirect("responses:tag-list")
    return render(request, "responses/tag/rename.html", {"tag": found, "form": form})


def _renamed(request: SignedInRequest, found: Tag, form: RenameForm) -> str:
    """What was done; nothing where another tag has the name and the person did not ask to merge the two."""
    name = form.cleaned_data["name"]
    try:
        return _renamed_or_merged(request, found, form, name)
    except StaleError as error:
        form.show_conflict(cast("Tag", error.current))
    except workflow.TaggingError as error:
        form.add_error(None, str(error))
    return ""


def _renamed_or_merged(request: SignedInRequest, found: Tag, form: RenameForm, name: str) -> str:
    try:
        workflow.rename(found, name, seen_before=form.cleaned_data["seen"], by=request.user, at=timezone.now())
    except workflow.NameTakenError as error:
        if request.POST.get("step") != "merge":
            form.offer_merge(error.other)
            return ""
        workflow.merge(found, into=error.other, by=request.user, at=timezone.now())
        return f"“{found}” is merged into “{error.other}”."
    return f"“{found}” is now called “{name}”."


@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    if request.method == "POST":
        workflow.remove(found, by=request.user, at=timezone.now())
        messages.success(request, f"“{found}” is removed.")
        return redirect("responses:tag-list")
    return render(request, "responses/tag/remove.html", {"tag": found})


def _managed(request: SignedInRequest, pk: int) -> Tag:
    found = get_object_or_404(Tag.objects.visible_to(request.user).with_numbers(), pk=pk)
    if not rules.can_manage_tags(request.user):
        raise PermissionDenied
    return found
