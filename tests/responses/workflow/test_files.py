"""Files of an answer: kept under a random name, once, and only while the answer is a draft."""

import resource
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from responses import uploads
from responses.models import Event, EventKind, EvidenceFile, EvidenceRound
from responses.workflow import evidence, files
from responses.workflow.evidence import WrongStatusError
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def request_(officer):
    return factories.make_request(sent_by=officer)


def upload(name="Minutes.txt", content=b"Agreed."):
    return uploads.check(name, ContentFile(content, name))


def test_attach_keeps_the_file_under_a_random_name_that_only_its_owner_reads(request_):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)

    file = files.attach(draft, upload(), by=request_.lead, at=LATER)

    stored = file.file.storage.path(file.file.name)
    assert (file.name, file.content_type, file.size) == ("Minutes.txt", "text/plain", 7)
    assert "Minutes" not in file.file.name
    with file.file.open() as content:
        assert content.read() == b"Agreed."
    assert oct(Path(stored).stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize(("setting", "who"), [("PERSON", "you can"), ("REQUEST", "all who reply to it can")])
def test_attach_counts_for_a_day_what_a_person_adds_and_a_request_gets_also_what_was_taken_out(
    request_, settings, setting, who
):
    setattr(settings, f"UPLOADS_OF_{setting}_MB", 1)
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    large = 600 * 1024
    file = files.attach(draft, upload("A.txt", b"a" * large), by=request_.lead, at=LATER)
    files.detach(file)

    with pytest.raises(files.QuotaError) as refused:
        files.attach(draft, upload("B.txt", b"b" * large), by=request_.lead, at=LATER + timedelta(hours=23))

    limit = f"{who} add up to 1MB in 24 hours"
    assert str(refused.value) == f"“B.txt” was not added: {limit}. Try again later, or choose a smaller file."
    colleague = factories.make_lead(force=request_.force)
    if setting == "PERSON":
        files.attach(draft, upload("B.txt", b"b" * large), by=colleague, at=LATER)
    files.attach(draft, upload("C.txt", b"c" * large), by=request_.lead, at=LATER + timedelta(hours=24))
    files.attach(draft, upload("D.txt", b"d" * (1024 * 1024 - large)), by=request_.lead, at=LATER + timedelta(hours=24))


def test_attach_the_same_file_twice_keeps_it_once(request_):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)

    first = files.attach(draft, upload(), by=request_.lead, at=LATER)
    second = files.attach(draft, upload(), by=request_.lead, at=LATER)

    assert first == second == EvidenceFile.objects.get()


def test_attach_the_same_content_under_another_name_is_refused(request_):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    files.attach(draft, upload(), by=request_.lead, at=LATER)

    with pytest.raises(files.SameFileError, match="“Again.txt” was not added: it is the same as “Minutes.txt”."):
        files.attach(draft, upload("Again.txt"), by=request_.lead, at=LATER)


def test_attach_an_eleventh_file_is_refused(request_):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    for number in range(10):
        files.attach(draft, upload(content=b"Minutes %d" % number), by=request_.lead, at=LATER)

    with pytest.raises(files.TooManyFilesError, match="“Minutes.txt” was not added: a reply can have up to 10"):
        files.attach(draft, upload(content=b"One more"), by=request_.lead, at=LATER)


def test_attach_leaves_nothing_on_the_disk_when_the_row_is_refused(request_, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    broken = uploads.Upload("a.txt", "text/plain", 7, "not a hash", ContentFile(b"Agreed."))

    with pytest.raises(Exception, match="evidencefile_hashed"):
        files.attach(draft, broken, by=request_.lead, at=LATER)

    assert list(tmp_path.iterdir()) == []


def test_attach_leaves_nothing_on_the_disk_when_that_is_full(request_, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    large = upload(content=b"Agreed. " * 100_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(files.NotStoredError, match="“Minutes.txt” was not added: it could not be stored"):
            files.attach(draft, large, by=request_.lead, at=LATER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert list(tmp_path.iterdir()) == []
    assert EvidenceFile.objects.count() == 0


def test_detach_takes_row_and_bytes_away(request_, django_capture_on_commit_callbacks):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    file = files.attach(draft, upload(), by=request_.lead, at=LATER)
    storage, name = file.file.storage, file.file.name

    with django_capture_on_commit_callbacks(execute=True):
        files.detach(file)

    assert EvidenceFile.objects.count() == 0
    assert not storage.exists(name)


def test_files_of_a_sent_answer_stay(request_):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    file = files.attach(draft, upload(), by=request_.lead, at=LATER)
    evidence.save_draft(draft, version=0, text="Attached.", force_rag="", claims_complete=False)
    evidence.submit(draft, version=draft.version, by=request_.lead, at=LATER)

    with pytest.raises(WrongStatusError):
        files.detach(file)
    with pytest.raises(WrongStatusError):
        files.attach(draft, upload(content=b"Late."), by=request_.lead, at=LATER)

    assert EvidenceRound.objects.get().files.get() == file


def test_note_download_is_for_the_office_alone(request_, officer):
    draft = evidence.open_answer(request_, by=request_.lead, at=LATER)
    file = files.attach(draft, upload(), by=request_.lead, at=LATER)
    files.note_download(file, by=request_.lead, at=LATER)  # a draft, which is nobody else's business
    draft.submitted_at = LATER

    files.note_download(file, by=officer, at=LATER)

    noted = Event.objects.get(kind=EventKind.FILE_DOWNLOADED)
    assert (noted.request, noted.by, noted.detail, noted.audience) == (request_, officer, "Minutes.txt", "office")
