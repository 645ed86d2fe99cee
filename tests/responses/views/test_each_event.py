"""Each kind of event is read where it stands: what, by whom, when, and the values before and after (R92)."""

import re

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from oversight.accounts.models import User
from responses.models import EventKind
from tests.reading import words_of
from tests.responses.whole_story import WholeStory

pytestmark = pytest.mark.django_db
ON_RECOMMENDATION = {
    EventKind.OPENED: "Follow-up started by Priya Shah, 2 September 2024: Applies",
    EventKind.ASSIGNED: "Assigned by Priya Shah, 3 September 2024: To Dana Brook, with Priya Shah as policy officer "
    "Now in progress.",
    EventKind.ASSURED: "Assurance update by Priya Shah, 4 September 2024: Partly assured (visit) Corrected later. "
    "Two of four districts.",
    EventKind.ASSURANCE_CORRECTED: "Assurance update corrected by Alex Morgan, 5 September 2024: Not assured (visit) "
    "Miscounted. One of four.",
    EventKind.TAGGED: "Tags changed by Priya Shah, 7 September 2024: Added Custody; drives Engage",
    EventKind.RATED: "Rating changed by Priya Shah, 9 September 2024: From green to red until 1 December 2024; green, "
    "by the rule (on track by date) No plan.",
    EventKind.WAITING: "Waiting on others by Priya Shah, 10 September 2024: For the College of Policing Its guidance.",
    EventKind.WAIT_ENDED: "No longer waiting by Priya Shah, 11 September 2024: After 1 day It is published.",
    EventKind.DATE_ASKED: "Another date asked for by Dana Brook, 2 October 2024: 1 June 2025 instead of "
    "1 March 2025 Staff left. Until then: Neighbours cover.",
    EventKind.DATE_REFUSED: "Another date refused by Priya Shah, 3 October 2024: 1 June 2025 instead of "
    "1 March 2025 Too late.",
    EventKind.DATE_WITHDRAWN: "Request for another date withdrawn by Dana Brook, 5 October 2024: 1 June 2025 "
    "instead of 1 March 2025",
    EventKind.DATED: "Date decided by Priya Shah, 7 October 2024: No day was set before; now 1 June 2025 "
    "Recruitment. Agreed by the board on 10 September 2024.",
    EventKind.REVISED: "Deadline moved by Priya Shah, 8 October 2024: From 1 June 2025 to 1 July 2025 "
    "Recruitment. Agreed by the board on 10 September 2024.",
    EventKind.EVIDENCE_ASKED: "Evidence requested by Priya Shah, 1 November 2024: By 31 January 2025 Evidence request",
    EventKind.EVIDENCE_DELEGATED: "Request handed to a colleague by Dana Brook, 2 November 2024: To Ravi Cole "
    "Evidence request",
    EventKind.EVIDENCE_TAKEN_BACK: "Request taken back by Ravi Cole, 3 November 2024: To Dana Brook Evidence request",
    EventKind.MORE_TIME_ASKED: "More time asked for by Dana Brook, 4 November 2024: Until 14 February 2025 "
    "The analyst is away. Evidence request",
    EventKind.MORE_TIME_GIVEN: "More time given by Priya Shah, 5 November 2024: Reply by 14 February 2025; it was due "
    "by 31 January 2025 As the board agreed. Evidence request",
    EventKind.MORE_TIME_REFUSED: "More time refused by Priya Shah, 7 November 2024: Reply by 14 February 2025 "
    "As the board agreed. Evidence request",
    EventKind.EVIDENCE_OPENED: "Request opened by Dana Brook, 8 November 2024: Evidence request",
    EventKind.FILE_DESCRIBED: "Dates of a file set by Priya Shah, 10 November 2024: “Minutes.txt”: counts until "
    "1 January 2026; before: no dates Evidence request",
    EventKind.FILE_MARKED: "File marked OFFICIAL-SENSITIVE by Priya Shah, 12 November 2024: Evidence request",
    EventKind.FILE_WITHDRAWN: "File withdrawn by Priya Shah, 13 November 2024: “Minutes.txt” The wrong month. "
    "Evidence request",
    EventKind.FILE_REFUSED: "Virus found in a file by the portal, 14 November 2024: “Minutes.txt” cannot be opened any "
    "more: Eicar Evidence request",
    EventKind.FILE_DAMAGED: "File damaged by the portal, 6 December 2024: “Minutes.txt” cannot be opened any more: its "
    "content is missing Evidence request",
    EventKind.FILE_RESTORED: "File intact again by the portal, 7 December 2024: “Minutes.txt” can be opened again "
    "Evidence request",
    EventKind.FILE_HELD: "File put on hold by Priya Shah, 2 April 2031: “Minutes.txt” A claim is made. "
    "Evidence request",
    EventKind.FILE_RELEASED: "File no longer on hold by Alex Morgan, 3 April 2031: “Minutes.txt” It is settled. "
    "Evidence request",
    EventKind.FILE_DISPOSED: "File disposed of by Alex Morgan, 4 April 2031: “Minutes.txt” Schedule 4.2. "
    "Evidence request",
    EventKind.EVIDENCE_RETURNED: "Evidence returned by Priya Shah, 15 November 2024: Reply again by 14 March 2025; it "
    "was due by 14 February 2025 Which districts? Evidence request Now in progress.",
    EventKind.EVIDENCE_ANSWERED: "Reply sent by Dana Brook, 17 November 2024: All four. Evidence request "
    "Now ready for review.",
    EventKind.EVIDENCE_ACCEPTED: "Evidence accepted by Alex Morgan, 18 November 2024: Clear. Evidence request "
    "Now in progress.",
    EventKind.EVIDENCE_WITHDRAWN: "Request withdrawn by Priya Shah, 20 November 2024: Not needed. Evidence request",
    EventKind.EVIDENCE_PART_ANSWERED: "Part of the reply sent by Dana Brook, 3 December 2024: Evidence request",
    EventKind.EVIDENCE_PART_JUDGED: "Part of the evidence judged by Priya Shah, 4 December 2024: Returned: item 1; "
    "reply by 1 April 2025 Item 1: see what is needed there. Evidence request",
    EventKind.CLAIMED: "Force says complete by Dana Brook, 31 December 2024: All shifts are briefed.",
    EventKind.CLAIM_WITHDRAWN: "Force no longer says complete by Dana Brook, 1 January 2025: Not the fourth.",
    EventKind.CLOSED_BY_OFFICE: "Office assured by Alex Morgan, 2 January 2025: Seen in all four districts. "
    "Now assured.",
    EventKind.ASSURANCE_TAKEN_BACK: "Office no longer assured by Alex Morgan, 3 January 2025: In progress "
    "Too small a sample.",
    EventKind.CLOSED_BY_INSPECTORATE: "Closed by HMICFRS by Priya Shah, 4 January 2025: On 1 October 2024, L-7",
    EventKind.CLOSURE_CORRECTED: "Record of HMICFRS’s closure corrected by Priya Shah, 5 January 2025: On 1 October "
    "2024, L-8; it was recorded as on 1 October 2024, L-7 A slip.",
    EventKind.CLOSURE_REMOVED: "Record of HMICFRS’s closure removed by Priya Shah, 6 January 2025: In progress "
    "Of another force.",
    EventKind.STATUS_CHANGED: "Status changed by Priya Shah, 7 January 2025: Held for a re-check until 2 June 2025 "
    "To see whether it lasts.",
    EventKind.REOPENED: "Reopened by Priya Shah, 8 January 2025: In progress It has not lasted.",
    EventKind.OFFICE_CHANGED: "Moved to another office by Adam Field, 1 March 2025: From Police and Crime "
    "Commissioner for Hampshire and Isle of Wight to Mayor for Hampshire and the Solent The Solent Order",
}
ON_REQUEST = {
    EventKind.FILE_DOWNLOADED: "File downloaded: Minutes.txt By Priya Shah, 11 November 2024",
    EventKind.OFFICE_CHANGED: "Moved to another office: from Police and Crime Commissioner for Hampshire and Isle of "
    "Wight to Mayor for Hampshire and the Solent By Adam Field, 1 March 2025",
}
ON_SENSITIVE_REQUEST = {EventKind.EXPORTED: "Downloaded in a list By Priya Shah, 5 December 2024"}
ON_RESPONSE = {
    EventKind.RESPONSE_STARTED: "Response started by Priya Shah, 30 January 2025: Yes, we must respond",
    EventKind.COMMENTS_ASKED: "Chief officer invited to comment by Priya Shah, 31 January 2025: Hampshire and Isle of "
    "Wight, by 31 March 2025 For the Chief.",
    EventKind.COMMENTS_SENT: "Chief officer's comments sent by Dana Brook, 1 February 2025: Hampshire and Isle of "
    "Wight",
    EventKind.RESPONSE_MOVED: "Response moved on by Alex Morgan, 4 February 2025: Approved",
    EventKind.RESPONSE_PUBLISHED: "Response published by Alex Morgan, 5 February 2025: On 5 February 2025 "
    "The force had replied.",
    EventKind.RESPONSE_SENT: "Response sent by Priya Shah, 6 February 2025: To HMICFRS on 5 February 2025, by post: "
    "Receipt 12",
    EventKind.CORRECTION_STARTED: "Correction started by Priya Shah, 7 February 2025: Of version 1 A wrong figure.",
    EventKind.CORRECTION_DISCARDED: "Correction discarded by Priya Shah, 8 February 2025: Back to version 1",
    EventKind.RESPONSE_WITHDRAWN: "Response withdrawn by Alex Morgan, 9 February 2025: Version 1 It named a victim.",
}
ON_FORCE = {
    EventKind.ENGAGED: "Entered Engage by Priya Shah, 6 September 2024: On 5 September 2024 Too slow.",
    EventKind.ENGAGE_ENDED: "Left Engage by Priya Shah, 8 September 2024: On 7 September 2024 It is faster.",
}
TABLE = {
    "recommendation": ON_RECOMMENDATION,
    "request": ON_REQUEST,
    "sensitive request": ON_SENSITIVE_REQUEST,
    "response": ON_RESPONSE,
    "force": ON_FORCE,
}
FOR_THE_OFFICE = {
    *ON_RESPONSE,
    EventKind.OPENED,
    EventKind.ASSURED,
    EventKind.ASSURANCE_CORRECTED,
    EventKind.TAGGED,
    EventKind.RATED,
    EventKind.CLOSED_BY_OFFICE,
    EventKind.FILE_DOWNLOADED,
    EventKind.FILE_HELD,
    EventKind.FILE_RELEASED,
    EventKind.EXPORTED,
}
LINE = re.compile(r'<li class="app-timeline__item">(.*?)</li>\s*(?=<li class="app-timeline|</ol>)', re.DOTALL)
RECORD = re.compile(r'aria-labelledby="on-record">(.*?)</section>', re.DOTALL)
VALUES = re.compile(r" Old and new values of: .*")


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """What the officer and the lead read when all is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        story = WholeStory()
        with time_machine.travel(story.at, tick=False):
            yield {who: dict(_read(story, getattr(story, who).pk)) for who in ("officer", "lead")}
        transaction.set_rollback(True)


def _read(story, pk):
    client = Client()
    client.force_login(User.objects.get(pk=pk))
    addresses = {
        "recommendation": f"{story.follow_up.get_absolute_url()}?show=all",
        "request": story.request.get_absolute_url(),
        "sensitive request": story.sensitive.get_absolute_url(),
        "response": story.response.get_absolute_url(),
        "force": reverse("responses:force-detail", args=[story.force.code]),
    }
    for name, address in addresses.items():
        html = client.get(address).content.decode()
        record = "".join(RECORD.findall(html))
        yield name, [_shown(words_of(each)) for each in [*LINE.findall(html), *re.findall(r"<li>(.*?)</li>", record)]]


def _shown(line):
    """Without the hour, and the number of a request."""
    line = re.sub(r"(Evidence request) E\d+", r"\1", VALUES.sub("", line))
    return re.sub(r",? (\d+ \w+ \d{4}) at \d+[ap]m", r", \1:", line, count=1).removesuffix(":")


def test_every_kind_of_event_has_its_sentence_here():
    assert {kind for lines in TABLE.values() for kind in lines} == set(EventKind)


@pytest.mark.parametrize("place", TABLE)
def test_the_office_reads_what_was_done_by_whom_and_when(pages, place):
    unread = [line for line in TABLE[place].values() if line not in pages["officer"][place]]

    assert unread == []


@pytest.mark.parametrize("place", TABLE)
def test_the_force_reads_what_is_not_for_the_office_alone(pages, place):
    told = {kind: _told(kind, pages["lead"][place]) for kind in TABLE[place]}

    assert {kind: line in told[kind] for kind, line in TABLE[place].items()} == {
        kind: kind not in FOR_THE_OFFICE for kind in told
    }
    assert [kind for kind in FOR_THE_OFFICE if told.get(kind)] == []


def _told(kind, lines):
    return [line for line in lines if line.startswith((f"{kind.label} by", f"{kind.label}:"))]
