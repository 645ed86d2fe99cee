"""Who may do what to what they can see. `visible_to(user)` decides what they can see."""

from oversight.accounts.models import Role, User
from responses.models import (
    EvidenceRequest,
    FollowUp,
    RequestStatus,
    Response,
    ResponseStatus,
    Section55,
)

APPROVERS = [Role.APPROVER]
EDITABLE = [ResponseStatus.DRAFT, ResponseStatus.WITH_FORCE]


def can_start_follow_up(user: User) -> bool:
    return user.writes


def can_assign(user: User, follow_up: FollowUp) -> bool:
    return user.writes and follow_up.policing_body_id == user.policing_body_id and follow_up.is_open


def can_assure(user: User, follow_up: FollowUp) -> bool:
    """A force lead cannot mark assurance (R44); a finished item can still be re-checked."""
    return user.writes and follow_up.policing_body_id == user.policing_body_id


def can_ask(user: User, follow_up: FollowUp) -> bool:
    return can_assign(user, follow_up)


def can_answer(user: User, request: EvidenceRequest) -> bool:
    return user.is_force_lead and request.force_id == user.force_id and request.is_with_force


def can_decide(user: User, request: EvidenceRequest) -> bool:
    return (
        user.writes and request.policing_body_id == user.policing_body_id and request.status == RequestStatus.ANSWERED
    )


def can_withdraw(user: User, request: EvidenceRequest) -> bool:
    return (
        user.writes
        and request.policing_body_id == user.policing_body_id
        and request.status not in {RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN}
    )


def can_start_response(user: User) -> bool:
    return user.writes


def can_decide_on_response(user: User, response: Response) -> bool:
    """Whether the office responds can be decided anew until the text has gone for review (R6)."""
    return user.writes and response.policing_body_id == user.policing_body_id and response.status in EDITABLE


def can_write_response(user: User, response: Response) -> bool:
    return can_decide_on_response(user, response) and response.section_55 != Section55.DOES_NOT_APPLY


def can_approve(user: User, response: Response) -> bool:
    """Only an approver (R13)."""
    return (
        user.role in APPROVERS
        and response.policing_body_id == user.policing_body_id
        and response.status == ResponseStatus.IN_REVIEW
    )


def can_send_back(user: User, response: Response) -> bool:
    """Whoever may approve may also return it to the writers, before and after approving."""
    return (
        user.role in APPROVERS
        and response.policing_body_id == user.policing_body_id
        and response.status in {ResponseStatus.IN_REVIEW, ResponseStatus.APPROVED}
    )


def can_publish(user: User, response: Response) -> bool:
    return (
        user.writes
        and response.policing_body_id == user.policing_body_id
        and response.status == ResponseStatus.APPROVED
    )


def can_record_sending(user: User, response: Response) -> bool:
    return (
        user.writes
        and response.policing_body_id == user.policing_body_id
        and response.status == ResponseStatus.PUBLISHED
    )
