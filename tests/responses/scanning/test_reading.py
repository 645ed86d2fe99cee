"""What is kept is read a part each hour, and what the stock misses is marked; not where the storage may be away."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from responses import tasks
from responses.models import EvidenceFile
from responses.scanning import reading
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


def damaged():
    return set(EvidenceFile.objects.damaged())


def read_for(hours, start=AT):
    for hour in range(hours):
        reading.read_some(at=start + timedelta(hours=hour))


def test_within_a_month_each_file_is_read(files, monkeypatch):
    monkeypatch.setattr(reading, "A_MONTH", 6)
    for file in files:
        with file.file.storage.open(file.file.name, "wb") as content:
            content.write(b"?")
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


def test_what_is_damaged_is_read_again_each_hour(files):
    EvidenceFile.objects.filter(pk=files[0].pk).update(damaged_at=AT, damage="missing")

    tasks.read()

    assert damaged() == set()


def test_a_file_that_the_stock_misses_is_marked_at_night(files):
    lose(files[:1])

    tasks.clear()

    assert damaged() == {files[0]}


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
