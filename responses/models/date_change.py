"""Another date for a recommendation: asked by the force, decided by the office."""

import uuid
from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject, TruncDate

from inspections.deadlines import Deadline, Precision
from inspections.models import PRECISIONS
from oversight.accounts.models import User
from responses.models.file import EvidenceFile
from responses.models.follow_up import OPEN, FollowUp
from responses.models.revision import DeadlineRevision


class DateChangeStatus(models.TextChoices):
    ASKED = "asked", "Waits for the office"
    GRANTED = "granted", "Agreed"
    OTHERWISE = "otherwise", "Another date set"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn by the force"


MOVED = [DateChangeStatus.GRANTED, DateChangeStatus.OTHERWISE]


class DateChangeQuerySet(models.QuerySet["DateChange"]):
    def visible_to(self, user: User) -> Self:
        if user.is_office:
            return self.filter(follow_up__policing_body__in=user.offices)
        return self.filter(follow_up__in=FollowUp.objects.visible_to(user))

    def asked(self) -> Self:
        return self.filter(status=DateChangeStatus.ASKED)

    def waiting(self) -> Self:
        """What is over needs no date: its open question is not asked any more."""
        return self.asked().filter(follow_up__status__in=OPEN)

    def for_detail(self) -> Self:
        about = ["follow_up__finding__inspection", "follow_up__finding__kind", "follow_up__force"]
        return self.select_related(*about, "follow_up__policing_body", "asked_by", "decided_by", "revision")

    def with_files(self, user: User, on: date) -> Self:
        """Each with `shown_with`: what to say of its files, at no further query (R71, R131)."""
        chosen = DateChangeFile.objects.filter(change=OuterRef(OuterRef("pk")))
        files = EvidenceFile.objects.filter(pk__in=chosen.values("file")).order_by("name", "pk")
        may_read = Exists(EvidenceFile.objects.visible_to(user).filter(pk=OuterRef("pk")))
        counts = Exists(EvidenceFile.objects.standing().exclude(expires_on__lt=on).filter(pk=OuterRef("pk")))
        gone_on = TruncDate("disposed_at")
        facts = JSONObject(pk="pk", name="name", may_read=may_read, counts=counts, disposed_on=gone_on)
        return self.annotate(shown_with=ArraySubquery(files.values_list(facts)))


@pghistory.track()
class DateChange(models.Model):
    """The force asks for another date; the office grants it, refuses it or sets another (R102)."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="date_changes")
    wording = models.CharField(max_length=120)
    precision = models.CharField(max_length=10, choices=PRECISIONS)
    due_on = models.DateField("the date asked for")
    instead_of = models.DateField("the date at the time", null=True, blank=True)
    reason = models.TextField()
    meanwhile = models.TextField("what protects people meanwhile")
    evidence = models.TextField("what shows this", blank=True)
    files = models.ManyToManyField(EvidenceFile, through="DateChangeFile", related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=DateChangeStatus, default=DateChangeStatus.ASKED)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    revision = models.OneToOneField(
        DeadlineRevision, models.PROTECT, related_name="date_change", null=True, blank=True, editable=False
    )
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    shown_with: list[dict[str, object]]

    objects = DateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="datechange_one_waits", fields=["follow_up"], condition=Q(status=DateChangeStatus.ASKED)
            ),
            models.CheckConstraint(
                name="datechange_says_why_and_what_protects", condition=~Q(reason="") & ~Q(meanwhile="")
            ),
            models.CheckConstraint(
                name="datechange_decided_by_and_at_together",
                condition=Q(status=DateChangeStatus.ASKED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status=DateChangeStatus.ASKED) & Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="datechange_refused_says_why",
                condition=~Q(status=DateChangeStatus.REFUSED) | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="datechange_moved_by_a_revision",
                condition=Q(status__in=MOVED, revision__isnull=False)
                | (~Q(status__in=MOVED) & Q(revision__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"Another date asked at {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def deadline(self) -> Deadline:
        return Deadline(self.wording, Precision(self.precision), self.due_on)

    @property
    def waits(self) -> bool:
        return self.status == DateChangeStatus.ASKED

    @property
    def readable(self) -> list[dict[str, object]]:
        """Of rows loaded by `with_files`."""
        return [file | {"disposed_on": _day(file["disposed_on"])} for file in self.shown_with if file["may_read"]]

    @property
    def unreadable(self) -> int:
        return len(self.shown_with) - len(self.readable)


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None


@pghistory.track()
class DateChangeFile(models.Model):
    """A file that the force has sent about the same recommendation, and that shows what it says (R102)."""

    change = models.ForeignKey(DateChange, models.PROTECT, related_name="+")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="datechangefile_once", fields=["change", "file"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="sent_about_the_same",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF NOT EXISTS (SELECT FROM responses_evidencefile AS file"
                    " JOIN responses_evidenceround AS round ON round.id = file.round_id"
                    " JOIN responses_evidencerequest_follow_ups AS about ON about.evidencerequest_id = round.request_id"
                    " JOIN responses_datechange AS change ON change.follow_up_id = about.followup_id"
                    " WHERE file.id = NEW.file_id AND change.id = NEW.change_id AND round.submitted_at IS NOT NULL)"
                    " THEN RAISE EXCEPTION 'Cannot show this with a file that was not sent about it'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"File of a question about a date: {self.file_id}"
