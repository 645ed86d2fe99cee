"""One question to many forces at once: who gets it, who is passed over and why, and the sending."""

import uuid
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from oversight.accounts.models import User
from oversight.bodies.models import Force
from responses.models import EvidenceBatch, EvidenceRequest, FollowUp
from responses.workflow import evidence


@dataclass(frozen=True)
class Target:
    """A force that could be asked, about which of its follow-ups, and who there gets the letter."""

    force: Force
    follow_ups: list[FollowUp]
    lead: User | None
    waiting: frozenset[int] = frozenset()  # those about which a request waits for a reply already

    def about(self, pks: Container[int]) -> "Target":
        return replace(self, follow_ups=[each for each in self.follow_ups if each.pk in pks])

    @property
    def why_not(self) -> str:
        """Empty where it can be asked."""
        if not self.follow_ups:
            return "None of its recommendations is selected"
        if not self.open_ones:
            return "Nothing of what was chosen is still open"
        return "" if self.lead else "Nobody at this force has an account"

    @property
    def open_ones(self) -> list[FollowUp]:
        return [each for each in self.follow_ups if each.is_open]

    @property
    def closed_ones(self) -> list[FollowUp]:
        return [each for each in self.follow_ups if not each.is_open]

    @property
    def asked_already(self) -> list[FollowUp]:
        return [each for each in self.open_ones if each.pk in self.waiting]


def targets(follow_ups: Iterable[FollowUp]) -> list[Target]:
    """By force. The lead is that of its first follow-up with one who is still there, else anybody who leads there."""
    by_force: dict[Force, list[FollowUp]] = defaultdict(list)
    for follow_up in follow_ups:
        by_force[follow_up.force].append(follow_up)
    leads: dict[int, list[User]] = defaultdict(list)
    for person in User.objects.leads_of_any(by_force):
        for force in person.forces:
            leads[force].append(person)
    waiting = frozenset(_waiting(by_force.values()))
    found = [Target(force, asked, _lead(asked, leads[force.pk]), waiting) for force, asked in by_force.items()]
    return sorted(found, key=lambda target: target.force.short_name)


def _waiting(chosen: Iterable[list[FollowUp]]) -> Iterable[int]:
    rows = FollowUp.objects.filter(pk__in=[each.pk for asked in chosen for each in asked])
    asked = EvidenceRequest.objects.with_force().filter(follow_ups__in=rows)
    return asked.values_list("follow_ups", flat=True)


def _lead(follow_ups: list[FollowUp], there: list[User]) -> User | None:
    named = {each.lead_id for each in follow_ups}
    return next((person for person in there if person.pk in named), there[0] if there else None)


@transaction.atomic
def ask_several(
    chosen: Sequence[Target],
    *,
    question: str,
    items: Sequence[str],
    due_on: date,
    classification: str,
    submission_id: UUID,
    by: User,
    at: datetime,
) -> EvidenceBatch:
    """A request to each force, all or none; the same form twice gives the batch that is there."""
    facts = {"policing_body_id": by.policing_body_id, "question": question, "sent_at": at, "sent_by": by}
    batch, made = EvidenceBatch.objects.get_or_create(submission_id=submission_id, defaults=facts)
    for target in chosen if made else []:  # each with a lead: who cannot be asked is not chosen
        evidence.ask(
            target.open_ones,
            lead=target.lead,
            question=question,
            items=items,
            due_on=due_on,
            classification=classification,
            submission_id=uuid.uuid5(submission_id, str(target.force.pk)),
            batch=batch,
            by=by,
            at=at,
        )
    return batch
