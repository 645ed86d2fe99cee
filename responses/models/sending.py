"""The copies of a published response that go to HMICFRS and to the Home Secretary, each with its proof (R5)."""

from collections.abc import Iterable
from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from oversight.accounts.models import User
from responses.clock import local_day
from responses.models.notice import Notice, NoticeStatus
from responses.models.publication import Publication
from responses.models.response import Response
from responses.models.rule import CopyFor


class Way(models.TextChoices):
    LETTER = "letter", "Letter from the portal"
    EMAIL = "email", "By e-mail"
    WEBSITE = "website", "On their website"
    POST = "post", "By post"
    OTHER = "other", "Another way"


class SendingQuerySet(models.QuerySet["Sending"]):
    def visible_to(self, user: User) -> Self:
        """The office's own."""
        return self.filter(publication__response__in=Response.objects.visible_to(user))

    def current(self) -> Self:
        """The last word on each copy: a correction replaces what was recorded before."""
        later = Sending.objects.filter(
            publication=models.OuterRef("publication"),
            copy_for=models.OuterRef("copy_for"),
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(later))

    def of_last_texts(self, responses: Iterable[Response]) -> Self:
        """What is recorded of the copies of what the public reads today: a correction has to be sent anew."""
        later = Publication.objects.filter(
            response=models.OuterRef("publication__response"), number__gt=models.OuterRef("publication__number")
        )
        rows = self.current().filter(~models.Exists(later), publication__response__in=responses)
        return rows.select_related("publication", "notice", "by").defer("publication__document")


@pghistory.track()
class Sending(models.Model):
    """One copy sent: on a day that a person records, or by a letter of the portal, which is its own proof.

    What was recorded stays; a correction is a further row that says why. One without a day takes the sending back.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="sendings")
    copy_for = models.CharField(max_length=20, choices=CopyFor)
    number = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=20, choices=Way, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="sending", null=True, blank=True)
    proof = models.CharField(max_length=300, blank=True, help_text="A reference, or who took it.")
    reason = models.CharField("why it was corrected", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "copy_for", "number"]
        constraints = [
            models.UniqueConstraint(name="sending_numbered_in_its_copy", fields=["publication", "copy_for", "number"]),
            models.CheckConstraint(name="sending_correction_says_why", condition=Q(number=1) | ~Q(reason="")),
            models.CheckConstraint(
                name="sending_has_a_day_or_a_letter",
                condition=Q(sent_on__isnull=False, notice__isnull=True)
                | Q(sent_on__isnull=True, notice__isnull=False)
                | Q(sent_on__isnull=True, notice__isnull=True, number__gt=1),
            ),
            models.CheckConstraint(
                name="sending_by_letter_has_the_letter",
                condition=Q(way=Way.LETTER, notice__isnull=False) | (~Q(way=Way.LETTER) & Q(notice__isnull=True)),
            ),
            models.CheckConstraint(
                name="sending_has_proof", condition=Q(sent_on__isnull=True) | (~Q(way="") & ~Q(proof=""))
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Copy for {self.get_copy_for_display()}"

    @property
    def day(self) -> date | None:
        """The day it was sent; a letter counts from when the mail server has taken it."""
        if self.notice is None or self.notice.sent_at is None:
            return self.sent_on
        return local_day(self.notice.sent_at)

    @property
    def waits(self) -> bool:
        """Whether its letter is on the way to the mail server."""
        return self.notice is not None and self.notice.status in {NoticeStatus.PENDING, NoticeStatus.SENDING}
