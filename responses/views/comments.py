"""The chief officer's comments: the office invites, the force writes and sends."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from responses import rules
from responses.coverage import overseen_forces
from responses.forms.comments import CommentsForm, InviteForm
from responses.models import Invitation, Response
from responses.views import keeping
from responses.workflow import comments as workflow
from responses.workflow.response import WrongStatusError
from responses.workflow.writing import BothChangedError


@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Response.objects.visible_to(request.user).select_related("inspection", "policing_body")
    response, today = get_object_or_404(visible, pk=pk), timezone.localdate()
    if not rules.can_invite_comments(request.user, response):
        raise PermissionDenied
    leads = User.objects.active().filter(force__in=overseen_forces(response, on=today)).select_related("force")
    form = InviteForm(request.POST or None, leads=leads.order_by("name"), on=today)
    if form.is_valid() and _invited(request, response, form):
        return redirect(response)
    invitations = Invitation.objects.visible_to(request.user).filter(response=response).for_list()
    context = {"response": response, "form": form, "invitations": invitations}
    return render(request, "responses/response/invite.html", context)


def _invited(request: SignedInRequest, response: Response, form: InviteForm) -> bool:
    try:
        workflow.invite(response, force=form.force, **form.cleaned_data, by=request.user, at=timezone.now())
    except (workflow.AlreadyInvitedError, WrongStatusError) as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"{form.force} is invited to comment. A letter goes to each person you selected.")
    return True


@require_POST
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put what a further force has sent into the response, above what is there."""
    visible = Invitation.objects.visible_to(request.user).select_related("response", "force")
    invitation = get_object_or_404(visible, pk=pk)
    if not rules.can_invite_comments(request.user, invitation.response):
        raise PermissionDenied
    try:
        workflow.add(invitation, on=timezone.localdate())
        messages.success(request, f"The comments of {invitation.force} are in the response. Read it before you go on.")
    except (workflow.NothingToAddError, WrongStatusError) as error:
        messages.error(request, str(error))
    return redirect("responses:response-invite", invitation.response_id)


@require_http_methods(["GET", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Invitation.objects.visible_to(request.user).filter(response=pk).for_list()
    invitation = visible.first() or get_object_or_404(Invitation.objects.none())
    if not request.user.is_force_lead:
        raise PermissionDenied
    may_comment = rules.can_comment(request.user, invitation)
    sends = "draft" not in request.POST
    form = CommentsForm(request.POST or None, invitation=invitation, sends=sends)
    if request.method == "POST" and _taken(request, invitation, form, sends=sends):
        return redirect(invitation)
    kept = keeping.kept(request, invitation.response) if may_comment and not form.is_bound else None
    if kept:
        typed = CommentsForm(keeping.as_data(kept), invitation=invitation, sends=False)
        typed.catch_up()
        form, kept = (typed, None) if "unsaved" in request.GET else (form, kept if typed.differences else None)
    context = {
        "invitation": invitation,
        "response": invitation.response,
        "form": form,
        "unsaved": kept,
        "may_comment": may_comment,
        "today": timezone.localdate(),
    }
    return render(request, "responses/comments/write.html", context)


def _taken(request: SignedInRequest, invitation: Invitation, form: CommentsForm, *, sends: bool) -> bool:
    if not form.is_valid():
        return False
    words = {"opened": form.opened_digests, **form.words}
    try:
        if sends:
            workflow.send(invitation, **words, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            messages.success(request, "The comments are sent to the office.")
        else:
            kept = workflow.save_draft(invitation, **words, by=request.user)  # type: ignore[arg-type]
            messages.success(request, "Your draft is saved. It has not been sent.")
            _say_what_is_kept(request, form, kept)
    except BothChangedError as error:
        form.show_conflict(error.saved, both=error.both, kept=error.kept)
        if not error.both:
            form.add_error(None, "A colleague has changed this since you opened it. Read it again, then send it.")
    except (workflow.AlreadySentError, WrongStatusError) as error:
        form.add_error(None, str(error))
    return not form.errors


def _say_what_is_kept(request: SignedInRequest, form: CommentsForm, kept: list[str]) -> None:
    if kept:
        labels = ", ".join(map(form.plain_label, kept))
        messages.info(request, f"A colleague changed these while you were writing, and their text is kept: {labels}.")


@require_POST
def unsaved(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what a lead has typed, or discard it; the draft of the force stays as it is."""
    visible = Invitation.objects.visible_to(request.user).filter(response=pk).for_list()
    invitation = visible.first() or get_object_or_404(Invitation.objects.none())
    if not rules.can_comment(request.user, invitation):
        raise PermissionDenied
    return keeping.keep_or_discard(request, invitation.response, back=invitation.get_absolute_url())
