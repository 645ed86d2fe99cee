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
    "Theme",
]
