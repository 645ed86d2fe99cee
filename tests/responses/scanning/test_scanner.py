"""Files are scanned once they are in; no answer leaves them closed, and a virus is never opened again (G13)."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from oversight.checks import check_scanner
from responses import tasks
from responses.models import Event, EventKind, EvidenceFile
from responses.models.file import Scan
from responses.scanning import clamav, scanner
from responses.workflow import disposal, evidence, files
from responses.workflow.evidence import WrongStatusError
from tests import factories
from tests.factories import AT
from tests.meanwhile import just_after
from tests.responses.scanning.clamd import EICAR, Clamd
from tests.responses.workflow.old_files import DUE, make_old_file

pytestmark = pytest.mark.django_db

NOW = AT + timedelta(hours=3)


@pytest.fixture(scope="module")
def server():
    with Clamd() as server:
        yield server
        server.shutdown()


@pytest.fixture
def clamd(server, settings):
    server.say(server._judge)
    server.seen.clear()
    settings.CLAMAV_URL = server.url
    return server


def scan(at=NOW):
    return scanner.scan_waiting(now=lambda: at)


def sent_file(**facts):
    return factories.make_file(factories.make_round(submitted_at=AT), **facts)


def state(file):
    file.refresh_from_db()
    return file.scan, file.scanned_at, file.scan_note


def run_out(server):
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


def test_a_clean_file_can_be_opened(clamd):
    file = sent_file()

    assert scan() == 1

    assert state(file) == (Scan.CLEAN, NOW, "")
    assert file.can_be_opened
    assert clamd.seen == [b"Agreed."]
    assert not Event.objects.filter(kind=EventKind.FILE_REFUSED).exists()


def test_a_virus_closes_the_file_and_both_sides_read_it_in_the_history(clamd):
    file = sent_file(content=EICAR)
    request = file.round.request

    assert scan() == 1

    assert state(file) == (Scan.REFUSED, NOW, "Eicar-Signature")
    assert not file.can_be_opened
    told = Event.objects.visible_to(request.lead).get(kind=EventKind.FILE_REFUSED)
    assert (told.kind, told.by, told.detail) == (
        EventKind.FILE_REFUSED,
        None,
        "“Minutes.txt” cannot be opened any more: Eicar-Signature",
    )
    assert told.follow_up == request.follow_ups.get()


def test_a_virus_in_a_draft_is_the_forces_own_until_it_is_taken_out(clamd):
    request = factories.make_request()
    draft = evidence.open_answer(request, by=request.lead, at=AT)
    evidence.save_draft(draft, version=0, text="All are briefed.", force_rag="", claims_complete=False)
    file = factories.make_file(draft, content=EICAR)
    told_before = Event.objects.count()

    scan()

    assert Event.objects.count() == told_before
    with pytest.raises(WrongStatusError, match="A virus was found in “Minutes.txt”. Take it out of the reply before"):
        evidence.submit(draft, version=1, by=request.lead, at=NOW)
    files.detach(file)
    evidence.submit(draft, version=1, by=request.lead, at=NOW)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "an empty answer"),
        (b"INSTREAM size limit exceeded. ERROR\n", "INSTREAM size limit exceeded. ERROR"),
        (b"stream: Can't allocate memory ERROR\n", "Can't allocate memory"),
        (b"nonsense\n", "nonsense"),
    ],
)
def test_what_is_no_clear_answer_leaves_the_file_closed(clamd, answer, why):
    file = sent_file()
    clamd.say(lambda _: answer)

    assert scan() == 0

    assert state(file) == (Scan.NOT_SCANNED, None, why)
    assert not file.can_be_opened
    assert file.scan_due_at == NOW + timedelta(minutes=1)


def test_a_scanner_that_hangs_up_in_the_middle_leaves_the_file_closed(clamd):
    file = sent_file(content=b"a" * 3_000_000)
    clamd.say(b"")

    assert scan() == 0

    assert state(file)[:2] == (Scan.NOT_SCANNED, None)


def test_a_scanner_that_is_away_is_asked_about_one_file_and_then_less_and_less_often(settings, server):
    settings.CLAMAV_URL = run_out(server)
    first, second = sent_file(), sent_file(content=b"Another.")

    waits = []
    at = NOW
    for _ in range(8):
        assert scan(at) == 0
        first.refresh_from_db()
        waits.append((first.scan_due_at - at).total_seconds() // 60)
        EvidenceFile.objects.filter(pk=second.pk).update(scan_due_at=at + timedelta(days=9))
        at = first.scan_due_at

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_scanner_that_comes_back_is_given_what_waits(settings, server, clamd):
    file = sent_file()
    settings.CLAMAV_URL = run_out(server)
    scan()
    settings.CLAMAV_URL = clamd.url

    assert scan(NOW + timedelta(seconds=59)) == 0
    assert scan(NOW + timedelta(seconds=60)) == 1
    assert state(file) == (Scan.CLEAN, NOW + timedelta(seconds=60), "")


def test_a_clean_file_is_scanned_again_each_day_for_a_month_as_signatures_learn(clamd):
    file = sent_file()
    scan()
    clamd.say(lambda _: b"stream: Win.Trojan.New FOUND\n")

    assert scan(NOW + timedelta(hours=23)) == 0
    assert scan(NOW + timedelta(hours=24)) == 1
    assert state(file) == (Scan.REFUSED, NOW + timedelta(hours=24), "Win.Trojan.New")


def test_a_new_file_is_scanned_before_those_that_were_clean(clamd):
    sent_file(content=b"Old.")
    scan()
    clamd.seen.clear()
    sent_file(content=b"New.")

    assert scan(NOW + timedelta(hours=24)) == 2
    assert clamd.seen == [b"New.", b"Old."]


def test_an_old_clean_file_and_a_refused_one_are_left_alone(clamd):
    clean, refused = sent_file(), sent_file(content=EICAR)
    scan()
    clamd.seen.clear()

    assert scan(AT + timedelta(days=31)) == 0
    assert (state(clean)[0], state(refused)[0], clamd.seen) == (Scan.CLEAN, Scan.REFUSED, [])


def test_a_file_that_another_worker_has_is_left_to_it(clamd):
    file = sent_file()
    ours, theirs = EvidenceFile.objects.get(), EvidenceFile.objects.get()

    assert files.claim_for_scan(theirs, at=NOW)
    assert not files.claim_for_scan(ours, at=NOW)
    assert scan(NOW + timedelta(minutes=4)) == 0
    assert scan(NOW + timedelta(minutes=5)) == 1
    assert state(file)[0] == Scan.CLEAN


def test_a_file_that_is_not_what_was_sent_gets_no_verdict(clamd):
    file = sent_file()
    file.file.storage.delete(file.file.name)

    scan()

    assert state(file) == (Scan.NOT_SCANNED, None, "its content cannot be reached at the moment")
    assert clamd.seen == []


def test_without_a_scanner_nothing_is_tried(settings):
    file = sent_file()

    assert scan() == 0
    assert (state(file), file.scan_attempts) == ((Scan.NOT_SCANNED, None, ""), 0)


def test_the_task_and_the_command_scan(clamd, time_machine, capsys):
    time_machine.move_to(NOW, tick=False)
    first = sent_file()
    tasks.scan()
    second = sent_file(content=b"Another.")
    call_command("scan")

    assert (state(first)[0], state(second)[0]) == (Scan.CLEAN, Scan.CLEAN)
    assert capsys.readouterr().out == "1 scanned.\n"


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        (datetime(2025, 2, 11, 8, tzinfo=UTC), ""),
        (datetime(2025, 2, 12, 9, tzinfo=UTC), "The signatures of the virus scanner are 3 days old."),
    ],
)
def test_state_says_how_old_the_signatures_are(clamd, now, wrong):
    assert clamav.signatures_from() == datetime(2025, 2, 9, 8, tzinfo=UTC)
    assert scanner.state(now=lambda: now) == wrong


def test_state_says_that_the_age_of_the_signatures_is_not_known(clamd, monkeypatch):
    monkeypatch.setitem(clamd.says, b"nVERSION\n", b"ClamAV 1.4.2\n")

    told = "The virus scanner does not answer: it does not say how old its signatures are: ClamAV 1.4.2"
    assert scanner.state(now=lambda: NOW).startswith(told)


def test_state_says_that_the_scanner_does_not_answer(settings, server):
    settings.CLAMAV_URL = run_out(server)

    with pytest.raises(CommandError, match="The virus scanner does not answer: Error 111 connecting"):
        call_command("scan")


@pytest.mark.parametrize(("allowed", "people"), [(True, "People can open them"), (False, "Nobody can open them")])
def test_state_says_that_there_is_no_scanner(settings, allowed, people):
    settings.ALLOW_UNSCANNED = allowed

    assert scanner.state(now=lambda: NOW) == f"No virus scanner is configured: files stay as not scanned. {people}."


@pytest.mark.parametrize(
    ("facts", "opens", "words"),
    [
        ({}, True, "No virus scanner is set up. New files are not scanned, and can be opened, each with a mark."),
        ({}, False, "No virus scanner is set up. New files are not scanned, and cannot be opened."),
        ({"scan_attempts": 2}, None, "The virus scanner gives no clear answer. 1 file waits, {}"),
        ({}, None, "The virus scanner has not been asked for a while. 1 file waits, {}"),
        ({"scan": Scan.CLEAN, "scanned_at": AT}, None, ""),
        ({"uploaded_at": NOW}, None, ""),
    ],
)
def test_on_record_tells_the_office_what_is_wrong_without_asking_the_scanner(settings, facts, opens, words):
    settings.CLAMAV_URL, settings.ALLOW_UNSCANNED = "" if opens is not None else "tcp://127.0.0.1:9", opens
    request = factories.make_request()
    draft = factories.make_round(request)
    factories.make_file(draft)
    EvidenceFile.objects.update(**facts)
    draft.submitted_at, draft.submitted_by = AT, request.lead
    draft.save()

    assert scanner.on_record(request.lead, at=NOW) == ""
    until = "and cannot be opened before it has answered."
    assert scanner.on_record(request.sent_by, at=NOW) == words.format(until)


@pytest.mark.parametrize(
    ("url", "opens", "said"), [("tcp://127.0.0.1:9", False, []), ("", False, ["cannot be opened"])]
)
def test_the_check_of_a_server_names_a_missing_scanner(settings, url, opens, said):
    settings.CLAMAV_URL, settings.ALLOW_UNSCANNED = url, opens

    found = [str(each.msg) for each in check_scanner()]

    assert found == [f"No virus scanner is configured: files of forces {each}." for each in said]


def test_what_was_refused_stays_so_whatever_a_slower_scanner_says():
    file = factories.make_file()
    files.note_verdict(file, virus="Eicar-Test", at=NOW)

    files.note_verdict(file, virus="", at=NOW)

    file.refresh_from_db()
    assert (file.scan, file.scan_note) == (Scan.REFUSED, "Eicar-Test")


def test_a_file_that_is_disposed_of_while_it_is_asked_about_is_neither_missing_nor_judged(clamd, caplog):
    file, approver = make_old_file(), factories.make_approver()

    def meanwhile():
        disposal.dispose(file, reason="Schedule 4.2", by=approver, at=DUE)
        file.file.storage.delete(file.file.name)

    with just_after('UPDATE "responses_evidencefile"', meanwhile):
        scan(at=DUE)

    assert (state(file), caplog.messages, clamd.seen) == ((Scan.NOT_SCANNED, None, ""), [], [])
    assert scan(at=DUE + timedelta(days=1)) == 0
