"""The way out of the letters that are owed: which of them leave, and once each."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from oversight.accounts.models import User
from responses.models import (
    FollowUp,
    Notice,
    NoticeAttempt,
    NoticeKind,
    NoticeStatus,
    RequestStatus,
    Response,
    ResponseStatus,
    WorkStatus,
)
from responses.notices import outbox, planner
from responses.workflow import comments
from tests import factories
from tests.responses.notices.owed import AT, DAY, MINUTE, answers, owe, owe_one, send

pytestmark = pytest.mark.django_db


def test_send_owed_sends_each_letter_once_with_the_headers_of_an_automatic_letter(mail_server):
    owe()

    assert send() == 2
    assert send() == 0
    assert sorted(letter["To"] for letter in mail_server.messages()) == ["dana@example.org", "priya@example.org"]
    letter, notice = mail_server.messages()[0], Notice.objects.get(address=mail_server.messages()[0]["To"])
    assert {name: letter[name] for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "Date", "Message-ID")} == {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Date": "Thu, 30 Jan 2025 08:00:00 +0000",
        "Message-ID": notice.message_id,
    }
    assert (notice.status, notice.sent_at, notice.attempts, notice.lease_until) == (NoticeStatus.SENT, AT, 1, None)
    assert answers(notice) == [(1, 250, "Accepted")]


def test_send_owed_waits_for_eight_in_the_morning(mail_server):
    owe()

    assert send(AT - MINUTE) == 0
    assert mail_server.letters == []


def test_send_owed_stops_when_its_time_is_up(mail_server):
    owe()
    readings = iter([AT, AT, AT, AT, AT + outbox.LIMIT, AT + outbox.LIMIT])

    assert outbox.send_owed(now=lambda: next(readings)) == 1
    assert len(mail_server.letters) == 1


def test_claim_does_not_send_what_was_closed_since(mail_server):
    notice, follow_up = owe_one()
    FollowUp.objects.filter(pk=follow_up.pk).update(status=WorkStatus.DONE)

    assert send() == 0
    notice.refresh_from_db()
    assert (notice.status, notice.reason) == (
        NoticeStatus.SUPPRESSED,
        "It is answered or closed, or its deadline has moved.",
    )


def test_claim_does_not_send_about_a_deadline_that_moved(mail_server):
    notice, follow_up = owe_one()
    FollowUp.objects.filter(pk=follow_up.pk).update(due_on=date(2025, 3, 10))

    assert send() == 0
    notice.refresh_from_db()
    assert (notice.status, notice.reason) == (NoticeStatus.SUPPRESSED, "The deadline has moved.")


def test_claim_does_not_send_to_a_person_who_has_left(mail_server):
    notice, _ = owe_one()
    User.objects.filter(email="dana@example.org").update(is_active=False)

    assert send() == 0
    notice.refresh_from_db()
    assert (notice.status, notice.reason) == (NoticeStatus.SUPPRESSED, "Dana Brook has left.")


def test_claim_does_not_send_to_the_lead_before(mail_server):
    notice, follow_up = owe_one()
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=factories.make_lead())

    assert send() == 0
    notice.refresh_from_db()
    assert (notice.status, notice.reason) == (NoticeStatus.SUPPRESSED, "Somebody else now answers for it.")


def test_claim_does_not_send_a_reminder_whose_successor_is_due(mail_server):
    notice, _ = owe_one()

    assert send(datetime(2025, 2, 14, 8, 1, tzinfo=UTC)) == 0
    notice.refresh_from_db()
    assert (notice.status, notice.reason) == (NoticeStatus.SUPPRESSED, "A later reminder takes its place.")


@pytest.mark.parametrize(
    ("kind", "status", "still_so"),
    [
        (NoticeKind.EVIDENCE_ASKED, RequestStatus.SENT, True),
        (NoticeKind.EVIDENCE_ASKED, RequestStatus.WITHDRAWN, False),
        (NoticeKind.EVIDENCE_RETURNED, RequestStatus.RETURNED, True),
        (NoticeKind.EVIDENCE_RETURNED, RequestStatus.ANSWERED, False),
        (NoticeKind.EVIDENCE_ACCEPTED, RequestStatus.ACCEPTED, True),
        (NoticeKind.EVIDENCE_ACCEPTED, RequestStatus.WITHDRAWN, False),
        (NoticeKind.EVIDENCE_WITHDRAWN, RequestStatus.WITHDRAWN, True),
    ],
)
def test_claim_sends_news_to_the_lead_only_while_it_is_still_so(mail_server, kind, status, still_so):
    request = factories.make_request(status=status, opened_at=AT, opened_by=factories.make_lead())
    Notice.objects.owe(kind, to=request.lead, at=AT, request=request)

    assert send() == int(still_so)
    assert Notice.objects.get().reason == ("" if still_so else "It has moved on since.")


def test_claim_tells_once_of_a_date_that_was_corrected_twice_before_the_letter_left(mail_server):
    lead, colleague = factories.make_lead(), factories.make_lead()
    follow_up = factories.make_follow_up(lead=lead)
    factories.make_date_change(follow_up, asked_by=colleague)
    for person, minute in [(lead, 0), (lead, 1), (colleague, 0)]:
        Notice.objects.owe(NoticeKind.DEADLINE_MOVED, to=person, at=AT + minute * MINUTE, follow_up=follow_up)

    assert send(AT + MINUTE) == 2
    reasons = Notice.objects.order_by("recipient", "owed_at").values_list("recipient", "reason")
    assert list(reasons) == [(lead.pk, "It has moved on since."), (lead.pk, ""), (colleague.pk, "")]


@pytest.mark.parametrize("since", [{"lead": None}, {"due_on": None, "due_wording": "", "due_precision": "none"}])
def test_claim_tells_of_a_date_only_whoever_leads_and_only_while_there_is_one(mail_server, since):
    lead = factories.make_lead()
    follow_up = factories.make_follow_up(lead=lead)
    Notice.objects.owe(NoticeKind.DEADLINE_MOVED, to=lead, at=AT, follow_up=follow_up)

    FollowUp.objects.filter(pk=follow_up.pk).update(**since)

    assert send() == 0
    assert Notice.objects.get().reason == "It has moved on since."


def test_claim_sends_the_news_of_an_answer_to_the_office_until_it_is_judged(mail_server):
    request = factories.make_request(status=RequestStatus.ANSWERED)
    for minute in range(2):
        Notice.objects.owe(NoticeKind.EVIDENCE_ANSWERED, to=request.sent_by, at=AT + minute * MINUTE, request=request)

    assert send() == 1
    request.status = RequestStatus.ACCEPTED
    request.save()
    assert send(AT + MINUTE) == 0


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (NoticeKind.EVIDENCE_ASKED, RequestStatus.SENT),
        (NoticeKind.EVIDENCE_RETURNED, RequestStatus.RETURNED),
        (NoticeKind.EVIDENCE_ACCEPTED, RequestStatus.ACCEPTED),
        (NoticeKind.EVIDENCE_WITHDRAWN, RequestStatus.WITHDRAWN),
    ],
)
def test_claim_sends_no_news_to_a_lead_who_has_moved_to_another_force(mail_server, kind, status):
    request = factories.make_request(status=status, opened_at=AT, opened_by=factories.make_lead())
    Notice.objects.owe(kind, to=request.lead, at=AT, request=request)
    User.objects.filter(pk=request.lead.pk).update(force=factories.make_force("kent", "Kent Police"))

    assert send() == 0
    assert Notice.objects.get().reason == "It has moved on since."


def test_claim_sends_no_news_to_an_officer_who_has_moved_to_another_office(mail_server):
    request = factories.make_request(status=RequestStatus.ANSWERED)
    Notice.objects.owe(NoticeKind.EVIDENCE_ANSWERED, to=request.sent_by, at=AT, request=request)
    kent = factories.make_policing_body("kent-pcc", "Kent")
    User.objects.filter(pk=request.sent_by.pk).update(policing_body=kent)

    assert send() == 0
    assert Notice.objects.get().reason == "It has moved on since."


def test_claim_does_not_tell_a_lead_of_an_assignment_that_went_to_another(mail_server):
    lead = factories.make_lead()
    follow_up = factories.make_follow_up(lead=factories.make_lead())
    for person in (lead, follow_up.lead):
        Notice.objects.owe(NoticeKind.ASSIGNED, to=person, at=AT, follow_up=follow_up)

    assert send() == 1
    assert mail_server.messages()[0]["To"] == follow_up.lead.email


def test_every_kind_of_letter_can_be_judged():
    assert set(outbox.STILL_SO) | set(planner.SOURCES) == set(NoticeKind)


def invited(response, lead):
    officer = factories.make_officer("priya@example.org")
    facts = {"force": lead.force, "leads": [lead], "due_on": DAY, "note": "", "by": officer, "at": AT}
    return comments.invite(response, **facts)


def test_claim_sends_the_invitation_to_comment_and_the_news_of_an_answer(mail_server):
    lead, response = factories.make_lead("dana@example.org"), factories.make_response()
    invitation = invited(response, lead)

    assert send() == 1
    words = {"text": "We accept it.", "name": "Jo Example", "rank": "", "on_behalf_of": ""}
    comments.send(invitation, **words, by=lead, at=AT + MINUTE)
    assert send(AT + MINUTE) == 1
    assert [letter["To"] for letter in mail_server.messages()] == ["dana@example.org", "priya@example.org"]


def test_claim_sends_no_invitation_to_comment_on_what_went_for_review_meanwhile(mail_server):
    response = factories.make_response()
    invited(response, factories.make_lead())
    Response.objects.update(status=ResponseStatus.IN_REVIEW)

    assert send() == 0
    assert Notice.objects.get().reason == "It has moved on since."


def test_claim_does_not_send_old_news(mail_server):
    follow_up = factories.make_follow_up(lead=factories.make_lead())
    Notice.objects.owe(NoticeKind.ASSIGNED, to=follow_up.lead, at=AT, follow_up=follow_up)

    assert send(AT + timedelta(days=8)) == 0
    assert Notice.objects.get().reason == "Its time had passed."


def test_claim_puts_off_a_letter_that_cannot_be_judged_and_sends_the_others(mail_server, caplog):
    follow_up = owe()
    Notice.objects.owe("no-such-kind", to=follow_up.lead, at=AT - MINUTE, follow_up=follow_up)

    assert send() == 2
    notice = Notice.objects.get(kind="no-such-kind")
    assert (notice.status, notice.attempts) == (NoticeStatus.PENDING, 0)
    assert notice.next_attempt_at == AT + timedelta(hours=1)
    assert f"Letter {notice.pk} cannot be judged" in caplog.text


def test_claim_sends_again_what_a_dead_worker_left_behind(mail_server):
    notice, _ = owe_one()
    outbox.claim(AT)  # and the worker is killed

    assert send(AT + MINUTE) == 0
    assert send(AT + 3 * MINUTE) == 1
    notice.refresh_from_db()
    assert (notice.status, notice.attempts, notice.resends) == (NoticeStatus.SENT, 2, 1)
    assert answers(notice) == [(1, None, "No answer: the worker stopped while sending."), (2, 250, "Accepted")]


def test_claim_gives_a_letter_up_as_doubtful_when_its_worker_died_three_times(mail_server):
    notice, _ = owe_one()
    for minutes in (0, 3, 6):
        assert outbox.claim(AT + minutes * MINUTE) == notice

    assert outbox.claim(AT + 9 * MINUTE) is None
    notice.refresh_from_db()
    assert (notice.status, notice.lease_until) == (NoticeStatus.IN_DOUBT, None)


def test_claim_calls_doubtful_what_may_have_been_sent_and_is_no_longer_wanted(mail_server):
    notice, follow_up = owe_one()
    outbox.claim(AT)
    FollowUp.objects.filter(pk=follow_up.pk).update(status=WorkStatus.DONE)
    send(AT + 3 * MINUTE)
    planner.plan(on=DAY, at=AT + 4 * MINUTE)

    notice.refresh_from_db()
    assert notice.status == NoticeStatus.IN_DOUBT
    assert mail_server.letters == []


def test_settle_leaves_a_letter_alone_that_another_worker_has_taken_over(mail_server):
    owe_one()
    slow = outbox.claim(AT)
    fast = outbox.claim(AT + 3 * MINUTE)
    outbox._settle(slow, outbox.Answer(outbox.Verdict.REFUSED, 550, "No"), AT + 4 * MINUTE)

    fast.refresh_from_db()
    assert (fast.status, fast.attempts) == (NoticeStatus.SENDING, 2)


@pytest.mark.django_db(transaction=True)
def test_claim_passes_over_a_letter_that_another_worker_is_claiming():
    owe()

    def claim_in_a_thread():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            return outbox.claim(AT)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as thread:
        first = outbox.claim(AT)
        second = thread.submit(claim_in_a_thread).result()

    assert {first.address, second.address} == {"dana@example.org", "priya@example.org"}


@pytest.mark.django_db(transaction=True)
def test_send_owed_by_eight_workers_at_once_sends_each_letter_once(mail_server):
    for number in range(20):
        factories.make_follow_up(
            by=factories.make_officer(f"officer{number}@example.net"),
            lead=factories.make_lead(f"lead{number}@example.net"),
        )
    planner.plan(on=DAY, at=AT)

    def send_in_a_thread(_n):
        try:
            return send()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        sent = sum(threads.map(send_in_a_thread, range(8)))

    assert sent == 40
    assert Counter(letter["To"] for letter in mail_server.messages()).most_common(1)[0][1] == 1
    assert Notice.objects.filter(status=NoticeStatus.SENT, attempts=1).count() == 40
    assert NoticeAttempt.objects.count() == 40
