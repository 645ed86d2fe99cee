"""The models of the inspections app, split by noun."""

from inspections.models.about import InspectedBody, InspectionTheme
from inspections.models.addressee import Addressee, AddresseeKind, AddresseePart
from inspections.models.finding_kind import FindingKind
from inspections.models.grade import Grade, GradeQuerySet, GradeScale, GradeTier
from inspections.models.inspection import (
    PRECISIONS,
    Finding,
    FindingQuerySet,
    Inspection,
    InspectionKind,
    InspectionQuerySet,
    Theme,
)
from inspections.models.predecessor import Predecessor, PredecessorKind

__all__ = [
    "PRECISIONS",
    "Addressee",
    "AddresseeKind",
    "AddresseePart",
    "Finding",
    "FindingKind",
    "FindingQuerySet",
    "Grade",
    "GradeQuerySet",
    "GradeScale",
    "GradeTier",
    "InspectedBody",
    "Inspection",
    "InspectionKind",
    "InspectionQuerySet",
    "InspectionTheme",
    "Predecessor",
    "PredecessorKind",
    "Theme",
]
