"""The chief officer's comments: invited by the office, written and sent by the force (s.55(4), R9)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.models import User
from oversight.bodies.models import Force
from oversight.days import plain_date
from oversight.versions import save_version
from responses import statements
from responses.clock import local_day
from responses.coverage import overseen_forces
from responses.merging import Merge, digests, merge
from responses.models import EventKind, Invitation, Notice, NoticeKind, Response
from responses.workflow import unsaved
from responses.workflow.response import BEING_WRITTEN, WrongStatusError, tell
from responses.workflow.writing import BothChangedError, follow_the_invitation

WORDS = ["text", "name", "rank", "on_behalf_of"]
CAME_ANOTHER_WAY = "Comments that came another way"
CLOSED = "Comments can no longer be {}: the response is not being written any more."


class AlreadyInvitedError(Exception):
    """This force has an invitation that it has not answered yet."""


class AlreadySentError(Exception):
    """The comments have been sent, or the invitation was withdrawn; they are locked from then on."""


class NothingToAddError(Exception):
    """The response has these comments already, or there are none yet."""


@transaction.atomic
def invite(
    response: Response, *, force: Force, leads: Iterable[User], due_on: date, note: str, by: User, at: datetime
) -> Invitation:
    """Invite the chief officer of `force`, by a letter to each of `leads`. After an answer this asks again."""
    current = _locked(response, "asked for")
    if current.invitations.open().filter(force=force).exists():
        raise AlreadyInvitedError(f"{force} is already invited, and has not sent its comments yet.")
    invitation = Invitation.objects.create(
        response=response, force=force, due_on=due_on, note=note, invited_at=at, invited_by=by
    )
    invitation.leads.set(leads)
    save_version(response, version=current.version, **_days_of_asking(current, at))
    follow_the_invitation(response, by=by, at=at)
    detail = f"{force}, by {plain_date(due_on)}"
    tell(response, EventKind.COMMENTS_ASKED, by=by, at=at, detail=detail, reason=note)
    for lead in invitation.leads.all():
        Notice.objects.owe(NoticeKind.COMMENTS_ASKED, to=lead, at=at, due_on=due_on, response=response)
    return invitation


def _days_of_asking(response: Response, at: datetime) -> dict[str, object]:
    """The last of the days given counts. A correction asks anew, and the days that the law asks about stay (R9)."""
    invited_on: dict[str, object] = {"invited_on": response.invited_on or local_day(at)}
    if response.published_on:
        return invited_on
    last = max(response.invitations.open().values_list("due_on", flat=True))
    return {**invited_on, "comments_due_on": last, "comments_received_on": None}


@transaction.atomic
def save_draft(invitation: Invitation, *, opened: Mapping[str, str] | None = None, by: User, **words: str) -> list[str]:
    """Keep what the force has written so far, field by field; the names of those that only a colleague has changed.

    `opened` are digests of what the person was shown; without them, whatever is there counts.
    """
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _require_open(current)
    merged = _merged(current, words, opened)
    if merged.conflicts:
        raise BothChangedError(words_of(current), both=merged.conflicts, kept=merged.kept)
    save_version(invitation, version=current.version, **merged.changes)
    unsaved.discard(invitation.response, by=by)
    return merged.kept


def words_of(invitation: Invitation) -> dict[str, object]:
    return {name: getattr(invitation, name) for name in WORDS}


def _merged(current: Invitation, words: Mapping[str, str], opened: Mapping[str, str] | None) -> Merge:
    saved = words_of(current)
    return merge(words, saved=saved, opened=digests(saved) if opened is None else opened)


@transaction.atomic
def send(
    invitation: Invitation, *, opened: Mapping[str, str] | None = None, by: User, at: datetime, **words: str
) -> None:
    """Send the comments to the office and lock them. What the office has recorded otherwise is not replaced.

    Nobody sends what a colleague has written meanwhile and they have not read.
    """
    response = _locked(invitation.response, "sent")
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _require_open(current)
    merged = _merged(current, words, opened)
    if merged.conflicts or merged.kept:
        raise BothChangedError(words_of(current), both=merged.conflicts, kept=merged.kept)
    words = {name: str(value) for name, value in (words_of(current) | merged.changes).items()}
    save_version(invitation, version=current.version, **words, sent_at=at, sent_by=by)
    unsaved.discard(response, by=by)
    received = _received(invitation, response, at)
    save_version(response, version=response.version, **received)
    follow_the_invitation(response, by=by, at=at)
    tell(response, EventKind.COMMENTS_SENT, by=by, at=at, detail=str(invitation.force))
    for person in _hosts(invitation, response):
        Notice.objects.owe(NoticeKind.COMMENTS_SENT, to=person, at=at, response=response)


def _received(sent: Invitation, response: Response, at: datetime) -> dict[str, object]:
    """What becomes of the response."""
    received: dict[str, object] = {}
    is_last = not response.invitations.open().exists()  # another force may still be writing
    if is_last and not (response.published_on and response.comments_received_on):
        received["comments_received_on"] = local_day(at)
    if not response.chief_officer_comments or _came_from(sent, response):
        received |= _as_sent(sent)
    return received


def _as_sent(invitation: Invitation) -> dict[str, object]:
    signed = {f"chief_officer_{name}": getattr(invitation, name) for name in ("name", "rank", "on_behalf_of")}
    return {"chief_officer_comments": invitation.text, **signed}


@transaction.atomic
def add(invitation: Invitation, *, on: date) -> None:
    """Put what a further force has sent above what is there, each under its name and signed by its own (R9)."""
    response = _locked(invitation.response, "added")
    if invitation.sent_at is None or invitation.text in response.chief_officer_comments:
        raise NothingToAddError(f"The response already has what {invitation.force} has sent.")
    save_version(response, version=response.version, **_with(invitation, response, on))


def _with(invitation: Invitation, response: Response, on: date) -> dict[str, object]:
    below = response.chief_officer_comments
    if not below:
        return _as_sent(invitation)
    whose = _force_of(below, invitation, response, on)
    sent = response.invitations.exclude(sent_at=None).select_related("force")
    ours = {whose, CAME_ANOTHER_WAY, *(each.force.name_on(on) for each in sent)}
    joined = statements.above(invitation.force.name_on(on), invitation.said, below, force_of_rest=whose, headings=ours)
    return {"chief_officer_comments": joined}


def _force_of(text: str, invitation: Invitation, response: Response, on: date) -> str:
    """Whose words those are that stand there already: as sent, or recorded by the office for its other force."""
    first = response.invitations.filter(text=text).exclude(sent_at=None).select_related("force").first()
    if first:
        return first.force.name_on(on)
    others = Force.objects.filter(pk__in=overseen_forces(response, on=on) - {invitation.force_id})
    (other,) = others if len(others) == 1 else [None]
    return other.name_on(on) if other else CAME_ANOTHER_WAY


def _hosts(invitation: Invitation, response: Response) -> list[User]:
    """Whoever invited; where that person has left or moved on, all who write in the office, or its successor (R27)."""
    staff = User.objects.answering_for(response.policing_body)
    return list(staff.filter(pk=invitation.invited_by_id)) or list(staff)


def _locked(response: Response, verb: str) -> Response:
    current = Response.objects.select_for_update().get(pk=response.pk)
    if current.status not in BEING_WRITTEN:
        raise WrongStatusError(CLOSED.format(verb))
    return current


def _require_open(invitation: Invitation) -> None:
    if invitation.sent_at:
        raise AlreadySentError(f"{invitation.sent_by} has sent the comments already.")
    if invitation.withdrawn_at:
        raise AlreadySentError("The office has withdrawn this invitation.")


def _came_from(invitation: Invitation, response: Response) -> bool:
    """Whether the comments in the response are those that this force sent before, as they came."""
    earlier = response.invitations.filter(force=invitation.force, text=response.chief_officer_comments)
    return earlier.exclude(sent_at=None).exists()
