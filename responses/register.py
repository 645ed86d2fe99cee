"""The public record of a force or a policing body: what inspectorates published and what was answered (R66, R90)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import median
from typing import Any

from django.db.models import Q

from inspections.models import Grade, Inspection, InspectionKind
from inspections.models.inspection import SHOWN
from oversight.bodies.models import Force, Membership, Oversight, PolicingBody
from responses.awaited import Awaited, Wait, awaited
from responses.models import Publication
from responses.shelf import MANY, published

COLUMNS = ["id", *SHOWN]


@dataclass(frozen=True)
class Figures:
    """Responses that a clock ran for count as `timed`; `median_day` is the day of that clock, as the law counts."""

    responses: int
    timed: int
    on_time: int
    median_day: float | None
    overdue: int


@dataclass(frozen=True)
class Judged:
    grade: Grade
    is_superseded: bool


@dataclass(frozen=True)
class Reported:
    """A report that is out: grades of the bodies that a page is about, the responses to it, those still to come.

    `units` are those through whose membership it concerns the body of the page (R57).
    """

    inspection: Inspection
    grades: list[Judged]
    publications: list[Publication]
    awaited: list[Awaited]
    units: list[str]


@dataclass(frozen=True)
class Assessed:
    """The most recent PEEL report on a force, and what became of its grades."""

    force: Force
    name: str
    reported: Reported | None


@dataclass(frozen=True)
class Scope:
    """The forces of a page, who oversees them and the units that they belong to, each by date (R55, R57)."""

    oversights: list[Oversight]
    memberships: list[Membership]
    force: int | None = None  # of the page of one force or unit, whoever oversees it

    @property
    def bodies(self) -> set[int]:
        forces = {row.force_id for row in self.oversights} | {row.unit_id for row in self.memberships}
        return forces | ({self.force} if self.force else set())

    def concerns(self, inspection: Inspection, on: date) -> bool:
        return self._directly(inspection, on) or bool(self.units(inspection, on))

    def units(self, inspection: Inspection, on: date) -> list[str]:
        """Names of the units inspected, where no force of the page was."""
        if self._directly(inspection, on):
            return []
        day = inspection.day or on
        members = {row.force_id for row in self.oversights if row.holds_on(day)} if self.force is None else {self.force}
        through = [row for row in self.memberships if row.member_id in members and row.unit_id in inspection.inspected]
        return sorted({row.unit.short_name for row in through if row.holds_on(day)})

    def is_ours(self, office: str, on: date) -> bool:
        """Whether an office oversees a force of the page; a unit has none, and the law asks each of its members'."""
        return not self.oversights or any(
            row.policing_body.code == office and row.holds_on(on) for row in self.oversights
        )

    def has_taken_over(self, awaited: Awaited, on: date) -> bool:
        """An office that oversees a force of the page now, and did not when the report came out (R56)."""
        office = awaited.response.policing_body.code
        return self.is_ours(office, on) and not self.is_ours(office, awaited.inspection.day or on)

    def _directly(self, inspection: Inspection, on: date) -> bool:
        if self.force:
            return self.force in inspection.inspected
        day = inspection.day or on
        return any(row.force_id in inspection.inspected and row.holds_on(day) for row in self.oversights)


@dataclass(frozen=True)
class Record:
    """`inspections` are out; their grades are read for those that a page shows."""

    publications: list[Publication]
    awaited: list[Awaited]
    inspections: list[Inspection]
    scope: Scope
    on: date

    @property
    def figures(self) -> Figures:
        return figures(self.publications, self.awaited)

    def latest_assessment(self, force: Force) -> Inspection | None:
        """What the Specified Information Order wants shown (R65): computed, so that it cannot grow stale."""
        return next((each for each in self.inspections if _assesses(each, force)), None)

    def reported(self, inspections: Iterable[Inspection]) -> dict[Inspection, Reported]:
        out = list(inspections)
        shown = {each.reference for each in out}
        graded = Grade.objects.of_bodies(self.scope.bodies).filter(inspection__in=out, awarded_on__lte=self.on)
        grades = _grouped((each.inspection_id, Judged(each, _is_superseded(each, self.on))) for each in graded)
        answers = _grouped((report, each) for each in self.publications for report in each.reports if report in shown)
        waiting = _grouped((each.inspection.pk, each) for each in self.awaited)
        return {
            each: Reported(
                each,
                grades.get(each.pk, []),
                answers.get(each.reference, []),
                waiting.get(each.pk, []),
                self.scope.units(each, self.on),
            )
            for each in out
        }


