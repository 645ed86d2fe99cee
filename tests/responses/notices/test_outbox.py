import logging
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from oversight.accounts.models import User
from oversight.local.processes import free_port
from responses.models import FollowUp, Notice, NoticeAttempt, NoticeKind, NoticeStatus, RequestStatus, WorkStatus
from responses.notices import outbox, planner
from tests import factories
from tests.chaos.mail_server import CUT, TAKEN

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 30)
AT = datetime(2025, 1, 30, 8, tzinfo=UTC)  # the morning of the 30-day letter for 1 March 2025
MINUTE = timedelta(minutes=1)


def owe(lead="dana@example.org", officer="priya@example.org"):
    """One follow-up whose two letters are owed at AT."""
    follow_up = factories.make_follow_up(by=factories.make_officer(officer), lead=factories.make_lead(lead))
    planner.plan(on=DAY, at=AT)
    return follow_up


def owe_one(lead="dana@example.org"):
    follow_up = owe(lead)
    Notice.objects.exclude(address=lead).update(status=NoticeStatus.SUPPRESSED, reason="Not in this test.")
    return Notice.objects.get(address=lead), follow_up


def send(at=AT):
    return outbox.send_owed(now=lambda: at)


def answers(notice):
    return list(notice.tries.values_list("number", "code", "answer"))


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


def test_send_owed_keeps_the_answer_of_a_server_that_refuses_and_does_not_try_again(mail_server):
    notice, _ = owe_one()
    mail_server.decide = lambda _: "550 No such person"

    assert send() == 0
    assert send(AT + timedelta(days=3)) == 0
    notice.refresh_from_db()
    assert (notice.status, notice.reason) == (NoticeStatus.FAILED, "550 No such person")
    assert answers(notice) == [(1, 550, "No such person")]
    assert mail_server.tries == {"dana@example.org": 1}


def test_send_owed_sends_the_others_when_one_is_refused(mail_server):
    owe()
    mail_server.decide = lambda address: "550 No" if address.startswith("dana") else TAKEN

    assert send() == 1
    assert [letter["To"] for letter in mail_server.messages()] == ["priya@example.org"]


def test_send_owed_tries_again_later_what_the_server_puts_off(mail_server):
    notice, _ = owe_one()
    mail_server.decide = lambda _: "451 Later"
    send()
    notice.refresh_from_db()
    assert (notice.status, notice.attempts) == (NoticeStatus.PENDING, 1)
    assert MINUTE <= notice.next_attempt_at - AT <= MINUTE * 1.2

    mail_server.decide = lambda _: TAKEN
    assert send(AT + MINUTE / 2) == 0
    assert send(AT + 2 * MINUTE) == 1
    assert answers(notice) == [(1, 451, "Later"), (2, 250, "Accepted")]


def test_send_owed_is_patient_for_three_days_with_at_most_twelve_attempts(mail_server):
    notice, _ = owe_one()
    mail_server.decide = lambda _: "421 Busy"
    minutes = 0
    while Notice.objects.filter(status=NoticeStatus.PENDING).exists():
        minutes += 10
        send(AT + minutes * MINUTE)

    notice.refresh_from_db()
    assert (notice.status, notice.reason, notice.attempts) == (NoticeStatus.FAILED, "421 Busy", 12)
    assert mail_server.tries == {"dana@example.org": 12}
    assert minutes >= 72 * 60


def test_send_owed_sends_the_same_bytes_when_the_line_is_cut_before_the_answer(mail_server):
    notice, _ = owe_one()
    mail_server.decide = lambda address: CUT if mail_server.tries[address] == 1 else TAKEN
    send()
    assert send(AT + 2 * MINUTE) == 1

    notice.refresh_from_db()
    assert (notice.status, notice.resends) == (NoticeStatus.SENT, 1)
    first, second = mail_server.letters
    assert first == second


def test_send_owed_gives_a_letter_up_as_doubtful_after_two_copies_without_an_answer(mail_server):
    notice, _ = owe_one()
    mail_server.decide = lambda _: CUT
    for hours in range(5):
        send(AT + timedelta(hours=hours))

    notice.refresh_from_db()
    assert (notice.status, notice.reason) == (NoticeStatus.IN_DOUBT, "The mail server has not answered 3 times.")
    assert len(mail_server.letters) == 3


def test_send_owed_sends_on_after_a_cut_line(mail_server):
    owe()
    mail_server.decide = lambda address: CUT if mail_server.tries[address] == 1 else TAKEN

    send()

    assert len(mail_server.letters) == 2


def test_send_owed_costs_no_attempt_while_there_is_no_server(settings, caplog):
    notice, _ = owe_one()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": free_port()}}}

    with caplog.at_level(logging.WARNING):
        assert send() == 0

    notice.refresh_from_db()
    assert (notice.status, notice.attempts, notice.next_attempt_at) == (NoticeStatus.PENDING, 0, AT)
    assert "Letters wait: The mail server cannot be used" in caplog.text


def test_send_owed_costs_no_attempt_when_the_server_refuses_the_portal_itself(mail_server, caplog):
    owe()
    mail_server.refuse_sender = "553 Not your address"

    assert send() == 0
    assert "The mail server refuses our address" in caplog.text
    assert set(Notice.objects.values_list("status", "attempts")) == {(NoticeStatus.PENDING, 0)}

    mail_server.refuse_sender = ""
    assert send(AT + MINUTE) == 2


