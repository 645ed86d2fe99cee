"""Who may do what to what they can see. `visible_to(user)` decides what they can see."""

from datetime import date

from oversight.accounts.models import Role, User
from oversight.bodies.models import Force, Oversight, Succession
from responses.models import (
    Applicability,
    AssuranceUpdate,
    DateChange,
    Event,
    EvidenceBatch,
    EvidenceFile,
    EvidenceRequest,
    FollowUp,
    Handover,
    Invitation,
    RequestStatus,
    Response,
    ResponseStatus,
    Section55,
    WorkStatus,
)
from responses.models.response import BEING_WRITTEN

type Readable = EvidenceRequest | EvidenceBatch | EvidenceFile | AssuranceUpdate | Event

APPROVERS = [Role.APPROVER]
HOLDABLE = [WorkStatus.IN_PROGRESS, WorkStatus.SUBMITTED, WorkStatus.HELD]
OUT = [ResponseStatus.PUBLISHED, ResponseStatus.WITHDRAWN]


def can_start_follow_up(user: User) -> bool:
    return user.writes


def can_follow_up(user: User, follow_up: FollowUp) -> bool:
    """Whoever may decide about it at all; the rest depends on how far it is."""
    return user.writes and follow_up.policing_body_id == user.policing_body_id


def can_assign(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up) and follow_up.is_open


def can_log_assurance(user: User, follow_up: FollowUp) -> bool:
    """A force lead cannot mark assurance (R44); a finished item can still be re-checked."""
    return can_follow_up(user, follow_up)


def can_tag(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up)


def can_tag_several(user: User) -> bool:
    return user.writes


def can_manage_tags(user: User) -> bool:
    """What one renames or removes goes from everybody's recommendations (R83)."""
    return user.writes and user.role in {Role.APPROVER, Role.ADMINISTRATOR}


def can_record_engage(user: User, force: Force, on: date) -> bool:
    """Everybody can read it, so it is for those who oversee the force on that day (R62)."""
    own = user.policing_body_id
    return user.writes and Oversight.objects.on(on).filter(force=force, policing_body=own).exists()


def can_sign_off(user: User, follow_up: FollowUp) -> bool:
    """Also what is done already without us: met before, or closed by the inspectorate (R37)."""
    is_signable = follow_up.is_open or follow_up.status == WorkStatus.DONE
    is_signable = is_signable and follow_up.applicability != Applicability.WATCHED
    return can_follow_up(user, follow_up) and is_signable and follow_up.assured_on is None


def can_take_back(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up) and follow_up.assured_on is not None


def can_record_closure(user: User, follow_up: FollowUp) -> bool:
    """Also what was opened again since (R42)."""
    return can_follow_up(user, follow_up) and (follow_up.closed_on is None or follow_up.is_undelivered)


def can_correct_closure(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up) and follow_up.closed_on is not None


def can_hold(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up) and follow_up.status in HOLDABLE


def can_end(user: User, follow_up: FollowUp) -> bool:
    """Without a verdict: superseded, not applicable, withdrawn, watched."""
    return can_follow_up(user, follow_up) and follow_up.is_undelivered


def can_reopen(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up) and not (follow_up.is_worked_on or follow_up.is_watched)


def can_take_up(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up) and follow_up.is_watched


def can_wait(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up) and follow_up.is_worked_on


def can_stop_waiting(user: User, follow_up: FollowUp) -> bool:
    return can_follow_up(user, follow_up) and follow_up.waiting_since is not None


def can_name(user: User, follow_up: FollowUp, on: date) -> bool:
    """Another recommendation, in a list: its own one or a public one for a force, at no query of its own (R36)."""
    is_own = follow_up.force_id in user.forces and (not user.own_only or follow_up.lead_id == user.pk)
    return user.is_office or is_own or follow_up.finding.inspection.is_out(on)


def can_claim(user: User, follow_up: FollowUp) -> bool:
    """Any lead of the force, as for replies."""
    return _is_theirs(user, follow_up) and follow_up.is_worked_on and follow_up.claimed_on is None


def can_withdraw_claim(user: User, follow_up: FollowUp) -> bool:
    return _is_theirs(user, follow_up) and follow_up.claimed_on is not None


