"""The models of the inspections app, split by noun."""

from inspections.models.grade import Grade, GradeQuerySet, GradeScale, GradeTier
from inspections.models.inspection import (
    Addressee,
    AddresseeKind,
    AddresseePart,
    Finding,
    FindingKind,
    FindingQuerySet,
    Inspection,
    InspectionKind,
    InspectionQuerySet,
    Theme,
)
from inspections.models.predecessor import Predecessor, PredecessorKind

__all__ = [
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
    "Inspection",
    "InspectionKind",
    "InspectionQuerySet",
    "Predecessor",
    "PredecessorKind",
    "Theme",
]
