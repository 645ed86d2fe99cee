"""Files of answers: always a download, never a page of their own."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oversight.accounts.requests import SignedInRequest
from responses.models import EvidenceFile
from responses.workflow import files as workflow


@require_safe
def download(request: SignedInRequest, pk: UUID) -> HttpResponse | FileResponse:
    """Always a download, never shown by the browser, and each one is on record (R75)."""
    kept = get_object_or_404(EvidenceFile.objects.visible_to(request.user).select_related("round__request"), pk=pk)
    if not kept.can_be_opened:
        return render(request, "responses/file/closed.html", {"file": kept}, status=403)
    try:
        content = workflow.intact_content(kept)
    except workflow.NotIntactError as error:
        return render(request, "responses/file/missing.html", {"file": kept, "why": str(error)}, status=410)
    workflow.note_download(kept, by=request.user, at=timezone.now())
    page = FileResponse(content, as_attachment=True, filename=kept.name, content_type=kept.content_type)
    page["Content-Security-Policy"] = "sandbox; default-src 'none'"
    page["Cache-Control"] = "private, no-store"
    return page
