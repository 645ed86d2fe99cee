"""What the public reads of dates beside a published response: how they have moved, and nothing of why (R102)."""

from dataclasses import dataclass

from inspections import deadlines
from responses.clock import local_day
from responses.dating import Dates, dates_of
from responses.models import DueSource, FollowUp, Publication

UNDATED = {
    DueSource.ALIGNED: "it is aligned to the next inspection, whose day is not known",
    DueSource.INSPECTORATE: "the inspectorate gave no exact date",
    DueSource.NONE: "there is no date for now",
}

type Told = dict[str, list[Since]]  # by the reference of what is answered


@dataclass(frozen=True)
class Since:
    """One sentence, and whom it is about where the response is about several."""

    words: str
    about: str = ""

    def __str__(self) -> str:
        return f"{self.about}: {self.words}" if self.about else self.words


def told(publication: Publication) -> Told:
    document = publication.document
    printed = {answer["reference"]: answer["deadline"] for answer in document["answers"]}
    only = [force["code"] for force in document["forces"]]
    said: Told = {reference: [] for reference in printed}
    for row in FollowUp.objects.beside_answers(list(printed), publication.response.policing_body):
        lines = said[_answered(row)]
        if not lines and not row.finding.limb and (corrected := _corrected(row, printed[row.reference])):
            lines.append(Since(corrected))
        if moved := _moved(row, publication):
            lines.append(Since(moved, _about(row, only)))
    return {reference: lines for reference, lines in said.items() if lines}


def _answered(row: FollowUp) -> str:
    """A part is answered with its recommendation (R52)."""
    parent = row.finding.parent
    return parent.reference if row.finding.limb and parent else row.reference


def _about(row: FollowUp, only: list[str]) -> str:
    force = "" if only == [row.force.code] else row.force.short_name
    part = f"part ({row.finding.limb})" if row.finding.limb else ""
    about = ", ".join(filter(None, [force, part]))
    return about[:1].upper() + about[1:]


def _corrected(row: FollowUp, printed: str) -> str:
    now = deadlines.shown(row.finding.deadline) if row.finding.deadline_wording else ""
    if now == printed:
        return ""
    change = f"from {printed or 'no date'} to {now or 'no date'}"
    return f"Since this was published the record of the inspectorate’s date has been corrected {change}."


def _moved(row: FollowUp, publication: Publication) -> str:
    dates = dates_of(row)
    if dates.moves:
        return f"{_when(row, publication)} date has been {dates.moved}{_where(row, dates)}."
    if row.due_source == DueSource.OFFICE:
        return f"The force {'now has' if dates.is_open else 'had'} until {dates.current}."
    return ""


def _when(row: FollowUp, publication: Publication) -> str:
    """A date may have moved before the response, which prints the inspectorate's."""
    first = row.first_decided_at
    is_since = first is not None and local_day(first) > publication.first_published_on
    return "Since this was published the" if is_since else "The"


def _where(row: FollowUp, dates: Dates) -> str:
    if dates.current.last_day is None:
        was = f". It was {dates.original} at first, and " if dates.original else ", and "
        return was + UNDATED[DueSource(row.due_source)]
    if dates.is_moved:
        return f": from {dates.original} to {dates.current}, {dates.slip}"
    return f". It is now {dates.current}"
