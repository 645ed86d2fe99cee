"""The outbox: one row is one letter owed to one address; a worker sends it."""

import uuid
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Self

import pghistory
from django.db import models
from django.db.models import Prefetch, Q

from oversight.accounts.models import User
from responses.models.evidence import EvidenceRequest
from responses.models.follow_up import FollowUp
from responses.models.handover import Handover
from responses.models.response import Response

STILL_NEWS = timedelta(days=7)  # after that a letter about something that happened is not sent any more


class NoticeKind(models.TextChoices):
    """One letter each: templates/emails/<kind>.txt."""

    FOLLOW_UP_DUE = "follow-up-due", "Deadline of a recommendation"
    DEADLINE_MOVED = "deadline-moved", "Deadline moved"
    DEADLINES_MOVED = "deadlines-moved", "Several deadlines moved"
    DATE_ASKED = "date-asked", "Another date asked for"
    DATE_REFUSED = "date-refused", "Another date refused"
    DATE_REVIEW = "date-review", "Recommendation without a date"
    CHECK_DUE = "check-due", "Next check of assurance"
    RESPONSE_DUE = "response-due", "56 days to respond"
    OWN_DEADLINE = "own-deadline", "Deadline that a report sets for the response"
    COMMENTS_DUE = "comments-due", "Chief officer's comments"
    COMMENTS_ASKED = "comments-asked", "Chief officer invited to comment"
    COMMENTS_SENT = "comments-sent", "Chief officer's comments received"
    STAGE_DUE = "stage-due", "Next stage of a response"
    COPY = "copy", "Copy of a response"
    EVIDENCE_DUE = "evidence-due", "Evidence due"
    EVIDENCE_ASKED = "evidence-asked", "Evidence requested"
    EVIDENCE_ANSWERED = "evidence-answered", "Reply sent"
    EVIDENCE_DELEGATED = "evidence-delegated", "Evidence request handed on"
    MORE_TIME_ASKED = "more-time-asked", "More time asked for"
    MORE_TIME_DECIDED = "more-time-decided", "More time decided"
    EVIDENCE_RETURNED = "evidence-returned", "Evidence returned"
    EVIDENCE_ACCEPTED = "evidence-accepted", "Evidence accepted"
    EVIDENCE_WITHDRAWN = "evidence-withdrawn", "Evidence request withdrawn"
    FILE_EXPIRES = "file-expires", "Evidence that expires"
    FILE_WITHDRAWN = "file-withdrawn", "Evidence withdrawn"
    FILE_REFUSED = "file-refused", "Virus found in a file"
    FILE_DAMAGED = "file-damaged", "Evidence damaged"
    ASSIGNED = "assigned", "Recommendation assigned"
    CLAIMED = "claimed", "What the force says about completion"
    DECIDED = "decided", "Decision on a recommendation"
    REVIEW_DUE = "review-due", "Re-check due"
    ASSIGNED_SEVERAL = "assigned-several", "Several recommendations assigned"
    HANDOVER_ASKED = "handover-asked", "Another office wants to hand over"
    HANDOVER_DECIDED = "handover-decided", "What became of a handover"


