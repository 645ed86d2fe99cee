"""Writing the parts and answers of a statutory response, several people at a time."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from inspections.models import Finding
from oversight.accounts.models import User
from oversight.versions import save_version
from responses.merging import digests, merge
from responses.models import Answer, Response, ResponseStatus, Section55
from responses.workflow import unsaved
from responses.workflow.response import BEING_WRITTEN, WrongStatusError, move

PARTS = [
    "our_comments",
    "signatory",
    "signatory_title",
    "invited_on",
    "comments_due_on",
    "comments_received_on",
    "chief_officer_comments",
    "chief_officer_name",
    "chief_officer_rank",
    "chief_officer_on_behalf_of",
    "our_reply",
]
SAID = ["position", "action", "no_action_reason", "owner", "due_on"]


class BothChangedError(Exception):
    """Two people have changed `both`, only the other one has changed `kept`. Nothing was written."""

    def __init__(self, saved: Mapping[str, object], *, both: list[str], kept: list[str]) -> None:
        super().__init__("Somebody else has changed the same texts. Choose which to keep, then save again.")
        self.saved, self.both, self.kept = saved, both, kept


def name_of(said: str, finding_pk: int) -> str:
    """What a field of an answer is called on the page."""
    return f"{said}-{finding_pk}"


def texts_of(response: Response, answers: Iterable[Answer]) -> dict[str, object]:
    """All that is written on the page, by the names of its fields."""
    said = {name_of(each, answer.finding_id): getattr(answer, each) for answer in answers for each in SAID}
    return {name: getattr(response, name) for name in PARTS} | said


@transaction.atomic
def save(
    response: Response,
    *,
    facts: Mapping[str, object],
    answers: Mapping[Finding, Mapping[str, object]],
    by: User,
    at: datetime,
    opened: Mapping[str, str] | None = None,
) -> list[str]:
    """Save the whole page field by field (R8, R9, R13); the names of those that only somebody else has changed.

    `opened` are digests of what the person was shown; without them, whatever is there counts.
    """
    current = Response.objects.select_for_update().get(pk=response.pk)
    if current.status not in BEING_WRITTEN or current.section_55 == Section55.DOES_NOT_APPLY:
        raise WrongStatusError("The response can no longer be changed: it is not being written any more.")
    saved = texts_of(current, current.answers.all())
    said = {name_of(each, finding.pk): value for finding, words in answers.items() for each, value in words.items()}
    merged = merge({**facts, **said}, saved=saved, opened=digests(saved) if opened is None else opened)
    if merged.conflicts:
        raise BothChangedError(saved, both=merged.conflicts, kept=merged.kept)
    _write(response, merged.changes, answers, version=current.version)
    unsaved.discard(response, by=by)
    follow_the_invitation(response, by=by, at=at)
    return merged.kept


def _write(response: Response, changes: dict[str, object], findings: Iterable[Finding], *, version: int) -> None:
    if not changes:
        response.refresh_from_db()
        return
    save_version(response, version=version, **{name: changes[name] for name in PARTS if name in changes})
    saved = {answer.finding_id: answer for answer in response.answers.all()}
    for finding in findings:
        said = {each: changes[name_of(each, finding.pk)] for each in SAID if name_of(each, finding.pk) in changes}
        answer = saved.get(finding.pk) or Answer(response=response, finding=finding)
        for name, value in said.items():
            setattr(answer, name, value)
        if said:
            answer.save()


def follow_the_invitation(response: Response, *, by: User, at: datetime) -> None:
    """With the force from the invitation until the comments are there; a correction is not sent round again."""
    has_comments = response.chief_officer_comments and not response.invitations.open().exists()
    waits = response.invited_on and not (response.comments_received_on or has_comments)
    status = ResponseStatus.WITH_FORCE if waits and not response.published_on else ResponseStatus.DRAFT
    if status != response.status:
        move(response, status, sources=BEING_WRITTEN, by=by, at=at)
