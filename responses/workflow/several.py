"""The same done to several things at once, as one batch: what became of each (R83)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from oversight.accounts.models import User
from responses.models import Batch


class Skippable(Protocol):
    @property
    def skipped(self) -> str:
        """Why it is left as it was; empty where it is not."""


@dataclass(frozen=True)
class Outcome[Line: Skippable]:
    """`is_new` unless the same page was sent before."""

    lines: list[Line]
    is_new: bool = True

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if not line.skipped]

    @property
    def skipped(self) -> list[Line]:
        return [line for line in self.lines if line.skipped]


def batch_of(submission_id: UUID, *, by: User, at: datetime) -> tuple[Batch, bool]:
    """With whether it is new: the same page twice is one batch."""
    facts = {"policing_body": by.policing_body, "by": by, "at": at}
    return Batch.objects.get_or_create(submission_id=submission_id, defaults=facts)
