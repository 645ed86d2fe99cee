"""How far a follow-up is: its work status, whom it waits for, and the one word that a list shows."""

import operator
from datetime import date
from functools import reduce
from itertools import takewhile

import pghistory
from django.db import models
from django.db.models import Case, Q, Value, When


class WorkStatus(models.TextChoices):
    AWAITING_ALLOCATION = "awaiting-allocation", "Awaiting allocation"
    IN_PROGRESS = "in-progress", "In progress"
    SUBMITTED = "submitted", "Ready for review"
    HELD = "held", "Held for a re-check"
    DONE = "done", "Done"
    SUPERSEDED = "superseded", "Superseded"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    WITHDRAWN = "withdrawn", "Withdrawn"
    WATCHED = "watched", "Watched"


BEING_WORKED_ON = [WorkStatus.AWAITING_ALLOCATION, WorkStatus.IN_PROGRESS, WorkStatus.SUBMITTED]
OPEN = [*BEING_WORKED_ON, WorkStatus.HELD]
# Somebody still has to deliver it, were it another body (R35).
UNDELIVERED = [*OPEN, WorkStatus.WATCHED]
# Nothing is asked of the force, and nobody has said that it is done.
ENDED = [WorkStatus.SUPERSEDED, WorkStatus.NOT_APPLICABLE, WorkStatus.WITHDRAWN, WorkStatus.WATCHED]


class WaitingOn(models.TextChoices):
    """What is not for the force to deliver (R36, R114)."""

    RECOMMENDATION = "recommendation", "Another recommendation"
    NPCC = "npcc", "National Police Chiefs’ Council"
    COLLEGE = "college", "College of Policing"
    HOME_OFFICE = "home-office", "Home Office"
    FORCE = "force", "Another force"
    OTHER = "other", "Another body"


NAMED = [WaitingOn.FORCE, WaitingOn.OTHER]


class State(models.TextChoices):
    """R39's words: what a list shows for a work status and three closure facts together."""

    SUPERSEDED = "superseded", "Superseded"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    WITHDRAWN = "withdrawn", "Withdrawn"
    WATCHED = "watched", "Watched"
    CLOSED = "closed", "Closed by HMICFRS"
    HELD = "held", "Held for a re-check"
    ASSURED = "assured", "Assured"
    WAITING = "waiting", "Waiting on others"
    COMPLETE = "complete", "Force says complete"
    DONE = "done", "Done"
    SUBMITTED = "submitted", "Ready for review"
    IN_PROGRESS = "in-progress", "In progress"
    AWAITING_ALLOCATION = "awaiting-allocation", "Awaiting allocation"


# The first that holds is shown. What is open again is not shown as closed, whoever has closed it before.
STATES = {
    State.SUPERSEDED: Q(status=WorkStatus.SUPERSEDED),
    State.NOT_APPLICABLE: Q(status=WorkStatus.NOT_APPLICABLE),
    State.WITHDRAWN: Q(status=WorkStatus.WITHDRAWN),
    State.WATCHED: Q(status=WorkStatus.WATCHED),
    State.CLOSED: Q(closed_on__isnull=False) & ~Q(status__in=OPEN),
    State.HELD: Q(status=WorkStatus.HELD),
    State.ASSURED: Q(assured_on__isnull=False),
    State.WAITING: Q(waiting_since__isnull=False),
    State.COMPLETE: Q(claimed_on__isnull=False),
    State.DONE: Q(status=WorkStatus.DONE),
    State.SUBMITTED: Q(status=WorkStatus.SUBMITTED),
    State.IN_PROGRESS: Q(status=WorkStatus.IN_PROGRESS),
    State.AWAITING_ALLOCATION: Q(status=WorkStatus.AWAITING_ALLOCATION),
}


class Applicability(models.TextChoices):
    APPLIES = "applies", "Applies"
    DOES_NOT_APPLY = "does-not-apply", "Does not apply"
    ALREADY_MET = "already-met", "Already met"
    WATCHED = "watched", "For others to deliver: watched"


class DueSource(models.TextChoices):
    INSPECTORATE = "inspectorate", "Set by the inspectorate"
    OFFICE = "office", "Set by the office"
    ALIGNED = "aligned", "Aligned to the next inspection"
    NONE = "none", "None set"


class AssuranceLevel(models.TextChoices):
    ASSURED = "assured", "Assured"
    PARTLY = "partly", "Partly assured"
    NOT_ASSURED = "not-assured", "Not assured"
    NO_EVIDENCE = "no-evidence", "No evidence"


class ForceRag(models.TextChoices):
    """The force's own judgment; shown beside the office's and never merged with it (R46)."""

    GREEN = "green", "Green: on track or complete"
    AMBER = "amber", "Amber: some risk to delivery"
    RED = "red", "Red: off track"


def shown_as(state: State) -> Q:
    """As a plain condition, which PostgreSQL can estimate; it cannot see into the CASE of `shown_state`."""
    before = takewhile(lambda other: other != state, STATES)
    return reduce(operator.and_, (~STATES[other] for other in before), STATES[state])


def shown_state() -> Case:
    cases = [When(condition, then=Value(state.value)) for state, condition in STATES.items()]
    return Case(*cases, output_field=models.CharField())


def recheck_has_come(on: date) -> Q:
    """Held until a day that has come (R41), or waiting for others whose own day has come (R114)."""
    return Q(held_until__lte=on) | Q(waiting_until__lte=on)  # of each PostgreSQL knows how few have one


# The force says green or complete, the office not assured or no evidence (R47).
DIFFERS = (Q(force_rag=ForceRag.GREEN) | Q(claimed_on__isnull=False)) & Q(
    assurance_level__in=[AssuranceLevel.NOT_ASSURED, AssuranceLevel.NO_EVIDENCE]
)


def is_over() -> Case:
    """0 while open, 1 when over; the same expression in the order of lists and in their indexes."""
    return Case(When(status__in=OPEN, then=Value(0)), default=Value(1), output_field=models.SmallIntegerField())


@pghistory.track()
class ClosureLevel(models.Model):
    """How the inspectorate closed a finding (R38); the meaning is the office's data, not ours."""

    name = models.CharField(max_length=60, unique=True)
    note = models.CharField(max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
