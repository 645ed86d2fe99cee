"""The history of inspections and findings as sentences, made from the record of their values (R92)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.text import capfirst

from inspections.models import (
    Addressee,
    Finding,
    Grade,
    GradeTier,
    InspectedBody,
    Inspection,
    InspectionTheme,
    Predecessor,
)
from oversight.accounts.models import User
from oversight.record import Change, Labels, Line, Names, Told, kept_of, lines_of
from oversight.templatetags.portal import lower_first

LONG = 100  # characters that a sentence still quotes
LABELS: Labels = {
    Inspection: {
        "url": "address of the report",
        "published_on": "day of publication",
        "published_wording": "day of publication in words",
        "publication_confirmed_at": "confirmation of the day of publication",
        "publication_confirmed_by": "",
        "fieldwork_from": "start of the fieldwork",
        "fieldwork_to": "end of the fieldwork",
        "announced_on": "day of the announcement",
        "draft_received_on": "day of the draft",
        "own_deadline_wording": "deadline that the report sets for the response",
        "own_recipient": "recipient of that response",
    },
    Finding: {
        "inspection": "",
        "position": "",
        "parent": "finding that it is under",
        "limb": "letter",
        "text": "inspectorate’s words",
        "deadline_wording": "deadline",
        "deadline_precision": "",
        "deadline_on": "last day",
    },
    Addressee: {"name": "region or other body", "part": "part"},
    Grade: {"inspection": "", "force": "body", "tier": "grade", "awarded_on": "day of the grade"},
    Predecessor: {"earlier": "earlier finding", "kind": "link", "by": "", "at": ""},
}
ADDED = {
    Inspection: "recorded this inspection",
    Finding: "added the {kind} {reference}, “{title}”",
    Addressee: "addressed {finding} to {whom}",
    Grade: "added the grade of {force} for “{question}”: {tier}",
    Predecessor: "recorded that {finding} {link} {earlier}",
}
DELETED = {
    Inspection: "deleted this inspection",
    Finding: "deleted {reference}",
    Addressee: "took {whom} from the addressees of {finding}",
    Grade: "took the grade of {force} for “{question}” back",
    Predecessor: "took back that {finding} {link} {earlier}",
}
ABOUT = {
    Inspection: "",
    Finding: " of {reference}",
    Addressee: " of {whom} in {finding}",
    Grade: " of {force} for “{question}”",
    Predecessor: " of {finding} to {earlier}",
}
LISTS: dict[type[models.Model], str] = {InspectedBody: "inspected bodies", InspectionTheme: "themes"}
TOLD_BY = {"deadline_on": "deadline_wording", "publication_confirmed_at": "published_on"}


@dataclass(frozen=True)
class Entry:
    """What somebody changed at once."""

    who: str
    at: datetime
    told: list[str]
    lines: list[Line]


def of_inspection(inspection: Inspection, *, reader: User) -> list[Entry]:
    """Newest first, with its findings, grades, addressees and links.

    The inspection is one of `with_record_of_bodies_and_themes`.
    """
    recorded = [
        kept_of(Inspection).filter(pgh_obj=inspection),
        kept_of(Finding).filter(inspection=inspection),
        kept_of(Addressee).filter(finding__inspection=inspection),
        kept_of(Grade).filter(inspection=inspection),
        kept_of(Predecessor).filter(finding__inspection=inspection),
    ]
    tiers = GradeTier.objects.select_related("scale")
    known: Names = {Inspection: {inspection.pk: inspection}, GradeTier: {tier.pk: tier for tier in tiers}}
    told = chain.from_iterable(_told_of_list(inspection, model) for model in LISTS)
    return _entries(recorded, known, reader, told)


def _told_of_list(inspection: Inspection, model: type[models.Model]) -> Iterator[Told]:
    """What was added and taken out at once, and the whole list before and after: from now on backwards."""
    name = model._meta.model_name
    now, record = set(getattr(inspection, f"{name}_now")), getattr(inspection, f"{name}_record")
    label = capfirst(LISTS[model])
    for (at, user, context), rows in groupby(record, key=lambda row: (row["at"], row["user"], row["context"])):
        named: dict[str, set[str]] = {"insert": set(), "delete": set()}
        for row in rows:
            named[row["what"]].add(row["name"])
        added, removed = named["insert"] - named["delete"], named["delete"] - named["insert"]
        before = (now - added) | removed
        change = Change(name or "", label, ", ".join(sorted(before)), ", ".join(sorted(now)))
        facts = {"reference": inspection.reference, "added": sorted(added), "removed": sorted(removed)}
        yield Told(datetime.fromisoformat(at), user, context and UUID(context), [change], label, model, facts)
        now = before


def of_finding(finding: Finding, *, reader: User) -> list[Entry]:
    recorded = [
        kept_of(Finding).filter(pgh_obj=finding),
        kept_of(Addressee).filter(finding=finding),
        kept_of(Predecessor).filter(finding=finding),
    ]
    return _entries(recorded, {Inspection: {finding.inspection_id: finding.inspection}}, reader)


def _entries(
    recorded: Iterable[models.QuerySet[Any]], known: Names, reader: User, told: Iterable[Told] = ()
) -> list[Entry]:
    together: dict[tuple[datetime, UUID | None], list[Line]] = {}
    for line in lines_of(recorded, LABELS, known, told):
        together.setdefault((line.at, line.context), []).append(line)
    return [Entry(_who(lines[0].person, reader), at, list(_told(lines)), lines) for (at, _), lines in together.items()]


def _who(person: User | None, reader: User) -> str:
    """Of another office that does not name its staff, the office (R91)."""
    office = person.policing_body if person else None
    if office is None or office.names_staff or office.pk == reader.policing_body_id:
        return person.name_for(reader) if person else "The portal"
    return str(office)


def _told(lines: list[Line]) -> Iterator[str]:
    """To whom a new finding is addressed, and what a new inspection is about, is among its values."""
    new = {line.now["reference"] for line in lines if line.model in (Finding, Inspection) and line.what == "Added"}
    for line in lines:
        if line.model in LISTS:
            yield from () if line.now["reference"] in new else _sentences_of_list(line)
        elif line.model is not Addressee or line.now["finding"].reference not in new:
            yield from _sentences(line)


def _sentences_of_list(line: Line) -> Iterator[str]:
    for names, words in ((line.now["added"], "added {} to the {}"), (line.now["removed"], "took {} from the {}")):
        named = ", ".join(names)
        if names:
            yield words.format(named if len(named) <= LONG else len(names), LISTS[line.model])


def _sentences(line: Line) -> Iterator[str]:
    words = _words(line)
    if line.what != "Changed":
        yield (ADDED if line.what == "Added" else DELETED)[line.model].format(**words)
        return
    changed = {change.field for change in line.changes}
    for change in line.changes:
        if TOLD_BY.get(change.field) not in changed:
            quotes = "{}" if isinstance(line.model._meta.get_field(change.field), models.DateField) else "“{}”"
            yield _sentence(change, ABOUT[line.model].format(**words), quotes)


def _sentence(change: Change, about: str, quotes: str) -> str:
    if change.field == "publication_confirmed_at" and change.after:
        return "confirmed the day of publication"
    what = f"the {lower_first(change.label)}{about}"
    before, after = quotes.format(change.before), quotes.format(change.after)
    if max(len(before), len(after)) > LONG:
        return f"changed {what}"
    if not change.before:
        return f"set {what} to {after}"
    return f"changed {what} from {before} to {after}" if change.after else f"took out {what}: {before}"


def _words(line: Line) -> dict[str, str]:
    """What a sentence can name of a row as it was then; a finding by its reference alone."""
    now = line.now
    words = {name: str(getattr(value, "reference", value)) for name, value in now.items()}
    if line.model is Finding:
        words["kind"] = lower_first(words["kind"])
    if line.model is Addressee:
        words["whom"] = str(now["force"] or now["name"] or now["kind"])
    if line.model is Grade:
        words["tier"] = str(now["tier"] or "not graded")
    if line.model is Predecessor:
        words["link"] = lower_first(words["kind"])
    return words
