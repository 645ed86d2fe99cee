"""The invitation to a chief officer to comment on a report, and what the force has sent (s.55(4) Police Act 1996)."""

from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from oversight.accounts.models import User
from oversight.bodies.models import Force
from responses.models.response import Response
from responses.statements import Said

STANDING_FIRST = F("withdrawn_at").desc(nulls_first=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        """A force reads the invitation and its own comments, and nothing else of the response (R44)."""
        if user.is_office:
            return self.filter(response__policing_body__in=user.offices)
        rows = self.filter(force__in=user.forces)
        return rows.filter(leads=user) if user.own_only else rows

    def open(self) -> Self:
        """Neither answered nor withdrawn."""
        return self.filter(sent_at=None, withdrawn_at=None)

    def last_texts(self) -> dict[str, str]:
        """What each force has sent last, by its name, in the order of the invitations."""
        sent = self.exclude(sent_at=None).order_by("sent_at", "pk").values_list("force__short_name", "text")
        return dict(sent)

    def for_list(self) -> Self:
        return self.select_related("response__inspection", "force", "invited_by", "sent_by").order_by(
            STANDING_FIRST, "-pk"
        )


@pghistory.track()
class Invitation(models.Model):
    """One round: until it is sent, the comments are the force's own draft, which the office does not read."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="invitations")
    force = models.ForeignKey(Force, models.PROTECT, related_name="+")
    leads = models.ManyToManyField(User, related_name="+", help_text="Who gets the letters.")
    note = models.TextField("to the force", blank=True)
    due_on = models.DateField()
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    name = models.CharField(max_length=100, blank=True)
    rank = models.CharField(max_length=100, blank=True)
    on_behalf_of = models.CharField(max_length=150, blank=True)
    version = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="With the correction that it was made for.")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="invitation_one_open_for_response_and_force",
                fields=["response", "force"],
                condition=Q(sent_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_not_sent_and_withdrawn",
                condition=Q(sent_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_sent_at_and_by_together",
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_sent_says_something_and_who_signs",
                condition=Q(sent_at__isnull=True) | (~Q(text="") & ~Q(name="")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_sent",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.force} to comment on {self.response.inspection}"

    def get_absolute_url(self) -> str:
        return reverse("responses:comments-write", args=[self.response_id])

    @property
    def said(self) -> Said:
        return Said(self.text, self.name, self.rank, self.on_behalf_of)
