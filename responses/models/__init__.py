"""The models of the responses app, split by noun."""

from responses.models.assurance import AssuranceBasis, AssuranceMethod, AssuranceUpdate, Confidence
from responses.models.batch import Batch
from responses.models.classification import Classification
from responses.models.date_change import DateChange, DateChangeFile, DateChangeStatus
from responses.models.event import Event, EventKind
from responses.models.evidence import (
    EvidenceRequest,
    EvidenceRound,
    RequestStatus,
    RoundDecision,
)
from responses.models.evidence_batch import EvidenceBatch
from responses.models.evidence_item import EvidenceItem, ItemAnswer, ItemFile, ItemState
from responses.models.file import EvidenceFile
from responses.models.follow_up import (
    Applicability,
    AssuranceLevel,
    ClosureLevel,
    DueSource,
    FollowUp,
)
from responses.models.handover import Handover, HandoverStatus
from responses.models.invitation import Invitation
from responses.models.more_time import MoreTime, TimeDecision
from responses.models.notice import Notice, NoticeAttempt, NoticeKind, NoticeStatus
from responses.models.publication import Publication, Withdrawal
from responses.models.rating import RatingOverride
from responses.models.reminder import Reminder
from responses.models.response import Answer, Position, Response, ResponseStatus, Section55
from responses.models.revision import DeadlineRevision
from responses.models.rule import CopyFor, Recipient, ResponseRule
from responses.models.sending import Sending, Way
from responses.models.state import State, WaitingOn, WorkStatus
from responses.models.tag import Tag, Tagging
from responses.models.unsaved import UnsavedText
from responses.models.version import Version

__all__ = [
    "Answer",
    "Applicability",
    "AssuranceBasis",
    "AssuranceLevel",
    "AssuranceMethod",
    "AssuranceUpdate",
    "Batch",
    "Classification",
    "ClosureLevel",
    "Confidence",
    "CopyFor",
    "DateChange",
    "DateChangeFile",
    "DateChangeStatus",
    "DeadlineRevision",
    "DueSource",
    "Event",
    "EventKind",
    "EvidenceBatch",
    "EvidenceFile",
    "EvidenceItem",
    "EvidenceRequest",
    "EvidenceRound",
    "FollowUp",
    "Handover",
    "HandoverStatus",
    "Invitation",
    "ItemAnswer",
    "ItemFile",
    "ItemState",
    "MoreTime",
    "Notice",
    "NoticeAttempt",
    "NoticeKind",
    "NoticeStatus",
    "Position",
    "Publication",
    "RatingOverride",
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
    "Tag",
    "Tagging",
    "TimeDecision",
    "UnsavedText",
    "Version",
    "WaitingOn",
    "Way",
    "Withdrawal",
    "WorkStatus",
]
