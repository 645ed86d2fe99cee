"""Old and new values behind the history of a follow-up or a response: for the office alone (R92)."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oversight.accounts.requests import SignedInRequest
from oversight.record import records_of
from responses import rules
from responses.models import FollowUp, Response
from responses.recorded import LABELS

PAGE_SIZE = 50
ABOUT = ["finding", "force", "policing_body"]


@require_safe
def follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(FollowUp.objects.visible_to(request.user).select_related(*ABOUT), pk=pk)
    if not rules.can_read_record(request.user):
        raise PermissionDenied
    parts = [found.revisions.all(), found.date_changes.all(), found.rating_overrides.all()]
    return _record(request, found, [*parts, found.updates.readable_by(request.user)], title=found.reference)


@require_safe
def response(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Response.objects.visible_to(request.user).select_related("inspection"), pk=pk)
    # Not the invitations: their old values hold what a force has drafted and not sent (R44).
    return _record(request, found, [found.answers.all()], title=f"the response to {found.inspection.reference}")


def _record(
    request: SignedInRequest, found: FollowUp | Response, parts: Iterable[Iterable[models.Model]], *, title: str
) -> HttpResponse:
    chosen = _chosen(request)
    about = [getattr(found, name) for name in ABOUT] if isinstance(found, FollowUp) else []
    lines = records_of([found, *(row for part in parts for row in part)], LABELS, known=about)
    wanted = [line for line in lines if chosen in {None, line.context}]
    page = Paginator(wanted, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"about": found, "title": title, "page": page, "is_part": chosen is not None}
    return render(request, "responses/record/detail.html", context)


def _chosen(request: SignedInRequest) -> UUID | None:
    """One change alone; what is no change of anything shows all."""
    try:
        return UUID(request.GET.get("change", ""))
    except ValueError:
        return None