def record_of_force(force: Force, scope: Scope, *, on: date) -> Record:
    """With the reports on its units while it was a member, and what its own policing body says of them (R57)."""
    codes = [row.unit.code for row in scope.memberships]
    rows = published().about(force.code, *codes)
    publications = [each for each in rows if _is_about(each, force) or _is_of_ours(each, scope)]
    oversights = Oversight.objects.filter(Q(force=force) | Q(force__units__unit=force))
    return _record(publications, Q(policing_body__in=oversights.values("policing_body")), scope, on)


def record_of_body(body: PolicingBody, scope: Scope, *, on: date) -> Record:
    """With the reports of the time in which it oversaw the force (R55)."""
    return _record(published().with_fact("office", body.code), Q(policing_body=body), scope, on)


def _is_about(publication: Publication, force: Force) -> bool:
    return force.code in publication.facts["force"]


def _is_of_ours(publication: Publication, scope: Scope) -> bool:
    """Four policing bodies answer one report on a unit; the page of a member shows the answer of its own."""
    day = publication.report_published_on or publication.first_published_on
    codes = publication.facts["force"]
    is_of_a_unit = any(row.unit.code in codes and row.holds_on(day) for row in scope.memberships)
    return is_of_a_unit and scope.is_ours(publication.summary["policing_body"]["code"], day)


def _record(publications: list[Publication], waiting: Q, scope: Scope, on: date) -> Record:
    answered = {report for each in publications for report in each.reports}
    theirs = _inspections(scope)
    found = awaited(waiting, on=on)
    taken_over = {each.inspection.pk for each in found if scope.has_taken_over(each, on)}
    out = [
        each
        for each in theirs
        if (each.is_out(on) or each.reference in answered) and (scope.concerns(each, on) or each.pk in taken_over)
    ]
    shown = {each.pk: each.day or on for each in out}
    still = [
        each
        for each in found
        if (day := shown.get(each.inspection.pk))
        and (each.inspection.pk in taken_over or scope.is_ours(each.response.policing_body.code, day))
    ]
    return Record(publications, still, out, scope, on)


def _inspections(scope: Scope) -> list[Inspection]:
    rows = Inspection.objects.of_bodies(scope.bodies).values_list(*COLUMNS, "inspected")
    return [_inspection(tuple(facts), tuple(inspected)) for *facts, inspected in rows]


@lru_cache(maxsize=MANY)
def _inspection(facts: tuple[Any, ...], inspected: tuple[int, ...]) -> Inspection:
    """Of one row, once for as long as all of it is the same: whoever gets it must not change it."""
    made = Inspection(**dict(zip(COLUMNS, facts, strict=True)))
    made.inspected = list(inspected)
    return made


def _grouped[K, T](pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for key, each in pairs:
        groups.setdefault(key, []).append(each)
    return groups


def figures(publications: list[Publication], waiting: list[Awaited]) -> Figures:
    verdicts = [each.verdict for each in publications if each.verdict]
    days = [each.day_of_clock for each in publications if each.day_of_clock is not None]
    on_time = sum(verdict.days_late == 0 for verdict in verdicts)
    overdue = sum(each.wait == Wait.OVERDUE for each in waiting)
    return Figures(len(publications), len(verdicts), on_time, median(days) if days else None, overdue)


def _is_superseded(grade: Grade, on: date) -> bool:
    """By a grade that is out itself; what is still to come may not show through."""
    later = getattr(grade, "superseded_by", None)
    return later is not None and later.awarded_on <= on and later.inspection.is_out(on)


def _assesses(inspection: Inspection, force: Force) -> bool:
    return inspection.kind == InspectionKind.PEEL and force.pk in inspection.inspected
