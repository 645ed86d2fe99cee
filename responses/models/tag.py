"""An office's own short labels on follow-ups (R83): nothing of them is for a force (R44)."""

from collections.abc import Sequence
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Lower

from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody
from oversight.counts import how_many
from responses.models.follow_up import FollowUp

NAME_LENGTH = 40
MOST = 10  # on one follow-up


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(policing_body=user.policing_body_id)

    def named(self, names: Sequence[str]) -> Self:
        """Whatever their capitals."""
        return self.alias(small=Lower("name")).filter(small__in=[name.lower() for name in names])

    def in_order(self) -> Self:
        return self.order_by(Lower("name"), "pk")

    def with_numbers(self) -> Self:
        """On how many follow-ups each is, as `number`."""
        taggings = Tagging.objects.filter(tag=OuterRef("pk"))
        return self.annotate(number=how_many(taggings, "tag"))


@pghistory.track()
class Tag(models.Model):
    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    follow_ups = models.ManyToManyField(FollowUp, through="Tagging", related_name="tags")

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("policing_body"), Lower("name"), name="tag_once_in_an_office_whatever_its_capitals"
            ),
            models.CheckConstraint(name="tag_says_something", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Tagging(models.Model):
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="taggings")

    class Meta:
        verbose_name = "tag"
        constraints = [
            models.UniqueConstraint(name="tagging_once_on_a_follow_up", fields=["follow_up", "tag"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_its_own_office",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NOT EXISTS (SELECT FROM responses_tag tag JOIN responses_followup item"
                    " USING (policing_body_id) WHERE tag.id = NEW.tag_id AND item.id = NEW.follow_up_id)"
                    " THEN RAISE EXCEPTION 'Cannot tag the follow-up of another office'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)
