"""The way out of the letters that are owed.

Claimed in one transaction, sent outside any, settled in another: each leaves at least once, and more than once only
where its worker died or the mail server never answered.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from oversight.bodies.models import Succession
from oversight.bodies.models.succession import works_at
from responses import emails
from responses.clock import local_day
from responses.emails import Answer, Relay, RelayError, Verdict
from responses.models import (
    DateChange,
    DeadlineRevision,
    Event,
    EvidenceFile,
    EvidenceRequest,
    HandoverStatus,
    Notice,
    NoticeAttempt,
    NoticeKind,
    NoticeStatus,
    Publication,
    RequestStatus,
    Sending,
)
from responses.models.evidence import WITH_FORCE
from responses.models.follow_up import OPEN
from responses.models.redated import moved_at
from responses.models.response import BEING_WRITTEN
from responses.notices.planner import reminders, why_unwanted

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
LIMIT = timedelta(seconds=35)  # with the planner and one slow server still within Celery's soft limit
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 720)]
ATTEMPTS = 12  # over 72 hours at least
RESENDS = 2
UNJUDGED = timedelta(hours=1)
NO_ANSWER = Answer(Verdict.NOT_HEARD, None, "No answer: the worker stopped while sending.")

AT_THE_FORCE = works_at("recipient", "follow_up__force")
ASKED_AT_THE_FORCE = works_at("recipient", "request__force")
OPEN_AT_THE_FORCE = Q(AT_THE_FORCE, follow_up__status__in=OPEN)


def _nothing_since(model: type[models.Model], at: str) -> Q:
    """No newer row about the same follow-up than the letter: that one has a letter of its own."""
    newer = {"follow_up": OuterRef("follow_up"), f"{at}__gt": OuterRef("owed_at")}
    return ~Exists(model._default_manager.filter(**newer))  # type: ignore[return-value]


# Somebody at the force has begun to reply, or a letter about it has left, perhaps unheard.
HEARD_OF = Q(request__opened_at__isnull=False) | Q(
    Exists(
        Notice.objects.filter(
            Q(sent_at__isnull=False) | Q(resends__gt=0), request=OuterRef("request"), recipient=OuterRef("recipient")
        )
    )
)

# A date that was corrected twice before the letter left is told of once.
TOLD_WITH_OTHERS = Notice.objects.filter(
    Exists(Event.objects.filter(follow_up=OuterRef(OuterRef("follow_up")), at=OuterRef("owed_at"))),
    kind=NoticeKind.DEADLINES_MOVED,
    recipient=OuterRef("recipient"),
    owed_at__gt=OuterRef("owed_at"),
)
MOVED_LAST = ~Q(Exists(TOLD_WITH_OTHERS)) & ~Q(
    Exists(
        Notice.objects.filter(
            kind=NoticeKind.DEADLINE_MOVED,
            follow_up=OuterRef("follow_up"),
            recipient=OuterRef("recipient"),
            owed_at__gt=OuterRef("owed_at"),
        )
    )
)

ASKED_FOR_A_DATE = Q(Exists(DateChange.objects.filter(follow_up=OuterRef("follow_up"), asked_by=OuterRef("recipient"))))

# Letters about something that happened: while it is still so, to people who are still there.
SUCCEEDED = Succession.objects.standing().filter(successor=OuterRef("recipient__policing_body"))
STILL_SO = {
    NoticeKind.ASSIGNED: Q(follow_up__status__in=OPEN, follow_up__lead=F("recipient")),
    NoticeKind.DEADLINE_MOVED: Q(
        OPEN_AT_THE_FORCE,
        MOVED_LAST,
        _nothing_since(DeadlineRevision, "at"),
        Q(follow_up__lead=F("recipient")) | ASKED_FOR_A_DATE,
        follow_up__due_on__isnull=False,
    ),
    NoticeKind.DEADLINES_MOVED: Q(
        AT_THE_FORCE,
        Exists(
            moved_at(
                OuterRef("owed_at"),
                first=OuterRef("follow_up"),
                about=OuterRef("follow_up__finding__inspection"),
                lead=OuterRef("recipient"),
            )
        ),
    ),
    NoticeKind.DATE_REFUSED: Q(
        OPEN_AT_THE_FORCE, _nothing_since(DeadlineRevision, "at"), _nothing_since(DateChange, "asked_at")
    ),
    NoticeKind.DATE_ASKED: Q(
        Exists(DateChange.objects.waiting().filter(follow_up=OuterRef("follow_up"))),
        follow_up__policing_body=F("recipient__policing_body"),
    ),
    NoticeKind.DECIDED: Q(AT_THE_FORCE, follow_up__lead=F("recipient")),
    NoticeKind.CLAIMED: Q(follow_up__policing_body=F("recipient__policing_body")),
    NoticeKind.HANDOVER_ASKED: Q(
        handover__status=HandoverStatus.WAITING, handover__successor=F("recipient__policing_body")
    ),
    NoticeKind.HANDOVER_DECIDED: ~Q(handover__status=HandoverStatus.WAITING),
    NoticeKind.ASSIGNED_SEVERAL: AT_THE_FORCE,  # about one, but there are others
    NoticeKind.EVIDENCE_ASKED: Q(ASKED_AT_THE_FORCE, request__status__in=WITH_FORCE),
    NoticeKind.EVIDENCE_RETURNED: Q(ASKED_AT_THE_FORCE, request__status__in=WITH_FORCE),
    NoticeKind.EVIDENCE_DELEGATED: Q(request__status__in=WITH_FORCE)
    & (Q(request__delegate=F("recipient")) | Q(request__lead=F("recipient"), request__delegate=None)),
    NoticeKind.MORE_TIME_ASKED: Q(
        request__more_time__decision="", request__policing_body=F("recipient__policing_body")
    ),
    NoticeKind.MORE_TIME_DECIDED: Q(ASKED_AT_THE_FORCE, request__status__in=WITH_FORCE),
    NoticeKind.EVIDENCE_ACCEPTED: Q(ASKED_AT_THE_FORCE, request__status=RequestStatus.ACCEPTED),
    NoticeKind.EVIDENCE_WITHDRAWN: Q(ASKED_AT_THE_FORCE, HEARD_OF, request__status=RequestStatus.WITHDRAWN),
    NoticeKind.FILE_WITHDRAWN: Q(request__policing_body=F("recipient__policing_body")),
    NoticeKind.FILE_DAMAGED: Q(
        Q(ASKED_AT_THE_FORCE) | Q(request__policing_body=F("recipient__policing_body")),
        Exists(EvidenceFile.objects.damaged().filter(round__request=OuterRef("request"))),
    ),
    NoticeKind.FILE_REFUSED: Q(ASKED_AT_THE_FORCE) | Q(request__policing_body=F("recipient__policing_body")),
    NoticeKind.COMMENTS_ASKED: Q(
        works_at("recipient", "response__invitations__force"),
        response__status__in=BEING_WRITTEN,
        response__invitations__sent_at=None,
        response__invitations__withdrawn_at=None,
    ),
    NoticeKind.COMMENTS_SENT: Q(response__policing_body=F("recipient__policing_body"))
    | Q(Exists(SUCCEEDED.filter(predecessor=OuterRef("response__policing_body")))),
    NoticeKind.EVIDENCE_ANSWERED: Q(
        request__in=EvidenceRequest.objects.to_judge(), request__policing_body=F("recipient__policing_body")
    ),
    # What has been taken back or recorded otherwise, and what nobody can read any more, is not sent.
    NoticeKind.COPY: Q(
        sending__in=Sending.objects.current().values("pk"),
        sending__publication__in=Publication.objects.current().values("pk"),
    ),
}


def send_owed(*, now: Callable[[], datetime], limit: timedelta = LIMIT) -> int:
    """Send what is due until nothing is left or the time is up; say how many letters the mail server took."""
    until = now() + limit
    sent = 0
    if not Notice.objects.claimable(now()).exists():
        return sent
    try:
        with Relay() as relay:
            for notice in _claims(relay, now, until):
                sent += _send(notice, relay, now)
    except RelayError as error:
        logger.warning("Letters wait: %s", error)
    return sent


def _claims(relay: Relay, now: Callable[[], datetime], until: datetime) -> Iterator[Notice]:
    """Open the connection first: while the mail server is away, no letter loses an attempt."""
    while now() < until:
        relay.open()
        notice = claim(now())
        if notice is None:
            return
        yield notice


def claim(at: datetime) -> Notice | None:
    """The next letter to send, leased to the caller. Passes over those that turn out not to be wanted."""
    notice = _take(at)
    while notice and notice.status != NoticeStatus.SENDING:
        notice = _take(at)
    return notice


@transaction.atomic
def _take(at: datetime) -> Notice | None:
    due = Notice.objects.claimable(at).for_letter().select_for_update(skip_locked=True)
    notice = due.first()
    if notice is None:
        return None
    if notice.status == NoticeStatus.SENDING:
        _note(notice, NO_ANSWER, at)
        notice.resends += 1
    _decide(notice, at)
    notice.save(update_fields=["status", "reason", "lease_until", "attempts", "resends", "next_attempt_at"])
    return notice


def _decide(notice: Notice, at: datetime) -> None:
    """Lease it, give it up or, where it cannot be judged, pass it over for now: it does not keep the others."""
    try:
        with transaction.atomic():
            notice.reason = _why_not(notice, at)
    except Exception:
        logger.exception("Letter %s cannot be judged", notice.pk)
        notice.status, notice.lease_until, notice.next_attempt_at = NoticeStatus.PENDING, None, at + UNJUDGED
        return
    if notice.reason:
        notice.status, notice.lease_until = _given_up(notice), None
    else:
        notice.status, notice.lease_until = NoticeStatus.SENDING, at + LEASE
        notice.attempts += 1


def _given_up(notice: Notice) -> NoticeStatus:
    """What may have been sent is not called suppressed, so that it is never sent again by itself."""
    return NoticeStatus.IN_DOUBT if notice.resends else NoticeStatus.SUPPRESSED


def _why_not(notice: Notice, at: datetime) -> str:
    """Read in the transaction of the claim: what was answered, moved or reassigned since is not sent."""
    if notice.resends > RESENDS:
        return f"The mail server has not answered {notice.resends} times."
    if notice.recipient and not notice.recipient.is_active:
        return f"{notice.recipient} has left."
    if notice.rung is not None:
        kind = NoticeKind(notice.kind)
        reason = why_unwanted(notice, reminders(local_day(at), [kind], pk=notice.about_id))
    else:
        still_so = Notice.objects.filter(STILL_SO[NoticeKind(notice.kind)], pk=notice.pk).exists()
        reason = "" if still_so else "It has moved on since."
    return reason or ("Its time had passed." if notice.expires_at <= at else "")


def _send(notice: Notice, relay: Relay, now: Callable[[], datetime]) -> bool:
    try:
        message = emails.letter(notice)
    except Exception as error:  # one letter that cannot be written does not keep the others
        logger.exception("Letter %s cannot be written", notice.pk)
        answer = Answer(Verdict.PUT_OFF, None, f"It could not be written: {type(error).__name__}.")
    else:
        try:
            answer = relay.send(message)
        except RelayError:
            _release(notice, now())
            raise
    _settle(notice, answer, now())
    return answer.verdict == Verdict.ACCEPTED


def _mine(notice: Notice) -> QuerySet[Notice]:
    """No row if the lease ran out and somebody else has claimed it."""
    return Notice.objects.filter(pk=notice.pk, status=NoticeStatus.SENDING, attempts=notice.attempts)


def _release(notice: Notice, at: datetime) -> None:
    _mine(notice).update(
        status=NoticeStatus.PENDING, lease_until=None, attempts=F("attempts") - 1, next_attempt_at=at + BACKOFF[0]
    )


@transaction.atomic
def _settle(notice: Notice, answer: Answer, at: datetime) -> None:
    _mine(notice).update(lease_until=None, **_outcome(notice, answer, at))
    _note(notice, answer, at)


def _outcome(notice: Notice, answer: Answer, at: datetime) -> dict[str, object]:
    if answer.verdict == Verdict.ACCEPTED:
        return {"status": NoticeStatus.SENT, "sent_at": at}
    if answer.verdict == Verdict.REFUSED or notice.attempts >= ATTEMPTS:
        return {"status": NoticeStatus.FAILED, "reason": f"{answer.code or ''} {answer.text}".strip()[:200]}
    resends = notice.resends + (answer.verdict == Verdict.NOT_HEARD)
    return {"status": NoticeStatus.PENDING, "resends": resends, "next_attempt_at": at + _pause(notice)}


def _pause(notice: Notice) -> timedelta:
    """Longer each time, and spread by up to a fifth so that letters put off together do not return together."""
    return BACKOFF[min(notice.attempts, len(BACKOFF)) - 1] * (1 + notice.pk % 20 / 100)


def _note(notice: Notice, answer: Answer, at: datetime) -> None:
    attempt = NoticeAttempt(notice=notice, number=notice.attempts, at=at, code=answer.code, answer=answer.text[:300])
    NoticeAttempt.objects.bulk_create([attempt], ignore_conflicts=True)
