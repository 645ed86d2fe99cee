"""The public record of a force or a policing body: what inspectorates published and what was answered (R66, R90)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import QuerySet

from inspections.models import Grade, Inspection, InspectionKind
from oversight.bodies.models import Force, Oversight, PolicingBody
from responses.models import Publication
from responses.models.publication import PublicationQuerySet


@dataclass(frozen=True)
class Figures:
    """Responses that a clock ran for count as `timed`; `median_day` is the day of that clock, as the law counts."""

    responses: int
    timed: int
    on_time: int
    median_day: float | None


@dataclass(frozen=True)
class Judged:
    grade: Grade
    is_superseded: bool


@dataclass(frozen=True)
class Reported:
    """A report that is out, with its grades of the bodies that a page is about, and the responses to it."""

    inspection: Inspection
    grades: list[Judged]
    publications: list[Publication]


@dataclass(frozen=True)
class Assessed:
    """The most recent PEEL report on a force, and what became of its grades."""

    force: Force
    name: str
    reported: Reported | None


@dataclass(frozen=True)
class Record:
    """`inspections` are out; their grades are read for those that a page shows."""

    publications: list[Publication]
    inspections: list[Inspection]
    forces: QuerySet[Force]
    on: date

    @property
    def figures(self) -> Figures:
        return figures(self.publications)

    def latest_assessment(self, force: Force) -> Inspection | None:
        """What the Specified Information Order wants shown (R65): computed, so that it cannot grow stale."""
        return next((each for each in self.inspections if _assesses(each, force)), None)

    def reported(self, inspections: Iterable[Inspection]) -> dict[Inspection, Reported]:
        shown = list(inspections)
        graded = Grade.objects.of_bodies(self.forces).filter(inspection__in=shown, awarded_on__lte=self.on)
        grades = _grouped((each.inspection_id, Judged(each, _is_superseded(each, self.on))) for each in graded)
        answers = _grouped((report, each) for each in self.publications for report in each.reports)
        return {each: Reported(each, grades.get(each.pk, []), answers.get(each.reference, [])) for each in shown}


def record_of_force(force: Force, *, on: date) -> Record:
    forces = Force.objects.filter(pk=force.pk)
    return _record(Publication.objects.current().about(force.code), Inspection.objects.of_bodies(forces), forces, on)


def record_of_body(body: PolicingBody, oversights: Iterable[Oversight], *, on: date) -> Record:
    """With the reports of the time in which it oversaw the force (R55)."""
    rows = list(oversights)

    def was_theirs(inspection: Inspection) -> bool:
        day = inspection.published_on or on
        return any(row.holds_on(day) for row in rows if row.force_id in inspection.inspected)

    forces = Force.objects.filter(pk__in=[row.force_id for row in rows])
    theirs = filter(was_theirs, Inspection.objects.of_bodies(forces))
    return _record(Publication.objects.current().of(body.code), theirs, forces, on)


def _record(
    current: PublicationQuerySet, inspections: Iterable[Inspection], forces: QuerySet[Force], on: date
) -> Record:
    publications = list(current.for_list())
    answered = {report for each in publications for report in each.reports}
    return Record(
        publications, [each for each in inspections if each.is_out(on) or each.reference in answered], forces, on
    )


def _grouped[K, T](pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for key, each in pairs:
        groups.setdefault(key, []).append(each)
    return groups


def figures(publications: list[Publication]) -> Figures:
    verdicts = [each.verdict for each in publications if each.verdict]
    days = [each.day_of_clock for each in publications if each.day_of_clock is not None]
    on_time = sum(verdict.days_late == 0 for verdict in verdicts)
    return Figures(len(publications), len(verdicts), on_time, median(days) if days else None)


def _is_superseded(grade: Grade, on: date) -> bool:
    """By a grade that is out itself; what is still to come may not show through."""
    later = getattr(grade, "superseded_by", None)
    return later is not None and later.awarded_on <= on and later.inspection.is_out(on)


def _assesses(inspection: Inspection, force: Force) -> bool:
    return inspection.kind == InspectionKind.PEEL and force.pk in inspection.inspected
