"""What the office has come to believe about a follow-up, and why."""

import uuid
from datetime import date, timedelta
from typing import Self

import pghistory
import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from oversight.accounts.models import User
from oversight.days import plain_date
from responses.models.classification import NOT_ABOVE, Classification, is_readable_by, readable_by
from responses.models.evidence import EvidenceRequest
from responses.models.file import EvidenceFile
from responses.models.follow_up import AssuranceLevel, FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.state import DIFFERS, ENDED

STALE_DAYS = 90  # a quarter, as R119 counts: accountability boards meet at least so often


class AssuranceMethod(models.TextChoices):
    EVIDENCE = "evidence", "Documents"
    VISIT = "visit", "Visit"
    SAMPLE = "sample", "Dip sample of cases"
    INTERVIEW = "interview", "Interviews"
    DATA = "data", "Performance data"
    MEETING = "meeting", "Meeting"


# We saw it, or asked those who do it. The others are what the force tells, writes or counts (R105).
FIRST_HAND = [AssuranceMethod.VISIT, AssuranceMethod.SAMPLE, AssuranceMethod.INTERVIEW]


class Confidence(models.TextChoices):
    HIGH = "high", "High: I would be surprised to be wrong"
    MEDIUM = "medium", "Medium: probably so, with gaps"
    LOW = "low", "Low: a first impression"


def on_either(file: OuterRef | uuid.UUID, request: OuterRef | int) -> Q:
    """Of a basis: the file, or all of the answer that it is part of."""
    return Q(file=file) | Q(request=request)


class AssuranceUpdateQuerySet(models.QuerySet["AssuranceUpdate"]):
    def visible_to(self, user: User) -> Self:
        """The office's own; a force reads of it what may be published and has not been corrected (R44, R66)."""
        if user.is_office:
            return self.filter(follow_up__policing_body__in=user.offices)
        return self.for_force().filter(follow_up__in=FollowUp.objects.visible_to(user))

    def for_force(self) -> Self:
        """What a force may be told of what is its own."""
        return self.standing().filter(is_publishable=True)

    def about(self, follow_up: FollowUp, user: User) -> Self:
        """Of one that the person sees: whose it is need not be asked (R131)."""
        rows = self.filter(follow_up=follow_up)
        return rows if user.is_office else rows.for_force()

    def standing(self) -> Self:
        """Without those that a later one corrects."""
        return self.filter(correction=None)

    def readable_by(self, user: User) -> Self:
        """Those whose words the person may read (R71)."""
        return self.filter(readable_by(user, "by"))

    def first_hand(self) -> Self:
        return self.filter(method__in=FIRST_HAND)

    def resting_on(self, file: EvidenceFile) -> Self:
        """On the file itself, or on all of the answer that it is part of (R115)."""
        rest = AssuranceBasis.objects.filter(on_either(file.pk, file.round.request_id))
        return self.standing().filter(pk__in=rest.values("update"))

    def for_list(self) -> Self:
        return self.select_related("by", "corrects", "correction")

    def with_bases(self) -> Self:
        return self.prefetch_related(
            models.Prefetch("bases", AssuranceBasis.objects.select_related("request", "file__round__request")),
            "bases__file__item_answers",
        )


