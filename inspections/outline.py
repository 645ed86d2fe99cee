"""The findings of a report in its order: each cause of concern with what stands under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.deadlines import Deadline
from inspections.models import Finding


@dataclass
class Entry:
    finding: Finding
    under: list["Entry"]

    @property
    def lacks_recommendations(self) -> bool:
        """A cause of concern always comes with recommendations (R16)."""
        return self.finding.kind.holds_recommendations and not self.under

    @property
    def earliest_deadline(self) -> Deadline | None:
        """Of the recommendations under it (R16)."""
        dated = [entry.finding.deadline for entry in self.under if entry.finding.deadline_on]
        return min(dated, key=_last_day, default=None)


def outline(findings: Iterable[Finding]) -> list[Entry]:
    """By kind and number; recommendations under their cause of concern, limbs under their recommendation."""
    in_order = sorted(findings, key=lambda finding: (finding.kind.position, finding.limb, finding.position))
    children: dict[int | None, list[Finding]] = {}
    for finding in in_order:
        children.setdefault(finding.parent_id, []).append(finding)
    return _under(None, children)


def _under(parent: int | None, children: dict[int | None, list[Finding]]) -> list[Entry]:
    return [Entry(finding, _under(finding.pk, children)) for finding in children.get(parent, [])]


def _last_day(deadline: Deadline) -> date:
    return deadline.last_day or date.max
