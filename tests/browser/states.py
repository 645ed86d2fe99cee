"""Every page in each of its states: who looks at it, and what is pressed there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from inspections.models import Finding, Inspection, Predecessor
from oversight.bodies.models import Engagement, Succession
from responses.management.demo_files import DUE, GONE, HELD
from responses.models import (
    AssuranceUpdate,
    CopyFor,
    DateChange,
    DeadlineRevision,
    EvidenceBatch,
    EvidenceFile,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    Handover,
    Invitation,
    Reminder,
    RequestStatus,
    Response,
    ResponseStatus,
    Tag,
    Tagging,
)

NOTHING = "?q=nothing-like-this"
OFFICE = "hampshire-pcc"


def _published():
    return Response.objects.filter(status=ResponseStatus.PUBLISHED).earliest("pk")


def _first(rows):
    return rows.earliest("pk").pk


def _response(status):
    return lambda: Response.objects.filter(status=status).earliest("pk").pk


def _copy():
    return [_response(ResponseStatus.PUBLISHED)(), CopyFor.INSPECTORATE]


def _told(reference, *more):
    return lambda: [Response.objects.get(inspection__reference=reference, policing_body__code=OFFICE).pk, *more]


def _slug(reference, *more):
    return lambda: [Response.objects.get(inspection__reference=reference, policing_body__code=OFFICE).slug, *more]


def _inspection(reference):
    return lambda: Inspection.objects.get(reference=reference).pk


def _superseding():
    return Predecessor.objects.earliest("pk").finding_id


def _request(status):
    return lambda: EvidenceRequest.objects.filter(status=status).earliest("pk").pk


def _sensitive():
    return EvidenceRequest.objects.sensitive().earliest("pk").pk


def _file():
    sent = EvidenceFile.objects.filter(round__submitted_at__isnull=False, expires_on__isnull=False)
    return sent.filter(round__request__lead__email="lead@demo.example.org").earliest("uploaded_at").pk


def _old_file(name):
    return lambda: EvidenceFile.objects.get(name=name).pk


def _listed_draft():
    return EvidenceRequest.objects.filter(rounds__item_answers__files__isnull=False, status="opened").earliest("pk").pk


def _listed():
    return EvidenceRequest.objects.filter(status=RequestStatus.ANSWERED, items__isnull=False).earliest("pk").pk


def _follow_up(reference):
    return lambda: FollowUp.objects.get(finding__reference=reference, force__code="hampshire").pk


def _date_change():
    return DateChange.objects.waiting().filter(follow_up__force__code="hampshire").earliest("pk")


def _moved():
    return DeadlineRevision.objects.filter(from_on__isnull=False).latest("pk").follow_up_id


def _tagged():
    return Tagging.objects.filter(follow_up__drives__isnull=False).earliest("pk").follow_up_id


def _engaged():
    return ["hampshire", Engagement.objects.get(ends_on=None).pk]


def _offered_to_us():
    return Handover.objects.waiting().get(successor__code=OFFICE).pk


def _offered_by_us():
    return Handover.objects.waiting().get(predecessor__code=OFFICE).pk


def _invitation():
    return Invitation.objects.open().filter(force__code="hampshire").earliest("pk").response_id


def _draft():
    drafts = EvidenceRound.objects.filter(submitted_at=None, request__lead__email="lead@demo.example.org")
    return drafts.exclude(text="").earliest("pk").request_id


@dataclass(frozen=True)
class State:
    """A page as one person finds it; `spoil` are fields to fill wrongly before `press`."""

    name: str
    who: str = "officer"
    of: Callable[[], object] | None = None
    query: str = ""
    press: str = ""
    spoil: dict[str, str] = field(default_factory=dict)
    what: str = "filled"

    def __str__(self):
        return f"{self.name}, {self.what}, {self.who}"

    @property
    def address(self):
        found = self.of() if self.of else []
        return reverse(self.name, args=found if isinstance(found, list) else [found]) + self.query


def empty(name, who="officer", query=NOTHING, **facts):
    return State(name, who, query=query, what="empty", **facts)


def wrong(name, who="officer", *, press, **facts):
    return State(name, who, press=press, **{"what": "with errors"} | facts)


DONE, OPEN, UNALLOCATED = "SE-2024-SOC-R1", "SE-2024-SOC-R2", "EX-CUSTODY-R2"
WAITING, WATCHED = "EX-CUSTODY-R1", "EX-CUSTODY-R3"
STATES = [
    State("account_login", "public"),
    wrong("account_login", "public", press="Sign in"),
    State("account_signup", "public"),
    State("account_reset_password", "public"),
    wrong("account_reset_password", "public", press="Send the link"),
    State("account_reset_password_done", "public"),
    State("account_reset_password_from_key_done", "public"),
    State("account_inactive", "public"),
    State("account_logout"),
    State("account_change_password"),
    wrong("account_change_password", press="Save the password"),
    State("accessibility", "public"),
    State("privacy", "public"),
    State("cookies", "public"),
    State("help", "public"),
    State("inspections:inspection-list"),
    empty("inspections:inspection-list"),
    State("inspections:inspection-detail", of=_inspection("SE-2024-SOC")),
    State("inspections:inspection-detail", "viewer", of=_inspection("EX-UNDATED"), what="without a date"),
    State("inspections:inspection-history", of=_inspection("SE-2024-SOC")),
    State("inspections:finding-history", of=lambda: _first(Finding.objects)),
    State("inspections:inspection-new"),
    wrong("inspections:inspection-new", press="Record"),
    State("inspections:inspection-edit", of=_inspection("SE-2024-SOC")),
    wrong(
        "inspections:inspection-edit", of=_inspection("SE-2024-SOC"), press="Save", spoil={"Title of the report": ""}
    ),
    State("inspections:finding-new", of=_inspection("SE-2024-SOC")),
    wrong("inspections:finding-new", of=_inspection("SE-2024-SOC"), press="Save"),
    State("inspections:finding-edit", of=lambda: _first(Finding.objects)),
    wrong("inspections:finding-edit", of=lambda: _first(Finding.objects), press="Save", spoil={"Short title": ""}),
    wrong("inspections:finding-link", of=_superseding, press="Link the two"),
    State("responses:work-list"),
    State("responses:work-list", "lead"),
    empty("responses:work-list", "next door", query=""),
    empty("responses:work-list", "lead next door", query=""),
    State("responses:follow-up-list"),
    State("responses:follow-up-list", "lead"),
    State("responses:tracker-columns"),
    empty("responses:follow-up-list"),
    empty("responses:follow-up-list", "next door", query=""),
    State("responses:follow-up-detail", of=_follow_up(DONE)),
    State("responses:follow-up-detail", "lead", of=_follow_up(DONE)),
    empty("responses:follow-up-detail", of=_follow_up(UNALLOCATED), query=""),
    State("responses:follow-up-assign", of=_follow_up(OPEN)),
    wrong("responses:follow-up-assign", of=_follow_up(UNALLOCATED), press="Assign"),
    State("responses:assurance-log", of=_follow_up(DONE)),
    wrong("responses:assurance-log", of=_follow_up(DONE), press="Log the update"),
    State("responses:succession-list", "administrator"),
    State("responses:succession-new", "administrator"),
    wrong("responses:succession-new", "administrator", press="Show what would move"),
    State("responses:succession-undo", "administrator", of=lambda: Succession.objects.get().pk),
    wrong("responses:succession-undo", "administrator", of=lambda: Succession.objects.get().pk, press="Take it back"),
    State("responses:succession-decide", "administrator", of=_offered_to_us),
    wrong("responses:succession-decide", "administrator", of=_offered_to_us, press="Save the decision"),
    State("responses:succession-withdraw", "administrator", of=_offered_by_us),
    wrong("responses:succession-withdraw", "administrator", of=_offered_by_us, press="Withdraw"),
    State("responses:report-list"),
    State("responses:report-detail", of=lambda: "paper-only"),
    empty("responses:report-detail", "next door", of=lambda: "stale", query=""),
    State("responses:assurance-list", of=_follow_up(DONE)),
    State("responses:assurance-list", "lead", of=_follow_up(DONE)),
    empty("responses:assurance-list", of=_follow_up(UNALLOCATED), query=""),
    State("responses:assurance-log-several", of=lambda: "hampshire"),
    wrong("responses:assurance-log-several", of=lambda: "hampshire", press="Log the update for all of them"),
    State("responses:assurance-correct", of=lambda: _first(AssuranceUpdate.objects)),
    wrong(
        "responses:assurance-correct",
        of=lambda: _first(AssuranceUpdate.objects),
        press="Log the correction",
        spoil={"What was wrong?": ""},
    ),
    wrong("responses:follow-up-record-closure", of=_follow_up(OPEN), press="Record the closure"),
    wrong("responses:follow-up-end", of=_follow_up(OPEN), press="End following up"),
    wrong("responses:follow-up-wait", of=_follow_up(OPEN), press="Save"),
    State("responses:follow-up-detail", of=_follow_up(WAITING), what="waiting"),
    State("responses:follow-up-detail", of=_follow_up(WATCHED), what="watched and waited for"),
    wrong("responses:follow-up-sign-off", of=_follow_up(OPEN), press="Sign off"),
    wrong("responses:follow-up-claim", "lead", of=_follow_up(UNALLOCATED), press="Send to the office"),
    State("responses:bulk-assign", query="?only=open"),
    wrong("responses:bulk-assign", query="?only=open", press="See what would change"),
    wrong("responses:bulk-tag", query="?only=open", press="See what would change"),
    wrong("responses:follow-up-tag", of=_tagged, press="Save tags", spoil={"Add tags": "x" * 41}),
    State("responses:force-list"),
    State("responses:force-detail", of=lambda: "hampshire"),
    wrong("responses:engage-enter", of=lambda: "hampshire", press="Record it"),
    wrong("responses:engage-end", of=_engaged, press="Record it"),
    State("responses:tag-list", "approver"),
    wrong("responses:tag-rename", "approver", of=lambda: _first(Tag.objects), press="Rename", spoil={"Name": ""}),
    State("responses:tag-remove", "approver", of=lambda: _first(Tag.objects)),
    State("responses:reminder-new", of=_follow_up(OPEN)),
    wrong("responses:reminder-new", of=_follow_up(OPEN), press="Set the reminder"),
    State("responses:reminder-snooze", of=lambda: _first(Reminder.objects)),
    wrong("responses:reminder-snooze", of=lambda: _first(Reminder.objects), press="Put it off"),
    State("responses:deadline-revise", of=lambda: _date_change().follow_up_id),
    State("responses:deadline-revise", of=_moved, what="after too many moves"),
    wrong("responses:deadline-revise", of=_follow_up(OPEN), press="Change the date"),
    State("responses:date-ask", "lead", of=_follow_up(OPEN)),
    wrong("responses:date-ask", "lead", of=_follow_up(OPEN), press="Ask for this date"),
    State("responses:date-decide", of=lambda: _date_change().pk),
    wrong("responses:date-decide", of=lambda: _date_change().pk, press="Decide"),
    State("responses:date-withdraw", "lead", of=lambda: _date_change().pk),
    State("responses:follow-up-detail", of=lambda: _date_change().follow_up_id, what="with another date asked for"),
    State("responses:follow-up-detail", of=_moved, what="moved"),
    State("responses:rating-set", of=_follow_up(OPEN)),
    wrong("responses:rating-set", of=_follow_up(OPEN), press="Change the rating"),
    State("responses:follow-up-record", of=_moved),
    State("responses:response-record", of=_response(ResponseStatus.PUBLISHED)),
    State("responses:follow-up-start", of=_inspection("EX-UNDATED")),
    wrong(
        "responses:follow-up-start",
        of=_inspection("EX-UNDATED"),
        press="Start following up",
        spoil={"How EX-UNDATED-A1, Hampshire and Isle of Wight applies": "Does not apply"},
    ),
    empty("responses:follow-up-start", of=_inspection("EX-CUSTODY"), query=""),
    State("responses:evidence-list"),
    State("responses:evidence-list", "lead"),
    empty("responses:evidence-list"),
    empty("responses:evidence-list", "lead next door", query=""),
    State("responses:evidence-ask", of=_follow_up(OPEN)),
    wrong("responses:evidence-ask", of=_follow_up(OPEN), press="Send the request"),
    State("responses:evidence-detail", of=_request(RequestStatus.ACCEPTED)),
    State("responses:evidence-detail", of=_request(RequestStatus.ANSWERED)),
    State("responses:evidence-detail", "lead", of=_draft),
    State("responses:evidence-detail", "viewer", of=_sensitive, what="one that is not for this reader"),
    State("responses:evidence-list", "viewer"),
    State("responses:evidence-reply", "lead", of=_draft),
    wrong("responses:evidence-reply", "lead", of=_draft, press="Check and send", spoil={"Your reply": ""}),
    State("responses:evidence-check", "lead", of=_draft),
    State("responses:evidence-reply", "lead", of=_listed_draft, what="item by item"),
    State("responses:evidence-check", "lead", of=_listed_draft, what="item by item"),
    State("responses:evidence-sent", "lead", of=_request(RequestStatus.ANSWERED)),
    State("responses:file-list"),
    State("responses:file-list", "lead"),
    empty("responses:file-list"),
    State("responses:file-detail", of=_file),
    State("responses:file-detail", "lead", of=_file),
    State("responses:file-describe", of=_file),
    wrong("responses:file-describe", of=_file, press="Save", spoil={"Day": "99"}),
    wrong("responses:file-withdraw", of=_file, press="Withdraw the file"),
    wrong("responses:files-dispose", "approver", press="See what would change"),
    wrong("responses:file-dispose", "approver", of=_old_file(DUE), press="Dispose of the file"),
    State("responses:file-detail", "approver", of=_old_file(HELD), what="on hold"),
    State("responses:file-detail", of=_old_file(GONE), what="disposed of"),
    State("responses:evidence-decide", of=_request(RequestStatus.ANSWERED)),
    wrong("responses:evidence-decide", of=_request(RequestStatus.ANSWERED), press="Save and tell the force"),
    State("responses:evidence-detail", of=_request(RequestStatus.PART_ANSWERED)),
    State("responses:evidence-decide", of=_listed, what="item by item"),
    State("responses:evidence-decide", of=_request(RequestStatus.PART_ANSWERED), what="a part"),
    wrong("responses:evidence-decide", of=_listed, press="Save and tell the force"),
    State("responses:evidence-edit", of=_request(RequestStatus.DRAFT)),
    wrong(
        "responses:evidence-edit",
        of=_request(RequestStatus.DRAFT),
        press="Send the request",
        spoil={"What do you need from the force?": ""},
    ),
    State("responses:evidence-hand-on", "lead", of=_request(RequestStatus.PART_ANSWERED)),
    wrong("responses:evidence-hand-on", "lead", of=_request(RequestStatus.PART_ANSWERED), press="Hand it on"),
    State("responses:time-ask", "lead", of=_request(RequestStatus.PART_ANSWERED)),
    wrong("responses:time-ask", "lead", of=_request(RequestStatus.PART_ANSWERED), press="Ask for more time"),
    State("responses:time-decide", of=_request(RequestStatus.PART_ANSWERED)),
    wrong("responses:time-decide", of=_request(RequestStatus.PART_ANSWERED), press="Save and tell the force"),
    State("responses:batch-ask", query="?only=open"),
    wrong("responses:batch-ask", press="Continue"),
    empty("responses:batch-ask"),
    State("responses:batch-list"),
    empty("responses:batch-list", "next door", query=""),
    State("responses:batch-detail", of=lambda: _first(EvidenceBatch.objects)),
    State("responses:evidence-withdraw", of=_request(RequestStatus.ANSWERED)),
    wrong("responses:evidence-withdraw", of=_request(RequestStatus.ANSWERED), press="Withdraw the request"),
    State("responses:response-list"),
    empty("responses:response-list", "next door", query="?show=published"),
    empty("responses:response-list", "next door", query="?show=review"),
    State("responses:response-start", of=_inspection("EX-UNDATED")),
    wrong("responses:response-start", of=_inspection("EX-UNDATED"), press="Save the decision"),
    State("responses:response-detail", of=_response(ResponseStatus.PUBLISHED)),
    State("responses:response-detail", "approver", of=_response(ResponseStatus.IN_REVIEW)),
    empty("responses:response-detail", of=_response(ResponseStatus.WITH_FORCE), query=""),
    State("responses:response-write", of=_response(ResponseStatus.WITH_FORCE)),
    wrong(
        "responses:response-write",
        of=_response(ResponseStatus.WITH_FORCE),
        press="Save",
        spoil={"Day": "99"},
    ),
    State("responses:response-check", of=_response(ResponseStatus.WITH_FORCE)),
    State("responses:response-invite", of=_response(ResponseStatus.WITH_FORCE)),
    wrong("responses:response-invite", of=_response(ResponseStatus.WITH_FORCE), press="Send the invitation"),
    State("responses:comments-write", "lead", of=_invitation),
    wrong("responses:comments-write", "lead", of=_invitation, press="Send to the office"),
    State("responses:response-send-back", "approver", of=_response(ResponseStatus.IN_REVIEW)),
    wrong("responses:response-send-back", "approver", of=_response(ResponseStatus.IN_REVIEW), press="Return it"),
    State("responses:response-publish", of=_response(ResponseStatus.APPROVED)),
    wrong("responses:response-publish", of=_response(ResponseStatus.APPROVED), press="Publish", spoil={"Day": "99"}),
    State("responses:response-detail", "approver", of=_told("EX-CORRECTED"), what="being corrected"),
    State("responses:response-detail", "approver", of=_told("EX-CHANGED"), what="changed in review"),
    State("responses:response-detail", of=_told("EX-WITHDRAWN"), what="withdrawn"),
    State("responses:response-correct", of=_told("ROCU-2021")),
    wrong("responses:response-correct", of=_told("ROCU-2021"), press="Start the correction"),
    State("responses:response-discard", of=_told("EX-CORRECTED")),
    State("responses:response-withdraw", "approver", of=_told("ROCU-2021")),
    wrong("responses:response-withdraw", "approver", of=_told("ROCU-2021"), press="Withdraw the response"),
    State("responses:response-versions", of=_told("EX-WITHDRAWN")),
    State("responses:response-version", of=_told("ROCU-2021", "v1")),
    State("responses:response-difference", of=_told("ROCU-2021"), query="?old=p1&new=p2"),
    State("responses:response-difference", of=_told("ROCU-2021"), query="?old=none", what="with errors"),
    State("responses:copy-send", of=_copy),
    wrong("responses:copy-send", of=_copy, press="Save", spoil={"Day": "99"}),
    State("responses:public-list", "public"),
    empty("responses:public-list", "public"),
    State("responses:public-response", "public", of=lambda: _published().slug),
    State("responses:public-data", "public"),
    State("responses:public-response", "public", of=_slug("ROCU-2021"), what="corrected"),
    State("responses:public-response", "public", of=_slug("EX-WITHDRAWN"), what="withdrawn"),
    State("responses:public-version", "public", of=_slug("ROCU-2021", 1)),
    State("responses:public-version", "public", of=_slug("ROCU-2021", 2), what="current"),
    State("responses:public-difference", "public", of=_slug("ROCU-2021", 1, 2)),
    State("responses:public-force", "public", of=lambda: "hampshire"),
    empty("responses:public-force", "public", of=lambda: "city-of-london", query=""),
    State("responses:public-policing-body", "public", of=lambda: "hampshire-pcc"),
    empty("responses:public-policing-body", "public", of=lambda: "home-secretary", query=""),
    State("admin:index", "administrator"),
    State("admin:accounts_user_changelist", "administrator"),
    empty("admin:accounts_user_changelist", "administrator"),
    State("admin:accounts_user_add", "administrator"),
    wrong("admin:accounts_user_add", "administrator", press="Save"),
    State("admin:inspections_inspection_changelist", "administrator"),
    State("admin:inspections_inspection_add", "administrator"),
    wrong("admin:inspections_inspection_add", "administrator", press="Save"),
    State("admin:inspections_inspection_change", "administrator", of=_inspection("SE-2024-SOC")),
    State("admin:inspections_inspection_history", "administrator", of=_inspection("SE-2024-SOC")),
    State("admin:bodies_force_changelist", "administrator"),
    State("admin:responses_followup_changelist", "administrator"),
    State("admin:responses_followup_change", "administrator", of=_follow_up(DONE)),
]

# Addresses that answer with something else than a page of their own.
NO_PAGE = {
    "home": "leads on",
    "live": "for monitors",
    "ready": "for monitors",
    "account_set_password": "the page of account_reset_password",
    "account_reset_password_from_key": "needs a link from a letter; tests/journeys goes there",
    "responses:evidence-start": "POST",
    "responses:evidence-discard": "POST",
    "responses:file-download": "a download",
    "responses:file-csv": "a file",
    "responses:file-xlsx": "a file",
    "responses:file-mark": "POST",
    "responses:file-take-out": "POST",
    "responses:file-hold": "the page of responses:file-dispose",
    "responses:file-release": "the page of responses:file-dispose",
    "responses:files-hold": "the page of responses:files-dispose",
    "responses:files-release": "the page of responses:files-dispose",
    "responses:files-confirm-dispose": "POST",
    "responses:files-confirm-hold": "POST",
    "responses:files-confirm-release": "POST",
    "responses:bulk-confirm": "POST",
    "responses:bulk-tag-confirm": "POST",
    "responses:reminder-finish": "POST",
    "responses:response-pdf": "a download",
    "responses:response-docx": "a download",
    "responses:public-pdf": "a download",
    "responses:public-docx": "a download",
    "responses:public-version-pdf": "a download",
    "responses:public-version-docx": "a download",
    "responses:response-unsaved": "POST",
    "responses:comments-add": "POST",
    "responses:comments-unsaved": "POST",
    "responses:response-preview": "POST; tests/browser/test_prose.py goes there",
    "responses:report-csv": "a file",
    "responses:report-xlsx": "a file",
    "responses:follow-up-csv": "a file",
    "responses:follow-up-xlsx": "a file",
    "responses:evidence-csv": "a file",
    "responses:evidence-xlsx": "a file",
    "responses:public-csv": "a file",
    "responses:public-json": "a file",
    "responses:public-sitemap": "for search engines",
    "responses:public-robots": "for search engines",
    "responses:public-feed": "a feed",
    "responses:public-force-feed": "a feed",
    "responses:public-theme-feed": "a feed",
    **{
        f"responses:follow-up-{name}": "the page of responses:follow-up-end, with other questions of the same kinds"
        for name in [
            "take-back",
            "withdraw-claim",
            "correct-closure",
            "remove-closure",
            "hold",
            "reopen",
            "take-up",
            "stop-waiting",
        ]
    },
    "responses:response-submit": "POST",
    "responses:response-approve": "POST",
}
