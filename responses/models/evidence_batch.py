"""One question to many forces at once: a request to each of them, watched on one page."""

import uuid
from typing import Any, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody
from responses.models.classification import is_readable_by


class EvidenceBatchQuerySet(models.QuerySet["EvidenceBatch"]):
    def for_list(self) -> Self:
        """Each of the page is counted, not all before the first can be shown."""
        requests: Any = self.model._meta.get_field("requests").related_model
        own = requests._default_manager.filter(batch=OuterRef("pk")).order_by().values("batch")
        number = own.values(number=Count("pk"))
        replied = own.filter(status__in=["answered", "accepted"]).values(number=Count("pk"))
        rows = self.marked().annotate(asked=Coalesce(Subquery(number), 0), replied=Coalesce(Subquery(replied), 0))
        return rows.select_related("sent_by").order_by("-sent_at", "-pk")

    def marked(self) -> Self:
        """With the classification that its requests share."""
        requests: Any = self.model._meta.get_field("requests").related_model
        highest = requests._default_manager.filter(batch=OuterRef("pk")).order_by("-classification")
        return self.annotate(classification=Subquery(highest.values("classification")[:1]))

    def visible_to(self, user: User) -> Self:
        """Of the office; a force knows its own request alone (R44)."""
        return self.filter(policing_body__in=user.offices) if user.is_office else self.none()


@pghistory.track()
class EvidenceBatch(models.Model):
    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="+")
    question = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    classification: str | None  # with `marked`

    objects = EvidenceBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [models.CheckConstraint(name="evidencebatch_asks_something", condition=~Q(question=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Question to several forces, {self.sent_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("responses:batch-detail", args=[self.pk])

    def is_readable_by(self, user: User) -> bool:
        """Of rows that are `marked`."""
        return is_readable_by(user, self, "sent_by")
