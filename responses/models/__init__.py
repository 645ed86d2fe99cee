"""The models of the responses app, split by noun."""

from responses.models.assurance import AssuranceMethod, AssuranceUpdate
from responses.models.batch import Batch
from responses.models.event import Event, EventKind
from responses.models.evidence import (
    Classification,
    EvidenceFile,
    EvidenceRequest,
    EvidenceRound,
    RequestStatus,
    RoundDecision,
)
from responses.models.follow_up import (
    Applicability,
    AssuranceLevel,
    ClosureLevel,
    DueSource,
    FollowUp,
    State,
    WorkStatus,
)
from responses.models.invitation import Invitation
from responses.models.notice import Notice, NoticeAttempt, NoticeKind, NoticeStatus
from responses.models.publication import Publication, Withdrawal
from responses.models.reminder import Reminder
from responses.models.response import Answer, Position, Response, ResponseStatus, Section55
from responses.models.revision import DeadlineRevision
from responses.models.rule import CopyFor, Recipient, ResponseRule
from responses.models.sending import Sending, Way
from responses.models.unsaved import UnsavedText
from responses.models.version import Version

__all__ = [
    "Answer",
    "Applicability",
    "AssuranceLevel",
    "AssuranceMethod",
    "AssuranceUpdate",
    "Batch",
    "Classification",
    "ClosureLevel",
    "CopyFor",
    "DeadlineRevision",
    "DueSource",
    "Event",
    "EventKind",
    "EvidenceFile",
    "EvidenceRequest",
    "EvidenceRound",
    "FollowUp",
    "Invitation",
    "Notice",
    "NoticeAttempt",
    "NoticeKind",
    "NoticeStatus",
    "Position",
    "Publication",
    "Recipient",
    "Reminder",
    "RequestStatus",
    "Response",
    "ResponseRule",
    "ResponseStatus",
    "RoundDecision",
    "Section55",
    "Sending",
    "State",
    "UnsavedText",
    "Version",
    "Way",
    "Withdrawal",
    "WorkStatus",
]
