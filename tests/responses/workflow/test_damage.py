"""A file whose content is lost or changed no longer counts until it is intact again (R115)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from responses.models import AssuranceBasis, EvidenceFile, FollowUp, Notice, NoticeKind, RequestStatus
from responses.models.file import Damage
from responses.models.reliance import lost_of, shaken
from responses.workflow import damage, evidence
from responses.workflow.evidence import WrongStatusError
from responses.workflow.files import NotIntactError
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def file():
    """Accepted; what its officer believes rests on it."""
    officer, lead = factories.make_officer("priya@example.org"), factories.make_lead("dana@example.org")
    follow_up = factories.make_follow_up(by=officer)
    asked = {"status": RequestStatus.ACCEPTED, "sent_by": factories.make_officer("tom@example.org"), "lead": lead}
    file = factories.make_file(factories.make_round(factories.make_request(follow_up, **asked), submitted_at=AT))
    AssuranceBasis.objects.create(update=factories.make_update(follow_up), file=file)
    return file


@pytest.fixture
def another():
    """By which is known that the storage is there."""
    return factories.make_file(content=b"Another.")


def lose(file):
    file.file.storage.delete(file.file.name)


def write(file, content):
    lose(file)
    file.file.storage.save(file.file.name, ContentFile(content))


def look(file, at=NOW):
    """As a download, the scanner and the hourly reading do."""
    try:
        damage.checked_content(EvidenceFile.objects.get(pk=file.pk), at=at).close()
    except (NotIntactError, damage.AwayError):
        return False
    return True


def marked(file):
    file.refresh_from_db()
    return file.damaged_at, file.damage


def told(file):
    events = FollowUp.objects.get(evidence_requests=file.round.request).events.filter(kind__startswith="file-")
    return list(events.order_by("pk").values_list("kind", "detail", "audience", "by"))


def test_what_is_missing_no_longer_counts_and_both_sides_hear_of_it_once(file, another):
    lose(file)

    assert [look(file), look(file, at=NOW + timedelta(hours=1))] == [False, False]

    assert marked(file) == (NOW, Damage.MISSING)
    follow_up = FollowUp.objects.get(evidence_requests=file.round.request)
    assert [list(shaken(FollowUp.objects.all(), TODAY)), list(lost_of(follow_up, TODAY))] == [[follow_up], [file]]
    said = "“Minutes.txt” cannot be opened any more: its content is missing"
    assert told(file) == [("file-damaged", said, "force", None)]
    letters = Notice.objects.filter(kind=NoticeKind.FILE_DAMAGED).values_list("address", flat=True)
    assert sorted(letters) == ["dana@example.org", "priya@example.org", "tom@example.org"]


def test_what_is_not_what_was_sent_no_longer_counts(file):
    write(file, b"Changed.")

    assert not look(file)

    assert marked(file) == (NOW, Damage.CHANGED)


def test_what_is_put_back_counts_again(file, another):
    lose(file)
    look(file)
    write(file, b"Agreed.")

    damage.look_again(EvidenceFile.objects.get(pk=file.pk), at=NOW)

    assert marked(file) == (None, "")
    assert not shaken(FollowUp.objects.all(), TODAY).exists()
    assert told(file)[1:] == [("file-restored", "“Minutes.txt” can be opened again", "force", None)]


def test_a_download_of_what_is_put_back_says_so_too(file):
    write(file, b"Changed.")
    look(file)
    write(file, b"Agreed.")

    assert look(file)

    assert marked(file) == (None, "")


@pytest.mark.parametrize("content", [b"Changed again.", None])
def test_what_is_still_damaged_stays_so(file, another, content):
    write(file, b"Changed.")
    look(file)
    write(file, content) if content else lose(file)

    damage.look_again(EvidenceFile.objects.get(pk=file.pk), at=NOW + timedelta(hours=1))

    assert marked(file) == (NOW, Damage.CHANGED)


def test_nothing_is_lost_with_a_disk_that_is_away(file, another, monkeypatch):
    lose(file)
    lose(another)
    assert not look(file)
    assert marked(file) == (None, "")

    write(another, b"Another.")
    monkeypatch.setattr(file.file.storage, "exists", lambda _name: (_ for _ in ()).throw(OSError("The bucket: 503")))
    assert not look(file)
    assert marked(file) == (None, "")


def test_what_is_disposed_of_is_never_damaged(file):
    facts = {"disposed_at": AT, "disposed_by": factories.make_approver(), "disposal_reason": "Schedule 4.2"}
    EvidenceFile.objects.filter(pk=file.pk).update(**facts)

    damage.note(file, Damage.MISSING, at=NOW)

    assert marked(file) == (None, "")
    assert told(file) == []


def test_a_damaged_file_of_a_draft_is_the_forces_own_and_is_not_sent():
    draft = factories.make_round(factories.make_request(status=RequestStatus.OPENED))
    file = factories.make_file(draft)

    damage.note(file, Damage.CHANGED, at=NOW)

    assert told(file) == []
    assert not Notice.objects.exists()
    with pytest.raises(WrongStatusError, match="“Minutes.txt” is damaged. Take it out of the reply and add it again"):
        evidence.submit(draft, version=draft.version, by=draft.request.lead, at=NOW)
