"""What happens to a request for evidence: asked, opened, answered in rounds, judged, withdrawn."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from oversight.accounts.models import User
from oversight.days import plain_date
from oversight.versions import StaleError, save_version
from responses.clock import local_day
from responses.merging import digest
from responses.models import (
    EventKind,
    EvidenceBatch,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    ItemAnswer,
    MoreTime,
    Notice,
    NoticeKind,
    RequestStatus,
    RoundDecision,
    TimeDecision,
    WorkStatus,
)
from responses.models.evidence import WITH_FORCE
from responses.models.state import ENDED
from responses.workflow import follow_up as follow_up_workflow
from responses.workflow.closing import can_be_complete
from responses.workflow.follow_up import WrongStatusError
from responses.workflow.telling import ItemJudgement, answerers, judged, judges, tell, tell_one, write_to
from responses.workflow.turns import days_counted

TRANSITIONS: dict[RequestStatus, set[RequestStatus]] = {
    RequestStatus.DRAFT: {RequestStatus.SENT},
    RequestStatus.SENT: {RequestStatus.OPENED, RequestStatus.WITHDRAWN},
    RequestStatus.OPENED: {RequestStatus.PART_ANSWERED, RequestStatus.ANSWERED, RequestStatus.WITHDRAWN},
    RequestStatus.PART_ANSWERED: {RequestStatus.PART_ANSWERED, RequestStatus.ANSWERED, RequestStatus.WITHDRAWN},
    RequestStatus.ANSWERED: {RequestStatus.RETURNED, RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN},
    RequestStatus.RETURNED: {RequestStatus.OPENED, RequestStatus.WITHDRAWN},
    RequestStatus.ACCEPTED: set(),
    RequestStatus.WITHDRAWN: set(),
}


REPLIED_AGAIN = "The force has replied again since you opened that page. Read the new reply first."
STILL_OPEN_BELOW = "The reply says that the work is complete, and something under it is open."
BEING_ANSWERED = [RequestStatus.OPENED, RequestStatus.PART_ANSWERED]


class EmptyAnswerError(Exception):
    """There is nothing to send yet."""


def seen(draft: EvidenceRequest) -> str:
    """What a page shows of a draft, sent back with its form: who saves it says what they saw (ADR 13)."""
    items = [item.wording for item in draft.items.all()]
    return _as_shown(vars(draft) | {"lead": draft.lead}, items, draft.follow_ups.all())


def _as_shown(facts: Mapping[str, Any], items: Iterable[str], follow_ups: Iterable[FollowUp]) -> str:
    said = [str(facts[name]) for name in ("question", "due_on", "classification")]
    return digest([facts["lead"].pk, *said, *items, *sorted(each.pk for each in follow_ups)])


@transaction.atomic
def ask(follow_ups: Sequence[FollowUp], *, by: User, at: datetime, **facts: Any) -> EvidenceRequest:  # noqa: ANN401
    """Ask a force about follow-ups of it; the same form twice gives the request that is there (R43, R106).

    `facts` and StaleError as in `draft`: what was kept as a draft with the same form is what is sent.
    """
    request = draft(follow_ups, by=by, **facts)
    if request.is_draft:
        _check_open(follow_ups, by)
        _move(request, RequestStatus.SENT, by=by, at=at, sent_at=at)
        tell(request, EventKind.EVIDENCE_ASKED, by=by, at=at, detail=f"by {plain_date(request.due_on)}")
        Notice.objects.owe(NoticeKind.EVIDENCE_ASKED, to=request.lead, request=request, at=at)
    return request


@transaction.atomic
def draft(
    follow_ups: Sequence[FollowUp],
    *,
    lead: User,
    question: str,
    due_on: date,
    classification: str,
    submission_id: UUID,
    by: User,
    items: Sequence[str] = (),
    batch: EvidenceBatch | None = None,
    seen_before: str | None = None,
) -> EvidenceRequest:
    """Keep a request that only its author sees; the same form again changes it, until it is sent.

    Raises StaleError where it was saved otherwise in another window since `seen_before`.
    """
    first = follow_ups[0]
    follow_up_workflow.check_lead(lead, first)
    facts = {"lead": lead, "question": question, "due_on": due_on, "classification": classification}
    whose = {"policing_body_id": first.policing_body_id, "force_id": first.force_id, "batch": batch, "sent_by": by}
    request, is_new = EvidenceRequest.objects.get_or_create(
        submission_id=submission_id, defaults={**facts, **whose, "status": RequestStatus.DRAFT}
    )
    kept = EvidenceRequest.objects.drafts().filter(pk=request.pk).select_for_update(of=("self",)).first()
    if kept:
        expected = {seen_before, _as_shown(facts, items, follow_ups)}
        if not is_new and seen_before is not None and seen(kept) not in expected:
            raise StaleError(kept)
        _write(kept, facts, items, follow_ups)
    return kept or request


def _write(draft: EvidenceRequest, facts: Mapping[str, Any], items: Sequence[str], about: Sequence[FollowUp]) -> None:
    EvidenceRequest.objects.filter(pk=draft.pk).update(**facts)
    draft.refresh_from_db(fields=facts)
    draft.follow_ups.set(about)
    draft.items.all().delete()
    for number, wording in enumerate(items, start=1):
        EvidenceItem.objects.create(request=draft, number=number, wording=wording)


@transaction.atomic
def discard(request: EvidenceRequest, *, seen_before: str) -> None:
    """A draft that nobody else has seen leaves nothing but its record of values.

    Raises WrongStatusError and, where it was saved otherwise in another window since `seen_before`, StaleError.
    """
    rows = EvidenceRequest.objects.drafts().filter(pk=request.pk)
    kept = rows.select_for_update(of=("self",)).first()
    if kept is None:
        raise WrongStatusError(f"{request.reference} has been sent, so it can only be withdrawn.")
    if seen(kept) != seen_before:
        raise StaleError(kept)
    request.items.all().delete()
    request.follow_ups.clear()
    rows.delete()


def _check_open(follow_ups: Iterable[FollowUp], by: User) -> None:
    rows = FollowUp.objects.filter(pk__in=[follow_up.pk for follow_up in follow_ups])
    follow_up_workflow.lock_with_wholes(rows)
    for each in rows.by_reference():
        if not each.is_open:
            raise WrongStatusError(f"{each.reference} is no longer open, so no evidence can be asked for it.")
        if each.policing_body_id != by.policing_body_id:  # a draft may outlive a succession
            raise WrongStatusError(f"{each.reference} belongs to another office now.")


@transaction.atomic
def open_answer(request: EvidenceRequest, *, by: User, at: datetime) -> EvidenceRound:
    """The force starts to answer; a second press, or a colleague's, gives the draft that is there.

    After a return the new round starts from the text of the last one, item by item where there are items.
    """
    begun = EvidenceRound.objects.drafts().filter(request=request).select_for_update().first()
    request = EvidenceRequest.objects.select_for_update().get(pk=request.pk)  # in the order of `submit`
    draft = request.rounds.drafts().first()
    if draft and request.status in BEING_ANSWERED:
        if draft == begun and _ask_items(draft):
            EvidenceRound.objects.filter(pk=draft.pk).update(version=F("version") + 1)
            draft.refresh_from_db(fields=["version"])
        return draft
    if request.status != RequestStatus.PART_ANSWERED:
        _move(request, RequestStatus.OPENED, by=by, at=at)
        EvidenceRequest.objects.filter(pk=request.pk, opened_at=None).update(opened_at=at, opened_by=by)
        tell(request, EventKind.EVIDENCE_OPENED, by=by, at=at)
    return _next_round(request, by)


def _next_round(request: EvidenceRequest, by: User) -> EvidenceRound:
    last = request.rounds.last()
    goes_on = last and last.decision == RoundDecision.RETURNED
    draft = EvidenceRound.objects.create(
        request=request,
        number=last.number + 1 if last else 1,
        text=last.text if last and goes_on else "",
        started_by=by,
    )
    _ask_items(draft)
    return draft


def _ask_items(draft: EvidenceRound) -> bool:
    """Whether the draft had to be asked for more: at its start, and where a part was returned since."""
    there = set(draft.item_answers.values_list("item", flat=True))
    missing = [each for each in draft.request.items.with_answers() if each.awaits_force and each.pk not in there]
    for item in missing:
        sent = item.sent_answers
        ItemAnswer.objects.create(round=draft, item=item, text=sent[-1].text if sent else "")
    return bool(missing)


@transaction.atomic
def save_draft(
    answer: EvidenceRound,
    *,
    version: int,
    text: str,
    force_rag: str,
    claims_complete: bool,
    items: Mapping[int, str] | None = None,
    files: Mapping[UUID, Collection[int]] | None = None,
) -> None:
    """Keep what the force has typed so far. Raises StaleError where a colleague saved first.

    `items` are texts by the row of the draft that they are for; `files` are the rows that a file answers.
    """
    lock_draft(answer)
    save_version(answer, version=version, text=text, force_rag=force_rag, claims_complete=claims_complete)
    for pk, words in (items or {}).items():
        answer.item_answers.filter(pk=pk).update(text=words)
    for file in answer.files.filter(pk__in=files or {}):
        file.item_answers.set(answer.item_answers.filter(pk__in=(files or {})[file.pk]))


@transaction.atomic
def submit(
    answer: EvidenceRound, *, version: int, by: User, at: datetime, files: Iterable[EvidenceFile] | None = None
) -> None:
    """Send the draft to the office, as the sender has seen it. From now on it does not change (rule 37).

    It stays with the force while items are left to reply to (R106).
    `files` are those that the person saw; without them, whatever is there counts. Raises StaleError where a colleague
    has changed the text or the files meanwhile.
    """
    draft = lock_draft(answer)
    if draft.version != version or (files is not None and set(files) != set(draft.files.all())):
        raise StaleError(draft)
    _refuse_unreadable(draft)
    request = draft.request
    EvidenceRequest.objects.select_for_update().get(pk=request.pk)  # no part of it is returned meanwhile
    _drop_unanswered(draft)
    is_whole = not _leaves_out(draft)
    _move(request, RequestStatus.ANSWERED if is_whole else RequestStatus.PART_ANSWERED, by=by, at=at)
    sent = {"submitted_at": at, "submitted_by": by, "items_answered": draft.item_answers.count()}
    EvidenceRound.objects.filter(pk=draft.pk).update(**sent)
    for follow_up in request.follow_ups.all():
        _take_answer(follow_up, draft, by=by, at=at)
    kind = EventKind.EVIDENCE_ANSWERED if is_whole else EventKind.EVIDENCE_PART_ANSWERED
    tell(request, kind, by=by, at=at, round=draft)
    write_to(judges(request), NoticeKind.EVIDENCE_ANSWERED, request, at=at)
    answer.refresh_from_db()


def _refuse_unreadable(draft: EvidenceRound) -> None:
    if refused := draft.files.refused().first():
        raise WrongStatusError(f"A virus was found in “{refused}”. Take it out of the reply before you send it.")
    if damaged := draft.files.damaged().first():
        raise WrongStatusError(f"“{damaged}” is damaged. Take it out of the reply and add it again, then send it.")


def _leaves_out(draft: EvidenceRound) -> bool:
    return draft.request.items.leave_some_out(draft.item_answers.values_list("item", flat=True))


def _drop_unanswered(draft: EvidenceRound) -> None:
    """An item with neither a word nor a file is for another time."""
    empty = [each.pk for each in draft.item_answers.filter(files=None) if not each.text.strip()]
    has_items = draft.item_answers.exists()
    if has_items and len(empty) == draft.item_answers.count():
        raise EmptyAnswerError("Reply to at least one item before you send it.")
    if not has_items and not draft.text.strip():
        raise EmptyAnswerError("Enter your reply before you send it.")
    draft.item_answers.filter(pk__in=empty).delete()


def _take_answer(follow_up: FollowUp, answer: EvidenceRound, *, by: User, at: datetime) -> None:
    """What an answer says about a follow-up: its own rating, and the claim that the work is done (R37, R46)."""
    changes: dict[str, object] = {"touched_at": at}
    if answer.force_rag:
        changes["force_rag"] = answer.force_rag
    says_so = answer.claims_complete and not follow_up.claimed_on and follow_up.status not in ENDED
    if says_so and can_be_complete(follow_up, local_day(at)):
        changes |= {"claimed_on": local_day(at), "claimed_by": by}
    FollowUp.objects.filter(pk=follow_up.pk).update(version=F("version") + 1, **changes)
    if "claimed_on" in changes:
        tell_one(follow_up, answer.request, EventKind.CLAIMED, by=by, at=at)
    elif says_so:
        said = {"detail": "not taken as complete", "reason": STILL_OPEN_BELOW}
        tell_one(follow_up, answer.request, EventKind.STATUS_CHANGED, by=by, at=at, **said)
    if follow_up.status == WorkStatus.IN_PROGRESS and answer.request.is_with_office:
        follow_up_workflow.move(follow_up, WorkStatus.SUBMITTED, by=by, at=at)


@transaction.atomic
def accept(request: EvidenceRequest, *, note: str, by: User, at: datetime, number: int | None = None) -> None:
    """The answer is good enough. That says nothing yet about whether the office is assured (R37).

    `number` is that of the answer the person read; without it, whatever is there counts.
    """
    _move(request, RequestStatus.ACCEPTED, by=by, at=at)
    ItemAnswer.objects.awaiting_judgement(request).update(decision=RoundDecision.ACCEPTED)
    answer = _judge(request, RoundDecision.ACCEPTED, number, note=note, by=by, at=at)
    tell(request, EventKind.EVIDENCE_ACCEPTED, by=by, at=at, reason=note, round=answer)
    write_to(answerers(request, answer.submitted_by), NoticeKind.EVIDENCE_ACCEPTED, request, at=at)


@transaction.atomic
def return_answer(
    request: EvidenceRequest,
    *,
    note: str,
    due_on: date,
    by: User,
    at: datetime,
    number: int | None = None,
    items: Mapping[int, ItemJudgement] | None = None,
) -> None:
    """The force has to answer again by `due_on`; `note` says what is missing. `number` as in `accept`.

    `items` judge each of the replies to items; without them all are returned with the note.
    """
    was_due_on = EvidenceRequest.objects.select_for_update().get(pk=request.pk).due_on
    _move(request, RequestStatus.RETURNED, by=by, at=at, due_on=due_on)
    note = judge_items(request, items or {}, note)
    answer = _judge(request, RoundDecision.RETURNED, number, note=note, by=by, at=at)
    again = f"reply again by {plain_date(due_on)}; it was due by {plain_date(was_due_on)}"
    detail = f"{judged(items)}; {again}" if items else again
    tell(request, EventKind.EVIDENCE_RETURNED, by=by, at=at, reason=note, detail=detail, round=answer)
    write_to(answerers(request, answer.submitted_by), NoticeKind.EVIDENCE_RETURNED, request, at=at)


def judge_items(request: EvidenceRequest, items: Mapping[int, ItemJudgement], note: str) -> str:
    """Only what is returned is open again. The note, or where there is none which items are meant."""
    returned, pending = [], list(ItemAnswer.objects.awaiting_judgement(request))
    if items and set(items) != {answer.pk for answer in pending}:
        raise WrongStatusError(REPLIED_AGAIN)
    for answer in pending:
        decision, why = items.get(answer.pk, (RoundDecision.RETURNED, note))
        ItemAnswer.objects.filter(pk=answer.pk).update(decision=decision, decision_note=why)
        if decision == RoundDecision.RETURNED:
            returned.append(str(answer.item.number))
    return note or f"Item{'s' if len(returned) > 1 else ''} {', '.join(returned)}: see what is needed there."


def _judge(
    request: EvidenceRequest, decision: RoundDecision, number: int | None, *, note: str, by: User, at: datetime
) -> EvidenceRound:
    answer = request.rounds.get(number=request.rounds.count())
    if number not in {None, answer.number}:
        raise WrongStatusError(REPLIED_AGAIN)
    sent = request.rounds.filter(submitted_at__isnull=False, decided_at=None)
    sent.update(decision=decision, decision_note=note, decided_at=at, decided_by=by)
    _back_to_work(request, by=by, at=at)
    return answer


def _back_to_work(request: EvidenceRequest, *, by: User, at: datetime) -> None:
    """Nothing is left to judge about these, unless another answer is."""
    waiting = EvidenceRequest.objects.with_office().values("follow_ups")
    ready = request.follow_ups.filter(status=WorkStatus.SUBMITTED).exclude(pk__in=waiting)
    for follow_up in reversed(list(ready.locked())):  # wholes first: after its part one would be back already
        follow_up_workflow.back_to_work(follow_up, by=by, at=at)


@transaction.atomic
def withdraw(request: EvidenceRequest, *, reason: str, by: User, at: datetime) -> None:
    """The office needs no answer any more, and says so to whoever has it; what the force has drafted stays."""
    _move(request, RequestStatus.WITHDRAWN, by=by, at=at)
    _back_to_work(request, by=by, at=at)
    tell(request, EventKind.EVIDENCE_WITHDRAWN, by=by, at=at, reason=reason)
    last = request.rounds.last()
    write_to(answerers(request, last.submitted_by if last else None), NoticeKind.EVIDENCE_WITHDRAWN, request, at=at)


def lock_draft(answer: EvidenceRound) -> EvidenceRound:
    draft = EvidenceRound.objects.select_for_update(of=("self",)).select_related("request").get(pk=answer.pk)
    if not (draft.is_draft and draft.request.is_with_force):
        raise WrongStatusError("This reply has been sent, or the request was withdrawn, so it cannot be changed.")
    return draft


def _move(request: EvidenceRequest, to: RequestStatus, *, by: User, at: datetime, **changes: object) -> None:
    # Checking and changing in one statement, as for follow-ups.
    sources = [status for status, targets in TRANSITIONS.items() if to in targets]
    rows = EvidenceRequest.objects.filter(pk=request.pk, status__in=sources)
    if not rows.update(status=to, **days_counted(local_day(at)), **changes):
        raise WrongStatusError(f"Somebody else was first: {request.reference} can no longer be {to.after_is}.")
    if to not in WITH_FORCE:
        MoreTime.objects.open().filter(request=request).update(
            decision=TimeDecision.LAPSED, decided_at=at, decided_by=by
        )
    about = follow_up_workflow.lock_with_wholes(request.follow_ups.all())
    FollowUp.objects.filter(pk__in=about).update(touched_at=at)
    request.refresh_from_db(fields=["status", "turn_on", "force_days", "office_days", *changes])
