"""Forces and policing bodies, what was true of them on a date, and what became of them."""

from oversight.bodies.models.body import (
    Engagement,
    Force,
    ForceName,
    Membership,
    Merger,
    Oversight,
    PolicingBody,
    PolicingBodyName,
)
from oversight.bodies.models.dated import Dated, DatedQuerySet, DateRange
from oversight.bodies.models.kinds import ForceKind, PolicingBodyKind
from oversight.bodies.models.succession import Succession

__all__ = [
    "DateRange",
    "Dated",
    "DatedQuerySet",
    "Engagement",
    "Force",
    "ForceKind",
    "ForceName",
    "Membership",
    "Merger",
    "Oversight",
    "PolicingBody",
    "PolicingBodyKind",
    "PolicingBodyName",
    "Succession",
]
