"""Drawing the states, and noticing when the drawing is old."""

import pytest
from django.core.management import CommandError, call_command

from responses.management.commands import statuses


@pytest.fixture
def docs(tmp_path, settings):
    (tmp_path / "docs").mkdir()
    settings.BASE_DIR = tmp_path
    return tmp_path / "docs" / "statuses.md"


def test_statuses_draws_every_workflow(docs):
    call_command("statuses")

    drawn = docs.read_text()
    headings = [line for line in drawn.splitlines() if line.startswith("## ")]
    assert headings == ["## Follow-up", "## Evidence request", "## Response", "## Date change"]
    assert '    state "Awaiting allocation" as awaiting_allocation\n    awaiting_allocation --> in_progress\n' in drawn


def test_statuses_check_accepts_the_current_drawing(docs):
    call_command("statuses")

    assert call_command("statuses", check=True) is None


@pytest.mark.parametrize("old", [None, "## Follow-up\n"])
def test_statuses_check_refuses_a_missing_or_an_old_drawing(docs, old):
    if old is not None:
        docs.write_text(old)

    with pytest.raises(CommandError, match=r"docs/statuses\.md is not current"):
        call_command("statuses", check=True)


def test_the_drawing_in_docs_is_current(settings):
    assert (settings.BASE_DIR / "docs" / "statuses.md").read_text() == statuses.drawing()