def _is_theirs(user: User, follow_up: FollowUp) -> bool:
    is_of_force = user.is_force_lead and follow_up.force_id in user.forces
    return is_of_force and (not user.own_only or follow_up.lead_id == user.pk)


def can_log_several(user: User) -> bool:
    """Of what the office sees; of one force at a time."""
    return user.writes


def can_ask(user: User, follow_up: FollowUp) -> bool:
    return can_assign(user, follow_up)


def can_edit_request(user: User, request: EvidenceRequest) -> bool:
    """A draft is its author's alone."""
    return user.writes and request.is_draft and request.sent_by_id == user.pk


def can_ask_several(user: User) -> bool:
    return user.writes


def can_read(user: User, thing: Readable) -> bool:
    """The words of what is there (R71): what is OFFICIAL, and else with the permission or where the person is named."""
    return thing.is_readable_by(user)


def can_answer(user: User, request: EvidenceRequest) -> bool:
    return _leads_for(user, request) and request.is_with_force and can_read(user, request)


def _leads_for(user: User, request: EvidenceRequest) -> bool:
    return user.is_force_lead and request.force_id in user.forces


def can_hand_on(user: User, request: EvidenceRequest) -> bool:
    return can_answer(user, request)


def can_ask_for_time(user: User, request: EvidenceRequest) -> bool:
    return can_answer(user, request)


def can_decide_on_time(user: User, request: EvidenceRequest) -> bool:
    return _is_judge(user, request) and request.is_with_force


def can_decide(user: User, request: EvidenceRequest) -> bool:
    """A reply, or the part of one that has come (R106): whether one waits is the page's question."""
    return _is_judge(user, request) and request.status in {RequestStatus.ANSWERED, RequestStatus.PART_ANSWERED}


def can_withdraw(user: User, request: EvidenceRequest) -> bool:
    over = {RequestStatus.DRAFT, RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN}
    return _is_judge(user, request) and request.status not in over


def _is_judge(user: User, request: EvidenceRequest) -> bool:
    return user.writes and request.policing_body_id == user.policing_body_id and can_read(user, request)


def _answers_for(user: User, response: Response) -> bool:
    """Also for what an office before the own one has published (R56); one that has ended for nothing any more."""
    if response.policing_body_id == user.policing_body_id:
        return not user.office_has_ended
    return response.published_on is not None and response.policing_body_id in user.offices


def can_start_response(user: User) -> bool:
    return user.writes


def can_decide_on_response(user: User, response: Response) -> bool:
    """Whether the office responds can be decided anew until the text goes for review (R6); not once it has been out."""
    return response.published_on is None and _can_edit(user, response)


def can_write_response(user: User, response: Response) -> bool:
    return response.section_55 != Section55.DOES_NOT_APPLY and _can_edit(user, response)


def can_invite_comments(user: User, response: Response) -> bool:
    return can_write_response(user, response)


def can_comment(user: User, invitation: Invitation) -> bool:
    """Any lead of the invited force, until the comments are sent or the response goes for review (R44)."""
    return (
        user.is_force_lead
        and invitation.force_id in user.forces
        and invitation.sent_at is None
        and invitation.withdrawn_at is None
        and invitation.response.status in BEING_WRITTEN
    )


def _can_edit(user: User, response: Response) -> bool:
    return user.writes and _answers_for(user, response) and response.status in BEING_WRITTEN


def can_approve(user: User, response: Response) -> bool:
    """Only an approver (R13)."""
    return user.role in APPROVERS and _answers_for(user, response) and response.status == ResponseStatus.IN_REVIEW


def can_send_back(user: User, response: Response) -> bool:
    """Whoever may approve may also return it to the writers, before and after approving."""
    return (
        user.role in APPROVERS
        and _answers_for(user, response)
        and response.status in {ResponseStatus.IN_REVIEW, ResponseStatus.APPROVED}
    )


def can_publish(user: User, response: Response) -> bool:
    return user.writes and _answers_for(user, response) and response.status == ResponseStatus.APPROVED


def can_correct(user: User, response: Response) -> bool:
    """What is published is corrected by a further version; what is withdrawn may come back as one (R13)."""
    return user.writes and _answers_for(user, response) and response.status in OUT