@pghistory.track()
class AssuranceUpdate(models.Model):
    """What the office has come to believe about a follow-up, and why (R46). Never changed: a later one corrects it."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="updates")
    made_on = models.DateField()
    level = models.CharField(max_length=20, choices=AssuranceLevel)
    method = models.CharField(max_length=20, choices=AssuranceMethod)
    sample_size = models.PositiveIntegerField("cases looked at", null=True, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    text = models.TextField()
    limits = models.TextField("what this does not show", blank=True)
    meeting = models.CharField(max_length=120, blank=True)
    next_check_on = models.DateField(null=True, blank=True)
    is_publishable = models.BooleanField(default=False)
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.OFFICIAL)
    corrects = models.OneToOneField("self", models.PROTECT, related_name="correction", null=True, blank=True)
    correction_note = models.TextField("what was wrong", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = AssuranceUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="assuranceupdate_says_why", condition=~Q(text="")),
            models.CheckConstraint(name="assuranceupdate_not_above_official_sensitive", condition=NOT_ABOVE),
            models.CheckConstraint(
                name="assuranceupdate_publishable_where_official",
                condition=Q(is_publishable=False) | Q(classification=Classification.OFFICIAL),
            ),
            models.CheckConstraint(
                name="assuranceupdate_sample_has_a_size",
                condition=Q(method=AssuranceMethod.SAMPLE, sample_size__gte=1)
                | (~Q(method=AssuranceMethod.SAMPLE) & Q(sample_size__isnull=True)),
            ),
            models.CheckConstraint(
                name="assuranceupdate_next_check_comes_after_it",
                condition=Q(next_check_on__isnull=True) | Q(next_check_on__gt=F("made_on")),
            ),
            models.CheckConstraint(
                name="assuranceupdate_correction_says_what_was_wrong",
                condition=Q(corrects__isnull=True, correction_note="")
                | (Q(corrects__isnull=False) & ~Q(correction_note="")),
            ),
        ]
        indexes = [
            models.Index(name="assuranceupdate_latest", fields=["follow_up", "-made_on", "-id"]),
            models.Index(
                name="assuranceupdate_first_hand", fields=["follow_up", "id"], condition=Q(method__in=FIRST_HAND)
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="corrects_its_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func=(
                    "IF NOT EXISTS (SELECT FROM responses_assuranceupdate"
                    " WHERE id = NEW.corrects_id AND follow_up_id = NEW.follow_up_id)"
                    " THEN RAISE EXCEPTION 'Cannot correct an update of another follow-up'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {plain_date(self.made_on)}"

    def is_readable_by(self, user: User) -> bool:
        return is_readable_by(user, self, "by")

    @property
    def is_corrected(self) -> bool:
        return getattr(self, "correction", None) is not None

    @property
    def how_we_know(self) -> str:
        """“Dip sample of cases (30)”"""
        return f"{self.get_method_display()} ({self.sample_size})" if self.sample_size else self.get_method_display()

    @property
    def confidence_word(self) -> str:
        return Confidence(self.confidence).label.partition(":")[0] if self.confidence else ""

    def why_stale(self, on: date) -> str:
        """Empty while it is fresh."""
        if self.next_check_on and self.next_check_on < on:
            return "its next check has passed"
        return f"older than {STALE_DAYS} days" if self.made_on < on - timedelta(days=STALE_DAYS) else ""


@pghistory.track()
class AssuranceBasis(models.Model):
    """A piece of accepted evidence that an update rests on: a request with all of its answer, or one file (R115)."""

    update = models.ForeignKey(AssuranceUpdate, models.PROTECT, related_name="bases")
    request = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="+", null=True)
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name_plural = "assurance bases"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="assurancebasis_a_request_or_a_file",
                condition=Q(request__isnull=False, file__isnull=True) | Q(request__isnull=True, file__isnull=False),
            ),
            models.UniqueConstraint(name="assurancebasis_request_once", fields=["update", "request"]),
            models.UniqueConstraint(name="assurancebasis_file_once", fields=["update", "file"]),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


# What the office's beliefs are worth: each a list of follow-ups.


def check_come(follow_ups: FollowUpQuerySet, on: date) -> FollowUpQuerySet:
    """Open or watched, and the day of the next check has come."""
    return follow_ups.undelivered().filter(_has_check_due(on))


def _has_check_due(on: date) -> Q:
    return Q(next_check_on__lte=on)


def stale(follow_ups: FollowUpQuerySet, on: date) -> FollowUpQuerySet:
    """Open, and what the office last said is old, or its next check has passed."""
    is_old = Q(assurance_on__lt=on - timedelta(days=STALE_DAYS))
    return follow_ups.open().filter(is_old | Q(next_check_on__lt=on))


def paper_only(follow_ups: FollowUpQuerySet, on: date) -> FollowUpQuerySet:
    """The office says something about it, and never went to see (R105)."""
    # Not `standing()`: PostgreSQL takes its join for empty, and compares every row with every other.
    corrected = AssuranceUpdate.objects.filter(corrects__isnull=False).values("corrects")
    seen = AssuranceUpdate.objects.first_hand().exclude(pk__in=corrected).filter(follow_up=OuterRef("pk"))
    return follow_ups.exclude(status__in=ENDED).exclude(assurance_level="").exclude(Exists(seen))


def differing(follow_ups: FollowUpQuerySet, on: date) -> FollowUpQuerySet:
    return follow_ups.exclude(status__in=ENDED).filter(DIFFERS)


def with_methods(follow_ups: FollowUpQuerySet) -> FollowUpQuerySet:
    """Each with `methods`: all the ways in which the office knows of it."""
    known = AssuranceUpdate.objects.standing().filter(follow_up=OuterRef("pk")).order_by()
    return follow_ups.annotate(methods=ArraySubquery(known.values("method").distinct()))
