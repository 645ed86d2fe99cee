"""What the mail server answers, and what becomes of the letter."""

import logging
import shutil
from datetime import timedelta

import pytest

from oversight.local.processes import free_port
from responses.models import Notice, NoticeKind, NoticeStatus
from responses.notices import outbox
from tests.chaos.mail_server import CUT, TAKEN
from tests.responses.notices.owed import AT, MINUTE, answers, owe, owe_one, send

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 180), (6, 480), (7, 720), (8, 720), (11, 720)]
)
def test_pause_grows_to_twelve_hours(attempts, minutes):
    assert outbox._pause(Notice(pk=20, attempts=attempts)) == minutes * MINUTE


def test_pause_is_spread_by_up_to_a_fifth():
    assert [outbox._pause(Notice(pk=pk, attempts=1)) for pk in (21, 30, 39)] == [
        timedelta(seconds=60.6),
        timedelta(seconds=66),
        timedelta(seconds=71.4),
    ]
