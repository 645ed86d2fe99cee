"""The forces and policing bodies of England and Wales, special forces and regional units."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import models, transaction

from oversight.bodies.models import Force, ForceName, Membership, Oversight, PolicingBody, PolicingBodyName

DATA = Path(__file__).parent / "data"

type Row = dict[str, str]


@transaction.atomic
def load() -> None:
    """Add what is missing; what an administrator has edited stays as it is.

    A body that has names keeps just those, and so with the members of a unit and the overseers of a force.
    """
    _add_forces()
    _add_policing_bodies()
    forces, policing_bodies = _by_code(Force), _by_code(PolicingBody)
    _add_dated(ForceName, "force_names.csv", "force", force=forces)
    _add_dated(PolicingBodyName, "policing_body_names.csv", "policing_body", policing_body=policing_bodies)
    _add_dated(Oversight, "oversight.csv", "force", force=forces, policing_body=policing_bodies)
    _add_dated(Membership, "memberships.csv", "unit", unit=forces, member=forces)


def rows(name: str) -> Iterator[Row]:
    """Lines that start with # say where a file's facts come from and which are unverified."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def _add_forces() -> None:
    known = _by_code(Force)
    Force.objects.bulk_create(
        Force(**row | {"aliases": row["aliases"].split("|") if row["aliases"] else []})
        for row in rows("forces.csv")
        if row["code"] not in known
    )


def _add_policing_bodies() -> None:
    known = _by_code(PolicingBody)
    PolicingBody.objects.bulk_create(
        PolicingBody(**row) for row in rows("policing_bodies.csv") if row["code"] not in known
    )


def _by_code(model: type[models.Model]) -> dict[str, models.Model]:
    return {body.code: body for body in model._default_manager.all()}  # type: ignore[attr-defined]


def _add_dated(model: type[models.Model], file: str, holder: str, **bodies: dict[str, models.Model]) -> None:
    """Rows of a file for the holders that have none; `bodies` turns the codes of its columns into rows."""
    held = set(model._default_manager.values_list(holder, flat=True))
    missing = (_facts(row, bodies) for row in rows(file) if bodies[holder][row[holder]].pk not in held)
    model._default_manager.bulk_create(model(**facts) for facts in missing)


def _facts(row: Row, bodies: dict[str, dict[str, models.Model]]) -> dict[str, object]:
    facts: dict[str, object] = {column: codes[row[column]] for column, codes in bodies.items()}
    facts |= {"starts_on": _day(row["from"]), "ends_on": _day(row["to"])}
    if "name" in row:
        facts["name"] = row["name"]
    if "leads" in row:
        facts["leads"] = row["leads"] == "yes"
    return facts


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
