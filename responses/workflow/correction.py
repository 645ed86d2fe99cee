"""After publication: correcting what is published, leaving it as it is after all, withdrawing it (R13)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from oversight.accounts.models import User
from oversight.versions import StaleError
from responses.clock import local_day
from responses.models import (
    EventKind,
    Notice,
    NoticeKind,
    NoticeStatus,
    Publication,
    Response,
    ResponseStatus,
    Withdrawal,
)
from responses.workflow.response import BEING_WRITTEN, NOT_APPROVED, UNDER_REVIEW, WrongStatusError, move, tell

OUT = {ResponseStatus.PUBLISHED, ResponseStatus.WITHDRAWN}
ANSWERED = ["position", "action", "no_action_reason"]


@transaction.atomic
def correct(response: Response, *, reason: str, by: User, at: datetime) -> None:
    """Open the text again. The public goes on reading what is published until the next version is."""
    kind, detail = EventKind.CORRECTION_STARTED, f"of version {_last(response).number}"
    facts = {"kind": kind, "detail": detail, "reason": reason, "changes": NOT_APPROVED}
    move(response, ResponseStatus.DRAFT, sources=OUT, by=by, at=at, **facts)  # type: ignore[arg-type]


@transaction.atomic
def discard(response: Response, *, version: int, by: User, at: datetime) -> None:
    """Put the text back to what is published. Raises StaleError where it has changed since the person read it."""
    current = Response.objects.select_for_update().get(pk=response.pk)
    if current.version != version:
        raise StaleError(current)
    if current.published_on is None:
        raise WrongStatusError("Only a correction can be discarded: this response is not published yet.")
    last = _last(response)
    status = ResponseStatus.PUBLISHED if current.is_public else ResponseStatus.WITHDRAWN
    changes = _parts(last.document, current) | {"approved_at": last.approved_at, "approved_by": last.approved_by}
    withdrawn = _withdraw_invitations(current, since=last.published_at, at=at)
    kind, detail = EventKind.CORRECTION_DISCARDED, "; ".join([f"back to version {last.number}", *withdrawn])
    move(response, status, sources=BEING_WRITTEN, by=by, at=at, kind=kind, detail=detail, changes=changes)
    _put_back_answers(response, last.document)


def _withdraw_invitations(response: Response, *, since: datetime, at: datetime) -> list[str]:
    """Those made for the correction, as words for the history. What a force has begun to write stays with it."""
    made = list(response.invitations.open().filter(invited_at__gt=since).select_related("force"))
    response.invitations.filter(pk__in=[each.pk for each in made]).update(withdrawn_at=at)
    letters = Notice.objects.filter(response=response, kind=NoticeKind.COMMENTS_ASKED, status=NoticeStatus.PENDING)
    waiting = letters.filter(owed_at__in=[each.invited_at for each in made])
    waiting.update(status=NoticeStatus.SUPPRESSED, reason="The correction was discarded.")
    return [f"invitation of {each.force} withdrawn" for each in made]


def _last(response: Response) -> Publication:
    last = response.publications.order_by("-number").first()
    if last is None:
        raise WrongStatusError("The response is not published yet.")
    return last


def _parts(published: Mapping[str, Any], current: Response) -> dict[str, object]:
    officer, invited_on = published["chief_officer"], _day(published["chief_officer"]["invited_on"])
    return {
        "our_comments": published["our_comments"],
        "signatory": published["signatory"],
        "signatory_title": published["signatory_title"],
        "our_reply": published["our_reply"],
        "chief_officer_comments": officer["comments"],
        "chief_officer_name": officer["name"],
        "chief_officer_rank": officer["rank"],
        "chief_officer_on_behalf_of": officer["on_behalf_of"],
        "invited_on": invited_on,
        # Not in the document; a day that was asked for belongs to its invitation.
        "comments_due_on": current.comments_due_on if invited_on == current.invited_on else None,
    }


def _put_back_answers(response: Response, published: Mapping[str, Any]) -> None:
    """An answer to a finding that was not in what is published stays for the next correction."""
    said = {answer["reference"]: answer for answer in published["answers"]}
    for answer in response.answers.select_related("finding").filter(finding__reference__in=said):
        words = said[answer.finding.reference]
        for name in ANSWERED:
            setattr(answer, name, words[name])
        answer.due_on = _day(words["due_on"])
        answer.save()


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


@transaction.atomic
def withdraw(response: Response, *, number: int, reason: str, by: User, at: datetime) -> Withdrawal:
    """Take what is published out of the register. `number` is the version that the person read.

    A correction that is being written goes on; one that is approved already needs a new approval.
    """
    current = Response.objects.select_for_update().get(pk=response.pk)
    published = current.publications.current().first()
    if published is None:
        raise WrongStatusError("The response is not published, or it has been withdrawn already.")
    if published.number != number:
        raise WrongStatusError("Another version has been published since you opened the page. Read it first.")
    facts: dict[str, Any] = {"kind": EventKind.RESPONSE_WITHDRAWN, "detail": f"version {number}", "reason": reason}
    if current.status == ResponseStatus.PUBLISHED:
        move(response, ResponseStatus.WITHDRAWN, sources={ResponseStatus.PUBLISHED}, by=by, at=at, **facts)
    elif current.status == ResponseStatus.APPROVED:
        move(response, ResponseStatus.DRAFT, sources=UNDER_REVIEW, by=by, at=at, changes=NOT_APPROVED, **facts)
    else:
        tell(response, by=by, at=at, **facts)
    return Withdrawal.objects.create(publication=published, reason=reason, withdrawn_on=local_day(at), at=at, by=by)
