"""The checklist of a request for evidence: what is needed, item by item, and the replies to each (R106)."""

from collections.abc import Collection
from typing import Self

import pghistory
import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from responses.models.evidence import (
    EvidenceRequest,
    EvidenceRequestQuerySet,
    EvidenceRound,
    RequestStatus,
    RoundDecision,
)
from responses.models.file import EvidenceFile, EvidenceFileQuerySet

IS_SENT = "(SELECT submitted_at FROM responses_evidenceround WHERE id = {row}.round_id) IS NOT NULL"
OF_ONE_REPLY = (
    "(SELECT round_id FROM responses_evidencefile WHERE id = NEW.file_id)"
    " = (SELECT round_id FROM responses_itemanswer WHERE id = NEW.answer_id)"
)
IS_MATCHED = (
    "EXISTS (SELECT FROM responses_evidenceround r JOIN responses_itemanswer a ON a.round_id = r.id"
    " WHERE a.id = {row}.answer_id AND r.submitted_at IS NOT NULL)"
)
IS_ASKED = "(SELECT status FROM responses_evidencerequest WHERE id = OLD.request_id) <> 'draft'"
REFUSE = "RAISE EXCEPTION 'pgtrigger: Cannot change rows of a reply that is sent in %', TG_TABLE_NAME;"
CHANGED = "(OLD.round_id, OLD.item_id, OLD.text) IS DISTINCT FROM (NEW.round_id, NEW.item_id, NEW.text)"


class ItemState(models.TextChoices):
    OPEN = "open", "Not replied to"
    REPLIED = "replied", "Replied"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"


# By what the office said about the latest reply that was sent.
STATE_OF_DECISION = {
    "": ItemState.REPLIED,
    RoundDecision.RETURNED: ItemState.RETURNED,
    RoundDecision.ACCEPTED: ItemState.ACCEPTED,
}


class EvidenceItemQuerySet(models.QuerySet["EvidenceItem"]):
    def with_answers(self) -> Self:
        return self.prefetch_related(models.Prefetch("answers", ItemAnswer.objects.select_related("round")))

    def leave_some_out(self, replied_to: Collection[int]) -> bool:
        """Whether others wait for a reply: for their first one, or because a part was returned meanwhile."""
        return any(each.awaits_force and each.pk not in replied_to for each in self.with_answers())