def can_discard(user: User, response: Response) -> bool:
    return response.published_on is not None and _can_edit(user, response)


def can_withdraw_response(user: User, response: Response) -> bool:
    """Only an approver, and also while a correction is being written (R13)."""
    return user.role in APPROVERS and _answers_for(user, response) and response.is_public


def can_record_sending(user: User, response: Response) -> bool:
    """Also while a correction is being written: what is sent is what the public reads."""
    return user.writes and _answers_for(user, response) and response.is_public


def can_revise_deadline(user: User, follow_up: FollowUp) -> bool:
    return can_assign(user, follow_up)


def can_ask_for_date(user: User, follow_up: FollowUp) -> bool:
    """Any lead of the force, while there is something to deliver (R102)."""
    return _is_theirs(user, follow_up) and follow_up.is_open


def can_decide_on_date(user: User, change: DateChange) -> bool:
    return can_assign(user, change.follow_up) and change.waits


def can_withdraw_date(user: User, change: DateChange) -> bool:
    return can_ask_for_date(user, change.follow_up) and change.waits


def can_rate(user: User, follow_up: FollowUp) -> bool:
    return can_assign(user, follow_up)


def can_hand_over(user: User) -> bool:
    """An office gives itself away; nobody takes over another one (R56, R80)."""
    return user.writes and user.is_administrator


def can_decide_handover(user: User, handover: Handover) -> bool:
    """Whoever looks after the office that would take over: nobody comes to it unasked (R56, R80)."""
    return can_hand_over(user) and handover.successor_id == user.policing_body_id and handover.is_waiting


def can_withdraw_handover(user: User, handover: Handover) -> bool:
    return can_hand_over(user) and handover.predecessor_id == user.policing_body_id and handover.is_waiting


def can_take_back_succession(user: User, succession: Succession) -> bool:
    """Whoever looks after what has moved: the successor's administrators."""
    is_theirs = succession.successor_id == user.policing_body_id
    return can_hand_over(user) and is_theirs and succession.undone_at is None


def can_read_record(user: User) -> bool:
    """Old and new values are the office's; a force reads the sentences that are meant for it (R44, R92)."""
    return user.is_office


def can_describe_file(user: User, file: EvidenceFile) -> bool:
    """Whoever sends evidence and whoever judges it (R91); what stays with an office of before is only read (R56)."""
    request = file.round.request
    is_of_office = user.writes and request.policing_body_id == user.policing_body_id
    return (is_of_office or _leads_for(user, request)) and not (file.is_withdrawn or file.is_disposed)


def can_withdraw_file(user: User, file: EvidenceFile) -> bool:
    """A draft's file is taken out instead."""
    return can_describe_file(user, file) and not file.round.is_draft


def can_replace_with(user: User, file: EvidenceFile) -> bool:
    return file.round.is_draft and can_answer(user, file.round.request)


def can_take_out_file(user: User, file: EvidenceFile) -> bool:
    """Of a draft that nobody can send any more; before, it is taken out of the reply."""
    request = file.round.request
    is_left = file.round.is_draft and not request.is_with_force
    return _leads_for(user, request) and is_left and can_read(user, file)


def can_dispose_of_file(user: User, file: EvidenceFile) -> bool:
    """Also of what came before, and end a hold (R56, R73). Whether its time is over is the page's question."""
    return can_dispose_of_files(user) and _keeps(user, file)


def can_dispose_of_files(user: User) -> bool:
    return user.role in APPROVERS and user.writes


def can_hold_file(user: User, file: EvidenceFile) -> bool:
    """To keep something longer does no harm."""
    return can_hold_files(user) and _keeps(user, file)


def can_hold_files(user: User) -> bool:
    return user.writes


def can_read_retention(user: User, file: EvidenceFile) -> bool:
    """A force reads neither what rests on its file nor for which claim it is kept (R44)."""
    return user.is_office and _keeps(user, file)


def _keeps(user: User, file: EvidenceFile) -> bool:
    request = file.round.request
    return request.policing_body_id in user.offices and not file.round.is_draft and can_read(user, file)