def test_send_owed_tries_again_later_when_the_server_puts_the_portal_off(mail_server):
    notice, _ = owe_one()
    mail_server.refuse_sender = "451 Too many at once"

    assert send() == 0
    notice.refresh_from_db()
    assert (notice.status, notice.attempts, notice.resends) == (NoticeStatus.PENDING, 1, 0)
    assert answers(notice) == [(1, 451, "Too many at once")]


@pytest.mark.parametrize(
    ("said", "code", "status"),
    [("554 Looks like spam", 554, NoticeStatus.FAILED), ("452 No room", 452, NoticeStatus.PENDING)],
)
def test_send_owed_keeps_what_the_server_says_of_a_letter_it_has_read(mail_server, said, code, status):
    notice, _ = owe_one()
    mail_server.refuse_letter = said

    assert send() == 0
    notice.refresh_from_db()
    assert (notice.status, notice.resends) == (status, 0)
    assert answers(notice) == [(1, code, said[4:])]


@pytest.mark.parametrize(
    ("said", "code", "status"), [("550 N\0o", 550, NoticeStatus.FAILED), ("451 N\0o", 451, NoticeStatus.PENDING)]
)
def test_send_owed_keeps_an_answer_without_what_a_text_cannot_hold(mail_server, said, code, status):
    notice, _ = owe_one()
    mail_server.decide = lambda _: said

    assert send() == 0
    notice.refresh_from_db()
    assert (notice.status, answers(notice)) == (status, [(1, code, "No")])


def test_send_owed_costs_no_attempt_when_the_password_is_wrong(mail_server, settings, caplog):
    owe()
    settings.MAILERS["default"]["OPTIONS"] |= {"username": "portal", "password": "wrong"}  # the server knows no AUTH

    assert send() == 0
    assert set(Notice.objects.values_list("status", "attempts")) == {(NoticeStatus.PENDING, 0)}


@pytest.mark.parametrize(
    "facts", [{"address": "dana@example.org\nBcc: all@example.org"}, {"message_id": "<a@b>\nBcc: all@example.org"}]
)
def test_send_owed_fails_a_letter_with_a_broken_header_and_sends_the_others(mail_server, facts):
    owe()
    Notice.objects.filter(address="dana@example.org").update(**facts)

    assert send() == 1
    assert [letter["To"] for letter in mail_server.messages()] == ["priya@example.org"]
    assert Notice.objects.exclude(address="priya@example.org").get().status == NoticeStatus.FAILED


def test_send_owed_puts_off_a_letter_that_cannot_be_written_and_sends_the_others(
    mail_server, settings, tmp_path, caplog
):
    follow_up = owe()
    Notice.objects.owe(NoticeKind.ASSIGNED, to=follow_up.lead, at=AT, follow_up=follow_up)
    shutil.copytree(settings.BASE_DIR / "templates" / "emails", tmp_path / "emails")
    (tmp_path / "emails" / "assigned.txt").write_text("{% no_such_tag %}")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]

    assert send() == 2
    notice = Notice.objects.get(kind=NoticeKind.ASSIGNED)
    assert (notice.status, notice.attempts) == (NoticeStatus.PENDING, 1)
    assert notice.tries.get().answer == "It could not be written: TemplateSyntaxError."
    assert f"Letter {notice.pk} cannot be written" in caplog.text


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
    ],
)
def test_claim_sends_news_to_the_lead_only_while_it_is_still_so(mail_server, kind, status, still_so):
    request = factories.make_request(status=status)
    Notice.objects.owe(kind, to=request.lead, at=AT, request=request)

    assert send() == int(still_so)
    assert Notice.objects.get().reason == ("" if still_so else "It has moved on since.")


def test_claim_sends_the_news_of_an_answer_to_the_office_until_it_is_judged(mail_server):
    request = factories.make_request(status=RequestStatus.ANSWERED)
    for minute in range(2):
        Notice.objects.owe(NoticeKind.EVIDENCE_ANSWERED, to=request.sent_by, at=AT + minute * MINUTE, request=request)

    assert send() == 1
    request.status = RequestStatus.ACCEPTED
    request.save()
    assert send(AT + MINUTE) == 0


def test_claim_does_not_tell_a_lead_of_an_assignment_that_went_to_another(mail_server):
    lead = factories.make_lead()
    follow_up = factories.make_follow_up(lead=factories.make_lead())
    for person in (lead, follow_up.lead):
        Notice.objects.owe(NoticeKind.ASSIGNED, to=person, at=AT, follow_up=follow_up)

    assert send() == 1
    assert mail_server.messages()[0]["To"] == follow_up.lead.email


def test_claim_does_not_send_old_news(mail_server):
    follow_up = factories.make_follow_up(lead=factories.make_lead())
    Notice.objects.owe(NoticeKind.ASSIGNED, to=follow_up.lead, at=AT, follow_up=follow_up)

    assert send(AT + timedelta(days=8)) == 0
    assert Notice.objects.get().reason == "Its time had passed."


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


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 180), (6, 360), (7, 720), (8, 720), (11, 720)]
)
def test_pause_grows_to_twelve_hours(attempts, minutes):
    assert outbox._pause(Notice(pk=20, attempts=attempts)) == minutes * MINUTE


def test_pause_is_spread_by_up_to_a_fifth():
    assert [outbox._pause(Notice(pk=pk, attempts=1)) for pk in (21, 30, 39)] == [
        timedelta(seconds=60.6),
        timedelta(seconds=66),
        timedelta(seconds=71.4),
    ]


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
