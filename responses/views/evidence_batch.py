"""One question to many forces: chosen, looked at before it is sent, and watched afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import offer_second, same_as
from responses import rules
from responses.filters.follow_up import FollowUpFilter
from responses.forms.evidence_batch import AskSeveralForm
from responses.models import EvidenceBatch, FollowUp
from responses.workflow import evidence_batch as workflow
from responses.workflow.follow_up import WrongPersonError, WrongStatusError

AT_ONCE = 500  # recommendations
PAGE_SIZE = 25
OWN_PARTS = {"csrfmiddlewaretoken", "step"}


@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """The choice of recommendations stands in the address, as the list of them has it."""
    if not rules.can_ask_several(request.user):
        raise PermissionDenied
    found = FollowUpFilter(request.GET, user=request.user, on=timezone.localdate())
    rows = FollowUp.objects.filter(pk__in=found.qs.values("pk"))
    chosen = list(rows.select_related("force", "finding").by_reference()[: AT_ONCE + 1])
    form = AskSeveralForm(request.POST or None, targets=workflow.targets(chosen[:AT_ONCE]), on=timezone.localdate())
    step = request.POST.get("step")
    if step == "send" and form.is_valid() and (batch := _sent(request, form)):
        return redirect(batch)
    is_preview = step in {"preview", "send"} and form.is_valid()
    context = {
        "form": form,
        "filter": found,
        "typed": _typed(request),
        "address": request.get_full_path(),
        "left_out_after": AT_ONCE if len(chosen) > AT_ONCE else None,
    }
    return render(request, f"responses/batch/{'preview' if is_preview else 'ask'}.html", context)


def _sent(request: SignedInRequest, form: AskSeveralForm) -> EvidenceBatch | None:
    facts = {name: value for name, value in form.cleaned_data.items() if name not in {"forces", "rows"}}
    if not form.asked:
        form.add_error("forces", "None of the forces can be asked. Select others")
        return None
    try:
        batch = workflow.ask_several(form.asked, **facts, by=request.user, at=timezone.now())
    except (WrongPersonError, WrongStatusError) as error:
        form.add_error(None, str(error))
        return None
    if not _is_as_sent(batch, form):
        offer_second(form, batch)
        return None
    messages.success(request, f"{_forces(len(form.asked))} asked.")
    return batch


def _is_as_sent(batch: EvidenceBatch, form: AskSeveralForm) -> bool:
    sent, facts = list(batch.requests.prefetch_related("items", "follow_ups")), form.cleaned_data
    about = {row.pk for each in sent for row in each.follow_ups.all()}
    if about != {row.pk for target in form.asked for row in target.open_ones}:
        return False
    columns = {name: facts[name] for name in ("question", "due_on", "classification")}
    items = [[item.wording for item in each.items.all()] for each in sent]
    return all(each == facts["items"] for each in items) and all(same_as(each, columns) for each in sent)


def _forces(number: int) -> str:
    return "1 force has been" if number == 1 else f"{number} forces have been"


def _typed(request: SignedInRequest) -> list[tuple[str, str]]:
    """What the preview carries on to the sending."""
    return [(name, str(value)) for name, values in request.POST.lists() if name not in OWN_PARTS for value in values]


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not request.user.is_office:
        raise PermissionDenied
    batches = EvidenceBatch.objects.visible_to(request.user).for_list()
    page = Paginator(batches, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "responses/batch/list.html", {"page": page, "may_ask": rules.can_ask_several(request.user)})


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(EvidenceBatch.objects.visible_to(request.user).marked().select_related("sent_by"), pk=pk)
    rows = list(batch.requests.visible_to(request.user).for_matrix())
    context = {
        "batch": batch,
        "may_read": rules.can_read(request.user, batch),
        "rows": rows,
        "items": rows[0].items.all() if rows else [],
        "today": timezone.localdate(),
    }
    return render(request, "responses/batch/detail.html", context)
