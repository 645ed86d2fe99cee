"""The files in a force's answers: what they are, whether they are clean, how long they count and are kept."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from oversight.accounts.models import User
from oversight.days import plain_date
from responses.models.classification import NOT_ABOVE, Classification, is_readable_by, readable_by
from responses.models.evidence import LONGEST_NUMBER, NAMED, EvidenceRequest, EvidenceRound, _stored_as

SCANNED_AGAIN_FOR = timedelta(days=30)  # new signatures find what earlier ones did not know


class Scan(models.TextChoices):
    NOT_SCANNED = "not-scanned", "Not scanned for viruses"
    CLEAN = "clean", "No virus found"
    REFUSED = "refused", "Virus found"


class Damage(models.TextChoices):
    MISSING = "missing", "its content is missing"
    CHANGED = "changed", "its content is not what was sent"


# By a later one that counts: sent, and not withdrawn.
IS_REPLACED = Q(replaced_by__round__submitted_at__isnull=False, replaced_by__withdrawn_at=None)


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def visible_to(self, user: User) -> Self:
        """The office reads a file once it is submitted; the force always reads its own."""
        if user.is_office:
            rows = self.filter(round__request__policing_body__in=user.offices, round__submitted_at__isnull=False)
        else:
            rows = self.filter(round__request__in=EvidenceRequest.objects.visible_to(user))
        return rows.readable_by(user)

    def readable_by(self, user: User) -> Self:
        """A file is at least as restricted as its request (R71)."""
        of_request = readable_by(user, *NAMED, at="round__request__")
        return self.filter(of_request, readable_by(user, "uploaded_by", *(f"round__request__{name}" for name in NAMED)))

    def to_scan(self, at: datetime) -> Self:
        """New ones first, which nobody can open yet; for a month again those that were clean; never what is refused."""
        is_due = Q(scan_due_at=None) | Q(scan_due_at__lte=at)
        is_recent = Q(uploaded_at__gt=at - SCANNED_AGAIN_FOR)
        waiting = Q(scan=Scan.NOT_SCANNED) | Q(is_recent, scan=Scan.CLEAN)
        return (
            self.kept().filter(is_due, waiting).order_by("-scan", F("scan_due_at").asc(nulls_first=True), "uploaded_at")
        )

    def standing(self) -> Self:
        """Neither withdrawn, refused, damaged nor disposed of: what may still be relied on (R115)."""
        return self.kept().filter(withdrawn_at=None, damaged_at=None).exclude(scan=Scan.REFUSED)

    def sent(self) -> Self:
        """Not by a join: who changes what another is changing would be given the row as it was before."""
        return self.filter(round__in=EvidenceRound.objects.exclude(submitted_at=None).values("pk"))

    def kept(self) -> Self:
        """Their content is there (R73)."""
        return self.filter(disposed_at=None)

    def disposed(self) -> Self:
        return self.filter(disposed_at__isnull=False)

    def on_hold(self) -> Self:
        """Nobody may dispose of them, however old they are (R73)."""
        return self.filter(hold_at__isnull=False)

    def fallen(self, on: date) -> Self:
        """Withdrawn, refused, damaged, or past the day until which they count; each by an index of those few."""
        gone = Q(withdrawn_at__isnull=False) | Q(scan=Scan.REFUSED) | Q(damaged_at__isnull=False)
        return self.filter(gone | Q(expires_on__lt=on))

    def damaged(self) -> Self:
        """Of what is kept: the others need no content any more."""
        return self.kept().filter(damaged_at__isnull=False)

    def replaced(self) -> Self:
        return self.filter(IS_REPLACED)

    def with_replaced(self) -> Self:
        return self.annotate(is_replaced=models.ExpressionWrapper(IS_REPLACED, models.BooleanField()))

    def refused(self) -> Self:
        return self.filter(scan=Scan.REFUSED)

    def official(self) -> Self:
        """Which may leave the portal in an export (R71)."""
        both = ("classification", "round__request__classification")
        return self.filter(**dict.fromkeys(both, Classification.OFFICIAL))

    def search(self, text: str) -> Self:
        """By its name, or the number of its request."""
        number = text.strip().upper().removeprefix("E")
        is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
        of_request = Q(round__request=int(number)) if is_number else Q(pk__in=[])
        return self.filter(Q(name__icontains=text) | of_request)

    def replaceable_by(self, file: "EvidenceFile") -> Self:
        """Earlier files about the same follow-ups, sent and not replaced yet."""
        request = file.round.request
        about = Q(round__request__follow_ups__in=request.follow_ups.all())
        own = {"round__request__policing_body": request.policing_body_id, "round__request__force": request.force_id}
        is_free = Q(replaced_by=None, disposed_at=None) | Q(replaced_by=file)
        return (
            self.filter(about, is_free, **own, round__submitted_at__isnull=False)
            .exclude(pk=file.pk)
            .select_related("round__request")
            .distinct()
        )

    def for_detail(self) -> Self:
        people = ["uploaded_by", "withdrawn_by", "disposed_by", "hold_by"]
        return self.select_related(
            "round__request__policing_body", "round__request__force", *people, "replaces__round__request"
        )

    def with_content_of(self, file: "EvidenceFile") -> Self:
        return self.filter(sha256=file.sha256).exclude(pk=file.pk).select_related("round__request")


FROZEN = ["round_id", "file", "name", "content_type", "size", "sha256", "uploaded_by_id", "uploaded_at", "replaces_id"]
CHANGED = " OR ".join(f"NEW.{field} IS DISTINCT FROM OLD.{field}" for field in FROZEN)
IS_SENT = "EXISTS (SELECT FROM responses_evidenceround WHERE id = OLD.round_id AND submitted_at IS NOT NULL)"
REFUSE = "RAISE EXCEPTION 'Cannot change a file of a reply that was sent';"
# But for its marking, which can still be raised (R71).
CHANGED_AT_ALL = "(to_jsonb(NEW) - 'classification') IS DISTINCT FROM (to_jsonb(OLD) - 'classification')"


def _together(*facts: str, why: str) -> Q:
    none, all_ = ({f"{name}__isnull": is_none for name in facts} for is_none in (True, False))
    return Q(**none, **{why: ""}) | (Q(**all_) & ~Q(**{why: ""}))


@pghistory.track()
class EvidenceFile(models.Model):
    """Never changed once it is sent (R91): a newer file replaces it, and it can still be read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(EvidenceRound, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=_stored_as)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    classification = models.CharField(
        max_length=20,
        choices=Classification,
        default=Classification.OFFICIAL,
        help_text="Its own marking; never below that of its request.",
    )
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scan_note = models.CharField(max_length=200, blank=True, help_text="The virus, or why it could not be scanned.")
    scan_attempts = models.PositiveSmallIntegerField(default=0)
    scan_due_at = models.DateTimeField(null=True, blank=True)
    covers_from = models.DateField(null=True, blank=True)
    covers_to = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text="The last day on which it counts.")
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    damaged_at = models.DateTimeField("found damaged", null=True, blank=True, help_text="Empty again once restored.")
    damage = models.CharField(max_length=10, choices=Damage, blank=True)
    hold_at = models.DateTimeField("on hold since", null=True, blank=True)
    hold_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    hold_reason = models.TextField("why nobody may dispose of it", blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True, help_text="Its content is gone since; the row stays.")
    disposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    disposal_reason = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "name"]
        constraints = [
            models.CheckConstraint(name="evidencefile_hashed", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="evidencefile_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="evidencefile_not_above_official_sensitive", condition=NOT_ABOVE),
            models.UniqueConstraint(name="evidencefile_once_in_a_round", fields=["round", "sha256"]),
            models.CheckConstraint(
                name="evidencefile_verdict_has_a_time",
                condition=Q(scan=Scan.NOT_SCANNED, scanned_at__isnull=True)
                | (~Q(scan=Scan.NOT_SCANNED) & Q(scanned_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="evidencefile_covers_a_period_in_order",
                condition=Q(covers_from__isnull=True) | Q(covers_to__isnull=True) | Q(covers_from__lte=F("covers_to")),
            ),
            models.CheckConstraint(
                name="evidencefile_withdrawn_at_by_and_why_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
            ),
            models.CheckConstraint(
                name="evidencefile_does_not_replace_itself", condition=Q(replaces__isnull=True) | ~Q(replaces=F("id"))
            ),
            models.CheckConstraint(
                name="evidencefile_damaged_at_and_how_together",
                condition=Q(damaged_at__isnull=True, damage="") | (Q(damaged_at__isnull=False) & ~Q(damage="")),
            ),
            models.CheckConstraint(
                name="evidencefile_hold_at_by_and_why_together",
                condition=_together("hold_at", "hold_by", why="hold_reason"),
            ),
            models.CheckConstraint(
                name="evidencefile_disposed_at_by_and_why_together",
                condition=_together("disposed_at", "disposed_by", why="disposal_reason"),
            ),
            models.CheckConstraint(
                name="evidencefile_on_hold_is_not_disposed_of",
                condition=Q(hold_at__isnull=True) | Q(disposed_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="evidencefile_to_scan", fields=["scan", "scan_due_at"], condition=~Q(scan=Scan.REFUSED)),
            models.Index(name="evidencefile_newest", fields=["-uploaded_at", "id"]),
            models.Index(
                name="evidencefile_gone",
                fields=["round"],
                condition=Q(withdrawn_at__isnull=False) | Q(scan=Scan.REFUSED),
            ),
            models.Index(name="evidencefile_damaged", fields=["round"], condition=Q(damaged_at__isnull=False)),
            models.Index(name="evidencefile_same", fields=["sha256"]),
            models.Index(name="evidencefile_expires", fields=["expires_on"], condition=Q(expires_on__isnull=False)),
            models.Index(name="evidencefile_kept", fields=["uploaded_at"], condition=Q(disposed_at=None)),
            models.Index(name="evidencefile_disposed", fields=["disposed_at"], condition=Q(disposed_at__isnull=False)),
            models.Index(name="evidencefile_on_hold", fields=["hold_at"], condition=Q(hold_at__isnull=False)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_once_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"IF ({CHANGED}) AND {IS_SENT} THEN {REFUSE} END IF; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="kept_once_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=f"IF {IS_SENT} THEN {REFUSE} END IF; RETURN OLD;",
            ),
            pgtrigger.Trigger(
                name="final_once_disposed_of",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__disposed_at__isnull=False),
                func=(
                    f"IF {CHANGED_AT_ALL} THEN RAISE EXCEPTION 'Cannot change a file that was disposed of'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("responses:file-download", args=[self.pk])

    @property
    def page(self) -> str:
        """Where all is that is known of it; its own address is the download."""
        return reverse("responses:file-detail", args=[self.pk])

    def is_readable_by(self, user: User) -> bool:
        request = self.round.request
        is_named = user.pk in {getattr(request, f"{name}_id") for name in NAMED}
        return is_named or (is_readable_by(user, self, "uploaded_by") and request.is_readable_by(user))

    @property
    def is_sensitive(self) -> bool:
        return Classification.OFFICIAL_SENSITIVE in {self.classification, self.round.request.classification}

    @property
    def items_in_words(self) -> str:
        """“items 1, 2 and 4”, which it answers; nothing for the request as a whole."""
        known = getattr(self, "item_numbers", None)  # of rows loaded by `with_items`
        if known is None:
            known = [answer.item.number for answer in self.item_answers.all()]
        return items_in_words(known)

    @property
    def name_with_items(self) -> str:
        """Minutes.docx (item 2)"""
        return self.name + self._in_brackets

    @property
    def quoted(self) -> str:
        """“Minutes.docx” (item 2)"""
        return f"“{self.name}”{self._in_brackets}"

    @property
    def _in_brackets(self) -> str:
        return f" ({self.items_in_words})" if self.items_in_words else ""

    @property
    def can_be_opened(self) -> bool:
        """With a scanner, only what it has found clean; without one, what the setting lets people open."""
        if self.is_disposed:
            return False
        if self.scan == Scan.NOT_SCANNED:
            return settings.ALLOW_UNSCANNED and not settings.CLAMAV_URL
        return self.scan == Scan.CLEAN

    @property
    def is_being_checked(self) -> bool:
        return self.scan == Scan.NOT_SCANNED and bool(settings.CLAMAV_URL) and not self.is_disposed

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_damaged(self) -> bool:
        """The portal has lost its content, or keeps another; what is disposed of has none to lose."""
        return self.damaged_at is not None and not self.is_disposed

    @property
    def is_disposed(self) -> bool:
        """Its content is gone; what is known of it stays (R73)."""
        return self.disposed_at is not None

    @property
    def is_on_hold(self) -> bool:
        return self.hold_at is not None

    def has_expired(self, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on

    @property
    def in_words(self) -> str:
        """“covers 1 March 2025 to 31 May 2025; counts until 1 June 2026”"""
        period = _period(self.covers_from, self.covers_to)
        until = f"counts until {plain_date(self.expires_on)}" if self.expires_on else ""
        return "; ".join(filter(None, [period, until])) or "no dates"


def items_in_words(numbers: Iterable[int]) -> str:
    *first, last = [str(number) for number in sorted(numbers)] or [""]
    return f"items {', '.join(first)} and {last}" if first else last and f"item {last}"


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return f"covers {plain_date(first)} to {plain_date(last)}"
    if first or last:
        return f"covers from {plain_date(first)}" if first else f"covers up to {plain_date(last)}"
    return ""
