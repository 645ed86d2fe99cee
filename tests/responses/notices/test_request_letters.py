"""The letters about a request that is handed on and about more time: what they say, and when they are not sent."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from responses import emails
from responses.models import Notice, NoticeKind
from responses.notices import outbox
from responses.workflow import delegation, evidence, more_time
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

SOON = AT + timedelta(minutes=5)


@pytest.fixture
def request_(settings):
    settings.PORTAL_URL = "https://portal.example.org"
    finding = factories.make_finding(reference="EX-1-R1", title="Share what is known")
    officer = factories.make_officer("priya@example.org")
    follow_up = factories.make_follow_up(finding, lead=factories.make_lead("dana@example.org"), by=officer)
    return factories.make_request(follow_up, lead=follow_up.lead, sent_by=officer)


@pytest.fixture
def colleague():
    return factories.make_lead("colin@example.org")


def ask(request):
    facts = {"wanted_on": date(2025, 2, 28), "reason": "CANARY reason", "submission_id": uuid4()}
    return more_time.ask(request, **facts, by=request.lead, at=AT)


def letters(at: datetime = SOON):
    """Those that leave now, by whom they are for."""
    left = {}
    while notice := outbox.claim(at):
        left[notice.kind, notice.address] = emails.letter(notice)
    return left


def test_whoever_gets_a_request_handed_on_reads_by_when(request_, colleague):
    delegation.delegate(request_, to=colleague, seen=None, by=request_.lead, at=AT)

    letter = letters()[NoticeKind.EVIDENCE_DELEGATED, "colin@example.org"]
    assert letter.subject == f"Evidence request {request_.reference} is with you now"
    assert "EX-1-R1: Share what is known" in letter.body
    assert (
        "A colleague has handed this request for evidence on to you. The reply is due by 31 January 2025."
        in letter.body
    )


def test_a_letter_to_whom_it_is_no_longer_handed_is_not_sent(request_, colleague):
    delegation.delegate(request_, to=colleague, seen=None, by=request_.lead, at=AT)
    delegation.delegate(request_, to=request_.lead, seen=colleague, by=request_.lead, at=AT)

    assert letters() == {}


def test_the_office_reads_that_more_time_is_asked_for_and_not_why(request_):
    ask(request_)

    letter = letters()[NoticeKind.MORE_TIME_ASKED, "priya@example.org"]
    assert letter.subject == f"Evidence request {request_.reference}: the force asks for more time"
    assert "Until you decide, the reply is due by 31 January 2025." in letter.body
    assert "CANARY" not in letter.body


def test_the_office_is_not_written_to_about_what_it_has_decided(request_):
    more_time.decide(ask(request_), decision="granted", note="", by=request_.sent_by, at=AT)

    (only,) = letters().items()
    assert only[0] == (NoticeKind.MORE_TIME_DECIDED, "dana@example.org")
    assert only[1].subject == f"Evidence request {request_.reference}: the office has decided on more time"
    assert "The reply is due by 28 February 2025." in only[1].body


def test_nobody_is_told_of_more_time_for_what_was_withdrawn(request_):
    more_time.decide(ask(request_), decision="refused", note="No.", by=request_.sent_by, at=AT)
    evidence.open_answer(request_, by=request_.lead, at=AT)
    evidence.withdraw(request_, reason="We have it.", by=request_.sent_by, at=AT)

    assert [kind for kind, _ in letters()] == ["evidence-withdrawn"]


@pytest.mark.parametrize(
    ("first", "told"), [({}, []), ({"sent_at": AT}, ["evidence-withdrawn"]), ({"resends": 1}, ["evidence-withdrawn"])]
)
def test_nobody_is_told_that_a_request_is_withdrawn_who_never_heard_of_it(request_, first, told):
    Notice.objects.owe(NoticeKind.EVIDENCE_ASKED, to=request_.lead, request=request_, at=AT)
    status = "sent" if "sent_at" in first else "in-doubt" if first else "pending"
    Notice.objects.update(status=status, **first)
    evidence.withdraw(request_, reason="Asked in error.", by=request_.sent_by, at=AT)

    assert [kind for kind, _ in letters()] == told


@pytest.mark.parametrize(
    "kind", [NoticeKind.EVIDENCE_DELEGATED, NoticeKind.MORE_TIME_ASKED, NoticeKind.MORE_TIME_DECIDED]
)
def test_letters_about_a_sensitive_request_do_not_name_the_recommendation(request_, kind):
    type(request_).objects.update(classification="official-sensitive")
    Notice.objects.owe(kind, to=request_.lead, request=request_, at=AT)

    letter = emails.letter(Notice.objects.for_letter().get())

    assert "EX-1-R1" not in letter.subject + letter.body
    assert "Share what is known" not in letter.subject + letter.body


OF_A_RECOMMENDATION = [
    *[NoticeKind.ASSIGNED, NoticeKind.ASSIGNED_SEVERAL, NoticeKind.FOLLOW_UP_DUE, NoticeKind.DECIDED],
    *[NoticeKind.DEADLINE_MOVED, NoticeKind.DEADLINES_MOVED, NoticeKind.DATE_REFUSED],
]
OF_A_REQUEST = [
    *[NoticeKind.EVIDENCE_ASKED, NoticeKind.EVIDENCE_DELEGATED, NoticeKind.EVIDENCE_DUE, NoticeKind.EVIDENCE_RETURNED],
    *[NoticeKind.EVIDENCE_ACCEPTED, NoticeKind.EVIDENCE_WITHDRAWN, NoticeKind.MORE_TIME_DECIDED],
    *[NoticeKind.FILE_REFUSED, NoticeKind.FILE_DAMAGED],
]


@pytest.mark.parametrize(("kind", "named"), [("unit", 1), ("territorial", 0)])
def test_a_lead_with_whom_several_offices_deal_reads_which_one_writes(kind, named):
    force = factories.make_force("serocu", "SEROCU", kind=kind)
    lead, surrey = factories.make_lead(force=force), factories.make_policing_body("surrey-pcc", "Surrey")
    about = factories.make_follow_up(force=force, policing_body=surrey, lead=lead)
    asked = factories.make_request(about, lead=lead)
    report = factories.make_response(about.finding.inspection, policing_body=surrey)
    owed = [(each, {"follow_up": about}) for each in OF_A_RECOMMENDATION]
    owed += [(each, {"request": asked}) for each in OF_A_REQUEST]
    owed += [(each, {"response": report}) for each in (NoticeKind.COMMENTS_ASKED, NoticeKind.COMMENTS_DUE)]
    for each, facts in owed:
        Notice.objects.owe(each, to=lead, at=AT, **facts)

    line = "\nOffice: Police and Crime Commissioner for Surrey\n"
    found = {each.kind: emails.letter(each).body.count(line) for each in Notice.objects.for_letter()}

    assert found == {each: named for each, _facts in owed}
