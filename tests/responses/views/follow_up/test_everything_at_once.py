"""A recommendation with all that one can have still costs no more than fifteen questions (R131)."""

from datetime import date

import pytest

from inspections.models import Addressee, Predecessor
from responses.models import (
    ClosureLevel,
    Event,
    EventKind,
    EvidenceFile,
    EvidenceRound,
    FollowUp,
    Notice,
    NoticeKind,
    RequestStatus,
    WorkStatus,
)
from tests import factories
from tests.reading import text_of
from tests.responses.views.follow_up.pages import NOW
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 9)
WAITS = {"waiting_since": NOW.date(), "waiting_on": "recommendation", "waiting_reason": "It builds on that."}

TO_BOTH = [
    "Engage since 1 March 2024",
    "1 recommendation waits for this one",
    "Addressed to Hampshire and Isle of Wight",
    "I will seek assurances.",
    "Repeats EARLIER-1-R1 Before",
    "Complete (Dana Brook)",
    "Assured (Priya Shah)",
    "Closed, Level 2 (HMI 7) Some work is left.",
    "Corrects the update of 4 November 2024",
    "Part of Too little is known SE-2024-SOC-C1",
    "(a) Its part",
    "Decision on a recommendation: waiting to be sent to Dana Brook",
    "All shifts are briefed weekly. Own.txt",
    "Ring the force.",
]
TO_THE_OFFICE = [
    "Superseded by LATER-1-R1 New",
    "OFFICIAL-SENSITIVE: you cannot read the question",
    "Your draft, not sent",
    "Tags Custody",
    "For LATER-1-R1",
]
LOST = ["Own.txt (E", "Of a part.txt (E"]


def make_found(reference, title, **facts):
    return factories.make_finding(factories.make_inspection(reference, **facts), number=1, title=title)


def lose(follow_up, name, *, lead, officer):
    """A file of an accepted reply by items, withdrawn since."""
    request = factories.make_request(follow_up, lead=lead, sent_by=officer, status=RequestStatus.ACCEPTED)
    answer = factories.make_round(request)
    file = factories.make_file(answer, name=name)
    answer.item_answers.create(item=factories.make_item(request), decision="accepted").files.add(file)
    EvidenceRound.objects.filter(pk=answer.pk).update(submitted_at=NOW, submitted_by=lead)
    gone = {"withdrawn_at": NOW, "withdrawn_by": lead, "withdrawal_reason": "Wrong district."}
    EvidenceFile.objects.filter(pk=file.pk).update(**gone)
    return {"request": request, "round": answer}


def make_family(**facts):
    inspection = factories.make_inspection("SE-2024-SOC")
    cause = factories.make_finding(inspection, kind="cause-of-concern", number=1, title="Too little is known")
    finding = factories.make_finding(inspection, number=1, parent=cause)
    limb = {"parent": finding, "limb": "a", "reference": "SE-2024-SOC-R1a", "title": "Its part"}
    factories.make_follow_up(cause, lead=facts["lead"])
    part = factories.make_follow_up(factories.make_finding(inspection, number=1, **limb), lead=facts["lead"])
    return factories.make_follow_up(finding, **facts), part


def make_everything(lead, officer, newer):
    follow_up, part = make_family(lead=lead, officer=officer, drives=factories.make_engagement())
    waiter = factories.make_follow_up(factories.make_finding(title="Waits for it"), lead=lead)
    FollowUp.objects.filter(pk=waiter.pk).update(waiting_for=follow_up, **WAITS)
    linked, own = {"by": officer, "at": NOW}, follow_up.finding
    Predecessor.objects.create(finding=own, earlier=make_found("EARLIER-1", "Before"), kind="repeats", **linked)
    Predecessor.objects.create(finding=newer, earlier=own, kind="supersedes", **linked)
    Addressee.objects.create(finding=own, kind="force", force=follow_up.force)
    publish(finding=own, said={"position": "accepted", "action": "I will seek assurances."})
    told = {"policing_body": follow_up.policing_body, "follow_up": follow_up, "audience": "force", "at": NOW}
    answered = lose(follow_up, "Own.txt", lead=lead, officer=officer)
    lose(part, "Of a part.txt", lead=lead, officer=officer)
    Event.objects.create(kind=EventKind.EVIDENCE_ANSWERED, by=lead, **answered, **told)
    Event.objects.create(kind=EventKind.WAITING, by=officer, named=newer, detail="For another recommendation", **told)
    factories.make_request(follow_up, lead=lead, classification="official-sensitive")
    factories.make_request(follow_up, status="draft", sent_by=officer)
    first = factories.make_update(follow_up, by=officer, is_publishable=True)
    factories.make_update(follow_up, corrects=first, correction_note="Wrong day.", is_publishable=True)
    factories.make_tag(follow_up)
    factories.make_date_change(follow_up)
    for person in (lead, officer):
        factories.make_reminder(follow_up, person=person)
        Notice.objects.owe(NoticeKind.DECIDED, to=person, at=NOW, follow_up=follow_up)
    return follow_up


STATES = {
    "waiting": lambda newer: WAITS | {"waiting_for": factories.make_follow_up(newer)},
    "superseded": lambda newer: {"status": WorkStatus.SUPERSEDED, "superseded_by": newer},
    "done": lambda _: {"status": WorkStatus.DONE},
}
OF_STATES = {
    "waiting": ["Waiting on others since 10 February 2025: LATER-1-R1: New", "The force asks for another date"],
    "superseded": ["Superseded Due"],
    "done": ["Closed by HMICFRS Due"],
}


@pytest.mark.parametrize("is_lead", [False, True], ids=["officer", "lead"])
@pytest.mark.parametrize("state", STATES)
def test_detail_of_one_with_everything_costs_fifteen_questions(
    client, officer, django_assert_max_num_queries, is_lead, state
):
    lead = factories.make_lead(name="Dana Brook", own_only=True)
    newer = make_found("LATER-1", "New", published_on=None)
    follow_up = make_everything(lead, officer, newer)
    by = {"claimed_by": lead, "assured_by": officer, "closed_by": officer, "assured_reason": "Seen."}
    level = ClosureLevel.objects.create(name="Level 2", note="Some work is left.")
    closed = {"claimed_on": DAY, "assured_on": DAY, "closed_on": DAY, "closure_level": level} | by
    facts = closed | STATES[state](newer)
    FollowUp.objects.filter(pk=follow_up.pk).update(closure_reference="HMI 7", **facts)
    if is_lead:
        client.force_login(lead)

    with django_assert_max_num_queries(15):
        words = text_of(client.get(follow_up.get_absolute_url()))

    private = [] if is_lead else TO_THE_OFFICE + ([] if state == "superseded" else LOST)
    of_state = OF_STATES[state][is_lead and state == "waiting" :]  # of a report that is not out, a lead is not told
    assert [each for each in TO_BOTH + private + of_state if each not in words] == []
