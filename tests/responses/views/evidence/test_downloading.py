"""Files are downloaded by those who may, once clean, as they were sent; each download is on record (R75)."""

import pytest

from responses.models import Event, EventKind, EvidenceFile
from responses.workflow import files
from tests import factories
from tests.reading import text_of
from tests.responses.views.evidence.pages import NOW, answered

pytestmark = pytest.mark.django_db


def test_file_of_another_force_or_office_is_not_there(client, lead, asked):
    file = factories.make_file(answered(asked, lead))
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)

    for stranger in (factories.make_lead(force=force), factories.make_officer(policing_body=surrey)):
        client.force_login(stranger)
        assert client.get(file.get_absolute_url()).status_code == 404
    assert Event.objects.filter(kind=EventKind.FILE_DOWNLOADED).count() == 0


def test_file_is_a_download_that_nothing_can_run_in_and_that_is_on_record(client, officer, lead, asked):
    answer = answered(asked, lead)
    file = factories.make_file(answer, name="Minutes “final”.txt")
    client.force_login(officer)

    page = client.get(file.get_absolute_url())

    assert b"".join(page.streaming_content) == b"Agreed."
    assert page.headers["Content-Disposition"] == ("attachment; filename*=utf-8''Minutes%20%E2%80%9Cfinal%E2%80%9D.txt")
    assert page.headers["Content-Type"] == "text/plain"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page.headers["Cache-Control"] == "private, no-store"
    noted = Event.objects.get(kind=EventKind.FILE_DOWNLOADED)
    assert (noted.by, noted.detail) == (officer, "Minutes “final”.txt")


def test_a_part_that_is_asked_for_is_the_whole_and_asking_about_a_file_is_no_download(client, officer, lead, asked):
    file = factories.make_file(answered(asked, lead))
    client.force_login(officer)

    about, page = (
        client.head(file.get_absolute_url()),
        client.get(file.get_absolute_url(), headers={"range": "bytes=0-1"}),
    )

    assert (about.status_code, about.headers["Content-Length"], page.status_code) == (200, "7", 200)
    assert b"".join(page.streaming_content) == b"Agreed."
    assert Event.objects.filter(kind=EventKind.FILE_DOWNLOADED).count() == 1
    about.close()


def test_file_of_a_draft_is_the_forces_own(client, officer, lead, draft):
    file = factories.make_file(draft)

    client.force_login(officer)
    assert client.get(file.get_absolute_url()).status_code == 404
    client.force_login(lead)
    assert b"".join(client.get(file.get_absolute_url()).streaming_content) == b"Agreed."


def test_a_file_that_is_missing_on_the_disk_gets_a_page_that_says_so(client, officer, lead, asked):
    answer = answered(asked, lead)
    factories.make_file(answer, name="Another.txt", content=b"Another.")  # so that the storage is there
    file = factories.make_file(answer)
    file.file.storage.delete(file.file.name)
    client.force_login(officer)

    page = client.get(file.get_absolute_url())

    assert page.status_code == 410
    assert "“Minutes.txt” cannot be downloaded" in text_of(page)
    assert "The portal knows of this file, but its content is missing. This has been reported." in text_of(page)


def test_where_the_storage_is_away_its_page_says_to_try_again_and_calls_nothing_missing(
    client, officer, lead, asked, monkeypatch
):
    file = factories.make_file(answered(asked, lead))
    monkeypatch.setattr(file.file.storage, "open", lambda *_: (_ for _ in ()).throw(PermissionError("Stale handle")))
    client.force_login(officer)

    page = client.get(file.get_absolute_url())

    assert page.status_code == 503
    assert "but its content cannot be reached at the moment. This has been reported. Try again later." in text_of(page)
    assert not EvidenceFile.objects.damaged().exists()


def test_a_file_that_is_not_what_was_sent_is_reported_and_kept_back(client, officer, lead, asked, caplog):
    file = factories.make_file(answered(asked, lead))
    with file.file.storage.open(file.file.name, "wb") as content:
        content.write(b"Changed.")
    client.force_login(officer)

    page = client.get(file.get_absolute_url())

    assert page.status_code == 410
    assert "The portal knows of this file, but its content is not what was sent." in text_of(page)
    assert [record.message for record in caplog.records if "not what" in record.message] == [
        f"File {file.pk} is not what was sent"
    ]
    assert Event.objects.filter(kind=EventKind.FILE_DOWNLOADED).count() == 0


CLEAN, REFUSED = {"scan": "clean", "scanned_at": NOW}, {"scan": "refused", "scanned_at": NOW, "scan_note": "Eicar"}
SCANNER = "tcp://127.0.0.1:1"


@pytest.mark.parametrize(
    ("facts", "setting", "said"),  # what is known, CLAMAV_URL and ALLOW_UNSCANNED, what the page says
    [
        (CLEAN, (SCANNER, False), None),
        (CLEAN, ("", False), None),
        ({}, ("", True), None),
        ({}, ("", False), "It has not been scanned for viruses, as this portal has no scanner."),
        ({}, (SCANNER, True), "It has not been scanned for viruses yet."),
        ({"scan_note": "timed out", "scan_attempts": 1}, (SCANNER, False), "asked 1 time and gave no clear answer"),
        (REFUSED, ("", True), "A virus was found in it on 10 February 2025 at 9:30am: Eicar."),
        (REFUSED, (SCANNER, True), "Nobody can open or download it."),
    ],
)
def test_a_file_is_opened_only_if_it_is_clean_or_unscanned_ones_may_be(client, request, facts, setting, said):
    officer, lead, asked = (request.getfixturevalue(name) for name in ("officer", "lead", "asked"))
    file = factories.make_file(answered(asked, lead))
    EvidenceFile.objects.update(**facts)
    settings = request.getfixturevalue("settings")
    settings.CLAMAV_URL, settings.ALLOW_UNSCANNED = setting

    for person in (officer, lead):
        client.force_login(person)
        page = client.get(file.get_absolute_url())
        if said is None:
            assert b"".join(page.streaming_content) == b"Agreed."
        else:
            assert (page.status_code, said in text_of(page)) == (403, True)
    assert Event.objects.filter(kind=EventKind.FILE_DOWNLOADED).count() == (2 if said is None else 0)


def on_record(client, person, request, **asked):
    client.force_login(person)
    shown = text_of(client.get(request.get_absolute_url(), asked))
    return shown.partition("Also on record ")[2]


def test_the_office_reads_on_the_request_who_has_taken_a_file_and_its_name_if_it_may(client, officer, lead, asked):
    file = factories.make_file(answered(asked, lead))
    client.force_login(officer)
    list(client.get(file.get_absolute_url()))
    day = "By Priya Shah, 10 February 2025 at 9:30am"

    assert on_record(client, officer, asked) == f"File downloaded: Minutes.txt {day}"
    assert on_record(client, lead, asked) == ""
    EvidenceFile.objects.update(classification="official-sensitive")
    assert on_record(client, factories.make_approver(), asked) == f"File downloaded {day}"


def test_the_newest_downloads_are_read_first_and_all_on_demand(client, officer, lead, asked):
    file = factories.make_file(answered(asked, lead))
    for _ in range(11):
        files.note_download(file, by=officer, at=NOW)

    some, every = on_record(client, officer, asked), on_record(client, officer, asked, show="all")

    assert (some.count("File downloaded"), every.count("File downloaded")) == (10, 11)
    assert some.endswith("Show all 11")
