"""An office that offers to hand over to its successor: nothing moves before that one has confirmed (R56)."""

import uuid
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody, Succession
from oversight.bodies.models.succession import REASON_LENGTH


class HandoverStatus(models.TextChoices):
    WAITING = "waiting", "Waiting for the successor"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: User) -> Self:
        """Of both sides, and of what came before them (R80)."""
        return self.filter(Q(predecessor__in=user.offices) | Q(successor__in=user.offices))

    def sent_by(self, person: User, submission_id: str) -> bool:
        """Whether the person's page of that id has been taken; nonsense has not."""
        try:
            return self.filter(prepared_by=person, submission_id=uuid.UUID(submission_id)).exists()
        except ValueError:
            return False

    def waiting(self) -> Self:
        return self.filter(status=HandoverStatus.WAITING)

    def for_list(self) -> Self:
        names = ["predecessor__names", "successor__names"]
        people = ["prepared_by", "decided_by"]
        return self.select_related("predecessor", "successor", *people).prefetch_related(*names)


@pghistory.track()
class Handover(models.Model):
    predecessor = models.ForeignKey(PolicingBody, models.PROTECT, related_name="+")
    successor = models.ForeignKey(PolicingBody, models.PROTECT, related_name="+")
    since = models.DateField("first day of the successor")
    reason = models.CharField(max_length=REASON_LENGTH, help_text="The law that says so.")
    people = models.ManyToManyField(User, related_name="+", help_text="Who is to go along.")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=HandoverStatus, default=HandoverStatus.WAITING)
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Empty where whoever runs the portal has confirmed it for an office without an administrator.",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    succession = models.OneToOneField(Succession, models.PROTECT, related_name="handover", null=True, blank=True)
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="handover_one_waiting_at_a_time",
                fields=["predecessor"],
                condition=Q(status=HandoverStatus.WAITING),
            ),
            models.CheckConstraint(name="handover_to_another", condition=~Q(successor=F("predecessor"))),
            models.CheckConstraint(name="handover_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="handover_decided_at_where_it_is",
                condition=Q(status=HandoverStatus.WAITING, decided_at=None, decided_by=None, decision_reason="")
                | (~Q(status=HandoverStatus.WAITING) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="handover_decided_by_somebody_unless_confirmed",
                condition=Q(status__in=[HandoverStatus.WAITING, HandoverStatus.CONFIRMED])
                | Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_refused_with_a_reason",
                condition=~Q(status=HandoverStatus.REFUSED) | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="handover_confirmed_is_a_succession",
                condition=Q(status=HandoverStatus.CONFIRMED, succession__isnull=False)
                | (~Q(status=HandoverStatus.CONFIRMED) & Q(succession=None)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_decided",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"

    def get_absolute_url(self) -> str:
        return reverse("responses:succession-decide", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.status == HandoverStatus.WAITING

    @property
    def names(self) -> tuple[str, str]:
        """Of the first on its last day, of the second on its first (R54)."""
        return Succession(predecessor=self.predecessor, successor=self.successor, since=self.since).names

    @property
    def policing_body(self) -> PolicingBody:
        """Whose word was the last."""
        has_answered = self.status in {HandoverStatus.CONFIRMED, HandoverStatus.REFUSED}
        return self.successor if has_answered else self.predecessor
