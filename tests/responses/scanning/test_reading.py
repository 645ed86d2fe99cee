"""What is kept is read a part each hour, and what the stock misses is marked; not where the storage may be away."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from responses import tasks
from responses.models import EvidenceFile
from responses.scanning import reading
from responses.workflow import damage
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def files():
    answer = factories.make_round(submitted_at=AT)
    return [factories.make_file(answer, name=f"{n}.txt", content=b"%d" % n) for n in range(8)]


def lose(files):
    for file in files:
        file.file.storage.delete(file.file.name)


def change(files):
    for file in files:
        with file.file.storage.open(file.file.name, "wb") as content:
            content.write(b"?")


def damaged():
    return set(EvidenceFile.objects.damaged())


def read_for(hours, start=AT):
    for hour in range(hours):
        reading.read_some(now=lambda: start + timedelta(hours=hour))  # noqa: B023  # asked at once


def test_within_a_month_each_file_is_read(files, monkeypatch):
    monkeypatch.setattr(reading, "A_MONTH", 6)
    change(files)
    last = set(reading._part(AT + timedelta(hours=5)))  # none, where chance wants so

    read_for(5)
    assert damaged() == set(files) - last
    read_for(1, start=AT + timedelta(hours=5))

    assert damaged() == set(files)


def test_an_hour_reads_no_more_than_it_may(files, monkeypatch):
    monkeypatch.setattr(reading, "A_MONTH", 1)
    assert list(reading._part(AT)) == sorted(files, key=lambda file: file.uploaded_at)
    monkeypatch.setattr(reading, "AN_HOUR", 2)  # bytes: a quarter of the files

    parts = [set(reading._part(AT + timedelta(hours=hour))) for hour in range(4)]

    assert set.union(*parts) == set(files)
    assert sum(len(part) for part in parts) == len(files)


def test_an_hour_stops_in_time_and_begins_with_what_may_be_restored(files, monkeypatch):
    EvidenceFile.objects.filter(pk=files[0].pk).update(damaged_at=AT, damage="missing")
    monkeypatch.setattr(reading, "A_MONTH", 1)
    change(files[1:])
    seconds = (AT + timedelta(seconds=each) for each in range(100))

    reading.read_some(now=lambda: next(seconds), limit=timedelta(seconds=9))

    assert files[0] not in damaged()
    assert 0 < len(damaged()) < 7


def test_one_file_that_cannot_be_looked_at_does_not_keep_the_others(files, monkeypatch, caplog):
    monkeypatch.setattr(reading, "A_MONTH", 1)
    lose(files[:1])
    other = factories.make_file(factories.make_round())  # not sent yet, so that its name can be broken
    EvidenceFile.objects.filter(pk=other.pk).update(file="../outside", uploaded_at=AT - timedelta(days=1))
    monkeypatch.setattr(damage, "uuid4", lambda: UUID(int=other.pk.int - 1))  # the first that is asked

    read_for(1)

    assert damaged() == {files[0]}
    assert f"File {other.pk} cannot be looked at" in caplog.messages


def test_what_is_damaged_is_read_again_each_hour(files):
    EvidenceFile.objects.filter(pk=files[0].pk).update(damaged_at=AT, damage="missing")

    tasks.read()

    assert damaged() == set()


def test_a_file_that_the_stock_misses_is_marked_at_night(files):
    lose(files[:1])

    tasks.clear()

    assert damaged() == {files[0]}


def test_what_is_newest_is_marked_too_as_where_the_disk_of_yesterday_was_put_back():
    factories.make_file(factories.make_round())
    EvidenceFile.objects.update(uploaded_at=AT - timedelta(days=1))
    answer = factories.make_round(submitted_at=AT)
    newest = [factories.make_file(answer, name=f"{n}.txt", content=b"%d" % n) for n in range(4)]
    lose(newest)

    tasks.clear()

    assert damaged() == set(newest)


def test_of_many_at_once_none_is_marked_before_a_person_says_so(files, caplog, capsys):
    lose(files[:6])

    tasks.clear()

    assert damaged() == set()
    assert caplog.messages[-1] == (
        "So many evidence files are missing that none is marked. See `manage.py stock --mark`."
    )
    with pytest.raises(CommandError, match="6 without content"):
        call_command("stock", "--mark")
    assert damaged() == set(files[:6])


def test_where_no_other_file_is_there_none_is_marked(files):
    EvidenceFile.objects.exclude(pk=files[0].pk).update(damaged_at=AT, damage="missing")
    lose(files)

    tasks.clear()

    assert files[0] not in damaged()