class NoticeStatus(models.TextChoices):
    PENDING = "pending", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Refused by the mail server"
    SUPPRESSED = "suppressed", "Not sent: no longer wanted"
    IN_DOUBT = "in-doubt", "Perhaps sent: check with the recipient"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """The office sees every letter about its items; anybody else the own ones."""
        if not user.is_office:
            return self.filter(recipient=user)
        about = ("follow_up", "request", "response")
        of_office = reduce(or_, (Q(**{f"{noun}__policing_body__in": user.offices}) for noun in about))
        return self.filter(of_office | Q(handover__isnull=False, recipient__policing_body__in=user.offices))

    def about(self, follow_up: FollowUp, user: User) -> Self:
        """Of one that the person sees, so that its office sees all of them."""
        rows = self.filter(follow_up=follow_up)
        return rows if user.is_office else rows.visible_to(user)

    def owe(
        self, kind: NoticeKind, *, to: User, at: datetime, due_on: date | None = None, **about: models.Model
    ) -> None:
        """Owe one letter about one thing that has just happened; call it in the transaction of the change.

        `about` names the thing: `follow_up=`, `request=`, `response=` or `handover=`. The same thing at the same time
        to the same person is one letter.
        """
        ((noun, thing),) = about.items()
        key = f"{kind}:{noun}:{thing.pk}:{at.isoformat()}:{to.pk}"
        letter = self.model(
            key=key,
            kind=kind,
            recipient=to,
            address=to.email,
            due_on=due_on,
            owed_at=at,
            next_attempt_at=at,
            expires_at=at + STILL_NEWS,
            message_id=f"<{uuid.uuid4()}@portal>",
            **about,
        )
        self.bulk_create([letter], ignore_conflicts=True)

    def owe_to_address(
        self, kind: NoticeKind, address: str, *, key: str, at: datetime, **about: models.Model
    ) -> "Notice":
        """Owe one letter to somebody who does not sign in; `key` makes it one."""
        return self.create(
            key=key,
            kind=kind,
            address=address,
            owed_at=at,
            next_attempt_at=at,
            expires_at=at + STILL_NEWS,
            message_id=f"<{uuid.uuid4()}@portal>",
            **about,
        )

    def claimable(self, at: datetime) -> Self:
        """Due and waiting, or left behind by a worker that died while sending.

        Ordered by what the index holds and no more: a thousand letters owed at eight are not sorted for each claim.
        """
        due = Q(status=NoticeStatus.PENDING, next_attempt_at__lte=at)
        return self.filter(due | Q(status=NoticeStatus.SENDING, lease_until__lt=at)).order_by("next_attempt_at")

    def waiting_reminders(self) -> Self:
        """Of the planner, not yet tried."""
        return self.filter(status=NoticeStatus.PENDING, rung__isnull=False, attempts=0)

    def for_letter(self) -> Self:
        """By short queries: one with thirteen joins takes longer to plan than to run."""
        follow_ups = FollowUp.objects.select_related(
            "finding__kind", "finding__inspection", "finding__parent", "force", "lead", "policing_body"
        )
        requests = EvidenceRequest.objects.select_related("lead", "delegate", "policing_body")
        responses = Response.objects.select_related("inspection", "policing_body")
        handovers = Handover.objects.for_list()
        return self.prefetch_related(
            "recipient__force",
            Prefetch("follow_up", follow_ups),
            Prefetch("request", requests),
            Prefetch("response", responses),
            Prefetch("handover", handovers),
        )


def _exactly_one_of(*fields: str) -> Q:
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition


# A morning's letters are one statement, and so is their record: a trigger for each took two thirds of the planning.
@pghistory.track(pghistory.InsertEvent(level=pghistory.Statement), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Notice(models.Model):
    """A letter. Message-ID and Date are frozen, so that a copy sent in doubt is the same letter."""

    key = models.CharField(max_length=200, unique=True, help_text="What makes it one letter and not two.")
    kind = models.CharField(max_length=30, choices=NoticeKind)
    recipient = models.ForeignKey(User, models.PROTECT, related_name="notices", null=True, blank=True)
    address = models.EmailField(max_length=320)
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="notices", null=True, blank=True)
    request = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="notices", null=True, blank=True)
    response = models.ForeignKey(Response, models.PROTECT, related_name="notices", null=True, blank=True)
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    due_on = models.DateField("the deadline it is about", null=True, blank=True)
    rung = models.SmallIntegerField("days before the deadline", null=True, blank=True)
    status = models.CharField(max_length=20, choices=NoticeStatus, default=NoticeStatus.PENDING)
    reason = models.CharField("why it was not sent", max_length=200, blank=True)
    owed_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    resends = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-owed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_about_one_thing",
                condition=_exactly_one_of("follow_up", "request", "response", "handover"),
            ),
            models.CheckConstraint(
                name="notice_sent_has_a_time",
                condition=Q(status=NoticeStatus.SENT, sent_at__isnull=False)
                | (~Q(status=NoticeStatus.SENT) & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="notice_sending_has_a_lease",
                condition=Q(status=NoticeStatus.SENDING, lease_until__isnull=False)
                | (~Q(status=NoticeStatus.SENDING) & Q(lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="notice_not_sent_says_why",
                condition=~Q(status__in=[NoticeStatus.SUPPRESSED, NoticeStatus.FAILED]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                name="notice_claimable",
                fields=["next_attempt_at"],
                condition=Q(status__in=[NoticeStatus.PENDING, NoticeStatus.SENDING]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.address}"

    @property
    def about(self) -> FollowUp | EvidenceRequest | Response | Handover:
        about = self.follow_up or self.request or self.response or self.handover
        assert about is not None  # noqa: S101 - a constraint says so; for the type checker
        return about

    @property
    def about_id(self) -> int:
        return next(pk for pk in (self.follow_up_id, self.request_id, self.response_id, self.handover_id) if pk)


class NoticeAttempt(models.Model):
    """What the mail server answered, kept a year; the last of each letter is kept for good."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    code = models.PositiveSmallIntegerField("SMTP code", null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint(name="noticeattempt_numbered_in_its_notice", fields=["notice", "number"])
        ]
