"""The findings of a report in its order: each cause of concern with what stands under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspections.deadlines import Deadline
from inspections.models import Finding


@dataclass
class Entry:
    finding: Finding
    depth: int
    under: list["Entry"] = field(default_factory=list)

    @property
    def lacks_recommendations(self) -> bool:
        """A cause of concern always comes with recommendations (R16)."""
        return self.finding.kind.holds_recommendations and not self.under

    @property
    def earliest_deadline(self) -> Deadline | None:
        """Of the recommendations under it (R16)."""
        dated = [entry.finding.deadline for entry in self.under if entry.finding.deadline_on]
        return min(dated, key=_last_day, default=None)


def outline(findings: Sequence[Finding]) -> list[Entry]:
    """By kind and number; a recommendation after its cause of concern, a limb after its recommendation."""
    in_order = sorted(findings, key=lambda finding: (finding.kind.position, finding.limb, finding.position))
    children: dict[int | None, list[Finding]] = {}
    for finding in in_order:
        children.setdefault(finding.parent_id, []).append(finding)
    return list(_entries(None, children, depth=0))


def _entries(parent: int | None, children: dict[int | None, list[Finding]], *, depth: int) -> Iterator[Entry]:
    for finding in children.get(parent, []):
        below = list(_entries(finding.pk, children, depth=depth + 1))
        yield Entry(finding, depth, [entry for entry in below if entry.depth == depth + 1])
        yield from below


def _last_day(deadline: Deadline) -> date:
    return deadline.last_day or date.max
