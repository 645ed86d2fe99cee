"""The columns of recommendations and evidence requests as files, for the office and for a force (R85, R44)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from oversight.accounts.models import User
from responses import dating, rules
from responses.models import EvidenceFile, EvidenceRequest, FollowUp, State
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.naming import ANOTHER
from responses.reports import methods_in_words
from responses.sheets import Column

CHUNK = 500  # rows at a time from the database
BETWEEN = "; "
OFFICER, AWAITED, NEWER = "Policy officer", "Waiting for", "Superseded by"
DISPOSER = "Disposed of by"


def _themes(row: FollowUp) -> str:
    return BETWEEN.join(theme.name for theme in row.finding.inspection.themes.all())


def _original(row: FollowUp) -> str:
    dates = dating.dates_of(row)
    return str(dates.original) if dates.is_moved else ""


def _original_day(row: FollowUp) -> date | None:
    return dating.dates_of(row).first_day


def _slip(row: FollowUp) -> int | None:
    return dating.dates_of(row).slip_days or None


def _awaited(row: FollowUp) -> str:
    return ANOTHER if row.waiting_for else row.waiting_name or str(row.get_waiting_on_display())


def _newer(row: FollowUp) -> str:
    return row.superseded_by.reference if row.superseded_by else ""


def _drives(row: FollowUp) -> str:
    return "Yes" if row.engage_id and row.drives_id == row.engage_id else ""


def _rating_columns(on: date) -> list[Column]:
    def because(row: FollowUp) -> str:
        rated = dating.rating_of(row, on)
        if rated and rated.override:
            return f"By hand, {rated.override.by}: {rated.override.reason}"
        return rated.words if rated else ""

    def colour(row: FollowUp) -> str:
        rated = dating.rating_of(row, on)
        return rated.colour.capitalize() if rated else ""

    return [
        Column(
            "Our rating", "Red, amber or green, by rule or by hand. Empty for what is over without being met.", colour
        ),
        Column("Rating because", "What the rule says, or who set the rating by hand and why.", because, is_wide=True),
    ]


def _state(row: FollowUp) -> str:
    return str(State(row.state).label)  # type: ignore[attr-defined]


def _address(row: FollowUp | EvidenceRequest) -> str:
    return settings.PORTAL_URL + row.get_absolute_url()


FOLLOW_UP = [
    Column("Reference", "Our own name of the finding. It never changes.", lambda row: row.reference),
    Column("Address", "The page of the recommendation in the portal.", _address),
    Column("Type", "What kind of finding it is.", lambda row: row.finding.kind.name),
    Column("Title", "Our short title of the finding.", lambda row: row.title, is_wide=True),
    Column("Text", "The inspectorate’s words.", lambda row: row.finding.text, is_wide=True),
    Column("Label", "What the report calls it.", lambda row: row.finding.label),
    Column("Report", "The title of the inspection report.", lambda row: row.finding.inspection.title, is_wide=True),
    Column("Report published", "The day of the report, if known.", lambda row: row.finding.inspection.published_on),
    Column("Themes", "The themes of the report.", _themes),
    Column("Force or unit", "Whom the recommendation is about.", lambda row: row.force.short_name),
    Column("Region", "The region of the force.", lambda row: row.force.region),
    Column("Status", "The word that the list shows.", _state),
    Column("Due", "The last day of the deadline in force. Empty where it has none.", lambda row: row.due_on),
    Column(
        "Due in words",
        "The deadline in force as printed. For a cause of concern without one: the first of its open recommendations.",
        lambda row: str(row.deadline_below or row.deadline),
    ),
    Column("Deadline set by", "Who set the deadline in force.", lambda row: row.get_due_source_display()),
    Column("Original deadline", "The first one, where it has moved since: as printed, or as we set it.", _original),
    Column("Original last day", "The last day of the first deadline: as printed, or as we set it.", _original_day),
    Column("Times moved", "How often the deadline was moved.", lambda row: dating.dates_of(row).moves),
    Column("Days moved", "Days from the first last day to the one in force. Below 0 where it is earlier.", _slip),
    Column(AWAITED, "Whom or what it waits for, where it waits on others.", _awaited),
    Column("Waiting until", "The day by which they mean to deliver.", lambda row: row.waiting_until),
    Column("Held until", "The day of the re-check, where it is held for one.", lambda row: row.held_until),
    Column("Force lead", "Who acts at the force.", lambda row: _name(row.lead)),
    Column(OFFICER, "Who watches at the office.", lambda row: _name(row.officer)),
    Column("Force’s rating", "The force’s own rating of its progress.", lambda row: row.get_force_rag_display()),
    Column("Force says complete", "Since when the force says that the work is complete.", lambda row: row.claimed_on),
    Column("Office assured", "Since when the office is assured that it is done.", lambda row: row.assured_on),
    Column("Closed by HMICFRS", "When HMICFRS closed it.", lambda row: row.closed_on),
    Column("Closure level", "How HMICFRS closed it.", lambda row: str(row.closure_level or "")),
    Column("How it applies", "Whether the finding applies to the force.", lambda row: row.get_applicability_display()),
    Column("Applies because", "Why it applies so.", lambda row: row.applicability_reason, is_wide=True),
    Column(NEWER, "The finding that took its place, as soon as its report is out.", _newer),
    Column("Reopened", "How often it was opened again.", lambda row: row.reopened_count),
    Column(
        "In Engage since", "Since when its force is in HMICFRS’s enhanced monitoring.", lambda row: row.in_engage_since
    ),
]
FOLLOW_UP_FOR_OFFICE = [
    Column("Assurance", "What the office believes.", lambda row: row.get_assurance_level_display()),
    Column("Assurance as of", "The day of the latest assurance update.", lambda row: row.assurance_on),
    Column("Tags", "Our office’s own labels.", lambda row: BETWEEN.join(row.tag_names)),
    Column("Drives Engage", "“Yes” where it drives the force’s time in Engage.", _drives),
    Column("Last change", "The day on which anything last happened to it.", lambda row: _day(row.touched_at)),
]
REPORT = [
    Column("How we know", "All the ways in which the office has looked into it.", methods_in_words),
    Column("Next check", "When the office means to look again.", lambda row: row.next_check_on),
]
EVIDENCE = [
    Column("Reference", "The number of the request.", lambda row: row.reference),
    Column("Address", "The page of the request in the portal.", _address),
    Column("Recommendations", "What it is about.", lambda row: BETWEEN.join(_references(row))),
    Column("Question", "What the office asks for.", lambda row: row.question, is_wide=True),
    Column("Force or unit", "Who is asked.", lambda row: row.force.short_name),
    Column("Force lead", "Who at the force is asked.", lambda row: _name(row.lead)),
    Column("Asked on", "The day on which the request was sent. Empty for a draft.", lambda row: _day(row.sent_at)),
    Column("Reply due", "The day by which the force is to reply.", lambda row: row.due_on),
    Column("State", "Where the request is.", lambda row: row.get_status_display()),
    Column("Classification", "How the request is marked.", lambda row: row.get_classification_display()),
]
FILES = [
    Column("Name", "As the force called it.", lambda row: row.name, is_wide=True),
    Column("Address", "The page about the file in the portal.", lambda row: settings.PORTAL_URL + row.page),
    Column("Request", "The number of the request that it answers.", lambda row: row.round.request.reference),
    Column(
        "Items",
        "The numbers of its items that the file answers. Empty: the request as a whole.",
        lambda row: BETWEEN.join(map(str, row.item_numbers)),
    ),
    Column("Recommendations", "What the request is about.", lambda row: BETWEEN.join(_references(row.round.request))),
    Column("Force or unit", "Who has sent it.", lambda row: row.round.request.force.short_name),
    Column("Added on", "When it was added to the reply.", lambda row: _day(row.uploaded_at)),
    Column("Covers from", "The first day that it covers, if known.", lambda row: row.covers_from),
    Column("Covers to", "The last day that it covers, if known.", lambda row: row.covers_to),
    Column("Counts until", "The last day on which it counts. Empty: without end.", lambda row: row.expires_on),
    Column("Viruses", "What the virus scanner says.", lambda row: row.get_scan_display()),
    Column("Withdrawn on", "Since when it does not count.", lambda row: _day(row.withdrawn_at)),
    Column("Damaged since", "Since when its content is lost or changed.", lambda row: _day(row.damaged_at)),
    Column("Bytes", "How large it is.", lambda row: row.size),
    Column("SHA-256", "What shows that its content has not changed.", lambda row: row.sha256),
    Column("Disposed of on", "Since when its content is gone.", lambda row: _day(row.disposed_at)),
    Column(DISPOSER, "Who has disposed of it.", lambda row: _name(row.disposed_by)),
    Column("Disposed of because", "Why, and on whose authority.", lambda row: row.disposal_reason, is_wide=True),
]
FILES_FOR_OFFICE = [
    Column("On hold since", "Since when nobody may dispose of it.", lambda row: _day(row.hold_at)),
    Column("On hold because", "Why nobody may dispose of it.", lambda row: row.hold_reason, is_wide=True),
]


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _name(person: User | None) -> str:
    return person.name if person else ""


def _officer_for(reader: User) -> Callable[[FollowUp], str]:
    return lambda row: row.officer.name_for(reader, row.policing_body_id) if row.officer else ""


def _awaited_for(reader: User, on: date) -> Callable[[FollowUp], str]:
    def awaited(row: FollowUp) -> str:
        other = row.waiting_for
        return other.reference if other and rules.can_name(reader, other, on) else _awaited(row)

    return awaited


def _newer_for(reader: User, on: date) -> Callable[[FollowUp], str]:
    """As on the page: a force reads of no report that is not out (R66)."""

    def newer(row: FollowUp) -> str:
        is_told = reader.is_office or (row.superseded_by and row.superseded_by.inspection.is_out(on))
        return _newer(row) if is_told else ""

    return newer


def _references(row: EvidenceRequest) -> Iterator[str]:
    return (follow_up.reference for follow_up in row.follow_ups.all())


def follow_up_columns(user: User, on: date) -> list[Column]:
    """What the pages show to that person: a force does not read what the office believes."""
    named = {OFFICER: _officer_for(user), AWAITED: _awaited_for(user, on), NEWER: _newer_for(user, on)}
    shown = [replace(each, value=named.get(each.name, each.value)) for each in FOLLOW_UP]
    return [*shown, *_office_for(user), *([*FOLLOW_UP_FOR_OFFICE, *_rating_columns(on)] if user.is_office else [])]


def evidence_columns(user: User) -> list[Column]:
    return [*EVIDENCE, *_office_for(user)]


def _office_for(reader: User) -> list[Column]:
    """For who deals with several (R57)."""
    names = reader.office_names
    office = Column("Office", "Whose office follows it up.", lambda row: names.get(row.policing_body_id, ""))
    return [office] if names else []


def file_columns(user: User) -> list[Column]:
    """A force reads neither who of the office it was, where that wants so, nor for which claim a file is kept (R73)."""

    def disposer(row: EvidenceFile) -> str:
        return row.disposed_by.name_for(user, row.round.request.policing_body_id) if row.disposed_by else ""

    shown = [replace(each, value=disposer) if each.name == DISPOSER else each for each in FILES]
    return [*shown, *(FILES_FOR_OFFICE if user.is_office else [])]


def follow_ups(rows: FollowUpQuerySet, on: date) -> Iterable[FollowUp]:
    """Sorted rows with all that the columns ask for, some at a time."""
    named = ["lead", "officer", "closure_level", "waiting_for__finding__inspection", "superseded_by__inspection"]
    wide = rows.for_list().labelled(on).select_related(*named)
    return wide.prefetch_related("finding__inspection__themes").iterator(CHUNK)


def left_out(number: int, noun: str = "request") -> str:
    """The last line of a file of requests or files (R71); empty where there is nothing to say."""
    if number == 1:
        return f"1 {noun} marked OFFICIAL-SENSITIVE is left out."
    return f"{number} {noun}s marked OFFICIAL-SENSITIVE are left out." if number else ""


def requests(rows: QuerySet[EvidenceRequest], user: User) -> Iterable[EvidenceRequest]:
    return rows.for_list(user).iterator(CHUNK)  # type: ignore[attr-defined]