@pghistory.track()
class EvidenceItem(models.Model):
    """One thing that is needed. A request without items is replied to and judged as a whole."""

    request = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=300)

    objects = EvidenceItemQuerySet.as_manager()

    class Meta:
        ordering = ["request", "number"]
        constraints = [
            models.UniqueConstraint(name="evidenceitem_numbered_in_its_request", fields=["request", "number"]),
            models.CheckConstraint(name="evidenceitem_asks_something", condition=~Q(wording="")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kept_once_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"IF {IS_ASKED} THEN RAISE EXCEPTION 'pgtrigger: Cannot change what was asked in %', "
                "TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.wording}"

    @property
    def sent_answers(self) -> list["ItemAnswer"]:
        """Oldest first; of rows loaded by `with_answers`."""
        return [answer for answer in self.answers.all() if answer.round.submitted_at]

    @property
    def state(self) -> ItemState:
        sent = self.sent_answers
        return STATE_OF_DECISION[sent[-1].decision] if sent else ItemState.OPEN

    @property
    def awaits_force(self) -> bool:
        return self.state in {ItemState.OPEN, ItemState.RETURNED}


class ItemAnswerQuerySet(models.QuerySet["ItemAnswer"]):
    def awaiting_judgement(self, request: EvidenceRequest) -> Self:
        return self.filter(round__request=request, round__submitted_at__isnull=False, decision="")

    def with_earlier(self) -> Self:
        """Each with what was said and sent before about its item."""
        return self.prefetch_related("item__answers__round")


class ItemAnswerManager(models.Manager.from_queryset(ItemAnswerQuerySet)):  # type: ignore[misc]
    """Nobody reads a reply without what it replies to."""

    def get_queryset(self) -> ItemAnswerQuerySet:
        return super().get_queryset().select_related("item")


@pghistory.track()
class ItemAnswer(models.Model):
    """What one reply says about one item, and what the office says about that."""

    round = models.ForeignKey(EvidenceRound, models.PROTECT, related_name="item_answers")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=RoundDecision, blank=True)
    decision_note = models.TextField(blank=True)
    files = models.ManyToManyField(EvidenceFile, through="ItemFile", related_name="item_answers")

    objects = ItemAnswerManager()

    class Meta:
        ordering = ["round__number", "item__number"]
        constraints = [
            models.UniqueConstraint(name="itemanswer_once_in_a_round", fields=["round", "item"]),
            models.CheckConstraint(
                name="itemanswer_returned_with_a_reason",
                condition=~Q(decision=RoundDecision.RETURNED) | ~Q(decision_note=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_once_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"IF ({CHANGED} OR OLD.decision <> '') AND {IS_SENT.format(row='OLD')} "
                f"THEN {REFUSE} END IF; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="kept_once_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=f"IF {IS_SENT.format(row='OLD')} THEN {REFUSE} END IF; RETURN OLD;",
            ),
            pgtrigger.Trigger(
                name="not_added_once_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"IF {IS_SENT.format(row='NEW')} THEN {REFUSE} END IF; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}, item {self.item.number}"

    @property
    def own_files(self) -> list[EvidenceFile]:
        """Of rows loaded with their round, by its `for_detail`, at no further query."""
        return [file for file in self.round.files.all() if self in file.item_answers.all()]

    @property
    def says_something(self) -> bool:
        """Words, or a file that is the answer."""
        return bool(self.text.strip() or self.own_files)


@pghistory.track()
class ItemFile(models.Model):
    """That a file answers an item; the force says so until it sends the reply. One file may answer several (R106)."""

    answer = models.ForeignKey(ItemAnswer, models.PROTECT, related_name="+")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["answer", "file"]
        constraints = [models.UniqueConstraint(name="itemfile_once_for_an_item", fields=["answer", "file"])]
        triggers = [
            pgtrigger.Protect(name="never_moved", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="of_one_reply",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"IF NOT {OF_ONE_REPLY} THEN RAISE EXCEPTION 'pgtrigger: Cannot match a file of another reply "
                "in %', TG_TABLE_NAME; END IF; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="not_added_once_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"IF {IS_MATCHED.format(row='NEW')} THEN {REFUSE} END IF; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="kept_once_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=f"IF {IS_MATCHED.format(row='OLD')} THEN {REFUSE} END IF; RETURN OLD;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file}, {self.answer}"


def with_items(files: EvidenceFileQuerySet) -> EvidenceFileQuerySet:
    """Each knows the numbers of the items that it answers, at no further query."""
    numbers = ItemFile.objects.filter(file=OuterRef("pk")).order_by("answer__item__number")
    return files.annotate(item_numbers=ArraySubquery(numbers.values("answer__item__number")))


def is_accepted() -> Q:
    """A request, or an item of it, whatever becomes of the others (R40)."""
    items = ItemAnswer.objects.filter(round__request=OuterRef("pk"), decision=RoundDecision.ACCEPTED)
    return Q(status=RequestStatus.ACCEPTED) | Q(Exists(items))


def with_accepted(requests: EvidenceRequestQuerySet) -> EvidenceRequestQuerySet:
    return requests.filter(is_accepted())


def any_accepted() -> models.QuerySet:
    """The keys of `with_accepted`, of all, as a set that PostgreSQL can start from."""
    items = ItemAnswer.objects.filter(decision=RoundDecision.ACCEPTED).order_by().values("round__request")
    return EvidenceRequest.objects.accepted().order_by().values("pk").union(items)


def accepted(files: EvidenceFileQuerySet) -> EvidenceFileQuerySet:
    """Of an accepted item, or of an accepted request as a whole where its reply did not come back entirely."""
    matched = ItemFile.objects.filter(file=OuterRef("pk"))
    came_back = Q(round__decision=RoundDecision.RETURNED, round__items_answered=0)
    of_all = Q(~Exists(matched), round__request__status=RequestStatus.ACCEPTED) & ~came_back
    return files.filter(Exists(matched.filter(answer__decision=RoundDecision.ACCEPTED)) | of_all)
