"""Files of answers: what is known of each, what rests on it, and the download."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight import counts
from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import same_as
from oversight.versions import StaleError
from oversight.views import too_late
from responses import rules
from responses.filters.files import FileFilter
from responses.forms.files import DescribeForm, WithdrawFileForm
from responses.models import EvidenceFile
from responses.models.disposal import keeping
from responses.models.reliance import resting_on
from responses.scanning import scanner
from responses.workflow import damage
from responses.workflow import files as workflow
from responses.workflow.follow_up import WrongStatusError

PAGE_SIZE = 25


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    found = FileFilter(request.GET, user=request.user, on=timezone.localdate())
    number = counts.counted(found.qs)
    page = counts.page_of(found.rows, number, PAGE_SIZE, request.GET.get("page"))
    context = {"filter": found, "number": number, "page": page, "today": found.on}
    context |= {"may_hold": rules.can_hold_files(request.user), "may_dispose": rules.can_dispose_of_files(request.user)}
    context["scanner"] = scanner.on_record(request.user, at=timezone.now())
    return render(request, "responses/file/list.html", context)


@require_safe
def detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    file = _file(request, pk)
    context = {
        "file": file,
        "follow_ups": file.round.request.follow_ups.select_related("finding").by_reference(),
        "elsewhere": EvidenceFile.objects.visible_to(request.user).with_content_of(file),
        "later": EvidenceFile.objects.visible_to(request.user)
        .filter(replaces=file, round__submitted_at__isnull=False, withdrawn_at=None)
        .first(),
        "resting": resting_on(file, request.user),
        "may_describe": rules.can_describe_file(request.user, file),
        "may_withdraw": rules.can_withdraw_file(request.user, file),
        "has_expired": file.has_expired(timezone.localdate()),
        "may_take_out": rules.can_take_out_file(request.user, file),
        **_about_keeping(request, file),
        "scanner": scanner.on_record(request.user, at=timezone.now()),
    }
    return render(request, "responses/file/detail.html", context)


def _about_keeping(request: SignedInRequest, file: EvidenceFile) -> dict[str, object]:
    if file.is_disposed or not rules.can_read_retention(request.user, file):
        return {"keeping": None}
    kept = keeping(file)
    return {
        "keeping": kept,
        "is_over": kept.is_over(timezone.localdate()),
        "may_dispose": rules.can_dispose_of_file(request.user, file),
        "may_hold": rules.can_hold_file(request.user, file),
    }


@require_http_methods(["GET", "POST"])
def describe(request: SignedInRequest, pk: UUID) -> HttpResponse:
    file = _file(request, pk)
    if not rules.can_describe_file(request.user, file):
        raise PermissionDenied
    may_replace = rules.can_replace_with(request.user, file)
    form = DescribeForm(request.POST or None, file=file, user=request.user, may_replace=may_replace)
    if form.is_valid() and _described(request, file, form):
        messages.success(request, f"What is known of “{file.name}” is saved.")
        return redirect("responses:file-detail", pk)
    return render(request, "responses/file/describe.html", {"file": file, "form": form})


def _described(request: SignedInRequest, file: EvidenceFile, form: DescribeForm) -> bool:
    try:
        workflow.describe(file, **form.cleaned_data, by=request.user, at=timezone.now())
    except StaleError as error:
        form.show_conflict(error)
    except workflow.ReplacedError as error:
        form.add_error("replaces", str(error))
    except workflow.WithdrawnFileError as error:
        form.add_error(None, str(error))
    return not form.errors


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    file = _file(request, pk)
    form = WithdrawFileForm(request.POST or None)
    if not rules.can_withdraw_file(request.user, file):
        return _refuse(request, file, form)
    if form.is_valid():
        try:
            workflow.withdraw(file, **form.cleaned_data, by=request.user, at=timezone.now())
        except workflow.WithdrawnFileError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{file.name}” no longer counts. It can still be read.")
            return redirect("responses:file-detail", pk)
    context = {"file": file, "form": form, "resting": resting_on(file, request.user)}
    return render(request, "responses/file/withdraw.html", context)


def _refuse(request: SignedInRequest, file: EvidenceFile, form: WithdrawFileForm) -> HttpResponse:
    """The wrong person gets 403; who comes second is told by whom and why, and gets the words back."""
    is_theirs = request.user.writes or request.user.is_force_lead
    if is_theirs and file.is_disposed:
        return too_late(request, "This file has been disposed of: there is nothing to withdraw.", back=file.page)
    if not (is_theirs and file.withdrawn_by and rules.can_read(request.user, file)):
        raise PermissionDenied
    if form.is_valid() and same_as(
        file, {"withdrawn_by": request.user, "withdrawal_reason": form.cleaned_data["reason"]}
    ):
        return redirect("responses:file-detail", file.pk)  # the second press of one button
    who = file.withdrawn_by.name_for(request.user, file.round.request.policing_body_id)
    reason = f"This file has been withdrawn already, by {who}, because: {file.withdrawal_reason}"
    return too_late(request, reason, back=file.page)


@require_POST
def mark(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who marks a file may be one who cannot read it any more: the request is where to go on."""
    file = _file(request, pk)
    if not rules.can_describe_file(request.user, file):
        raise PermissionDenied
    workflow.mark_sensitive(file, by=request.user, at=timezone.now())
    messages.success(request, "The file is marked OFFICIAL-SENSITIVE.")
    return redirect(file.round.request)


@require_POST
def take_out(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The second press finds nothing there any more."""
    file = _file(request, pk)
    if not rules.can_take_out_file(request.user, file):
        raise PermissionDenied
    try:
        workflow.take_out(file)
    except WrongStatusError as error:
        messages.error(request, str(error))
        return redirect(file.page)
    messages.success(request, f"“{file.name}” is deleted.")
    return redirect(file.round.request)


def _file(request: SignedInRequest, pk: UUID) -> EvidenceFile:
    return get_object_or_404(EvidenceFile.objects.visible_to(request.user).for_detail(), pk=pk)


@require_safe
def download(request: SignedInRequest, pk: UUID) -> HttpResponse | FileResponse:
    """Always a download, never shown by the browser, and each one is on record (R75)."""
    kept = get_object_or_404(EvidenceFile.objects.visible_to(request.user).select_related("round__request"), pk=pk)
    if kept.is_disposed:
        return _gone(request, pk)
    if not kept.can_be_opened:
        return render(request, "responses/file/closed.html", {"file": kept}, status=403)
    try:
        content = damage.checked_content(kept, at=timezone.now())
    except workflow.DisposedFileError:
        return _gone(request, pk)
    except (workflow.NotIntactError, damage.AwayError) as error:
        is_away = isinstance(error, damage.AwayError)
        facts = {"file": kept, "why": str(error), "is_away": is_away}
        return render(request, "responses/file/missing.html", facts, status=503 if is_away else 410)
    if request.method == "GET":  # HEAD tells of the file and does not give it
        workflow.note_download(kept, by=request.user, at=timezone.now())
    page = FileResponse(content, as_attachment=True, filename=kept.name, content_type=kept.content_type)
    page["Content-Security-Policy"] = "sandbox; default-src 'none'"
    page["Cache-Control"] = "private, no-store"
    return page


def _gone(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return render(request, "responses/file/disposed.html", {"file": _file(request, pk)}, status=410)
