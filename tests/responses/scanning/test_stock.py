"""What is stored and what is on record is compared; only what was never whole goes by itself (rule 21)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from responses import tasks
from responses.workflow import disposal
from tests import factories
from tests.responses.workflow.old_files import DUE, make_old_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return factories.make_file()


def store(file, name, age):
    """Content that belongs to no file."""
    storage = file.file.storage
    then = (timezone.now() - age).timestamp()
    os.utime(storage.path(storage.save(name, ContentFile(b"Half of"))), (then, then))


def test_what_is_as_recorded_and_what_may_still_get_its_row_is_no_difference(file, caplog):
    store(file, "just-now", timedelta(hours=23))
    listed = Path(file.file.storage.path("named-meanwhile.part"))
    listed.symlink_to("nothing")  # as a part that has got its name since it was listed

    call_command("stock")
    tasks.clear()
    listed.unlink()

    assert caplog.messages == []


def test_content_without_a_file_is_reported_each_night_and_removed_only_by_hand(file, capsys, caplog):
    store(file, "cut-off", timedelta(hours=25))

    tasks.clear()
    assert caplog.messages == ["Evidence files: 0 without content, 1 left over. See `manage.py stock`."]
    with pytest.raises(CommandError, match="0 without content, 1 left over."):
        call_command("stock")
    call_command("stock", "--remove")

    assert capsys.readouterr().out == "Left over: cut-off\n" * 2
    assert [file.file.storage.exists(name) for name in ("cut-off", file.file.name)] == [False, True]


def test_what_was_never_whole_goes_by_itself_after_a_day(file, caplog):
    ages = {"never-whole.part": 25, "being-stored.part": 23}
    for name, age in ages.items():
        store(file, name, timedelta(hours=age))

    tasks.clear()

    assert [file.file.storage.exists(name) for name in (*ages, file.file.name)] == [False, True, True]
    assert caplog.messages == []


def test_a_file_without_its_content_is_named(file, capsys):
    file.file.storage.delete(file.file.name)

    with pytest.raises(CommandError, match="1 without content, 0 left over."):
        call_command("stock", "--remove")
    assert capsys.readouterr().out == f"Without content: file {file.pk} of {file.round.request.reference}\n"


def test_content_that_was_disposed_of_is_gone_by_right_and_the_night_removes_what_a_crash_has_left(capsys, caplog):
    gone, left, other = (make_old_file(content=content) for content in (b"Gone.", b"Left.", b"Other."))
    approver = factories.make_approver()
    for file in (gone, left):
        disposal.dispose(file, reason="Schedule 4.2", by=approver, at=DUE)  # the worker dies: nothing runs on commit
    gone.file.storage.delete(gone.file.name)

    with pytest.raises(CommandError, match="0 without content, 0 left over, 1 disposed of and still stored."):
        call_command("stock")
    tasks.clear()

    assert capsys.readouterr().out == f"Disposed of: {left.file.name}\n"
    assert [file.file.storage.exists(file.file.name) for file in (gone, left, other)] == [False, False, True]
    call_command("stock")
    assert caplog.messages == []


def test_content_that_a_backup_has_brought_back_can_be_removed_by_hand(capsys):
    file = make_old_file()
    disposal.dispose(file, reason="Schedule 4.2", by=factories.make_approver(), at=DUE)

    call_command("stock", "--remove")

    assert not file.file.storage.exists(file.file.name)
