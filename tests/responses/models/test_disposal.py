"""When a file is kept no more: for one file in words, for many in one question, and both say the same (R73)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from oversight.bodies.models import PolicingBody
from responses.models import AssuranceBasis, EvidenceFile, EvidenceRound, WorkStatus
from responses.models.disposal import due, keeping, limits, over
from responses.models.state import UNDELIVERED
from tests import factories
from tests.factories import AT
from tests.responses.workflow.old_files import DUE, LAST_DAY, change, follow_up_of, make_old_file

pytestmark = pytest.mark.django_db
FIRST = DUE.date()


@pytest.fixture
def file():
    return make_old_file()


def is_over(file, on=FIRST):
    """Asked both ways."""
    many = over(EvidenceFile.objects.all(), limits([file.round.request.policing_body_id], on)).contains(file)
    file = EvidenceFile.objects.for_detail().get(pk=file.pk)
    assert keeping(file).is_over(on) == many
    return many


def test_a_file_is_kept_to_the_last_day_of_the_sixth_year_and_not_longer(file):
    kept = keeping(EvidenceFile.objects.for_detail().get())

    assert (kept.open, kept.last_on, kept.until) == ([], AT.date(), LAST_DAY)
    assert (is_over(file, LAST_DAY), is_over(file, FIRST)) == (False, True)


def test_the_years_are_those_of_the_office_that_has_it(file):
    PolicingBody.objects.update(files_kept_years=7)
    assert (is_over(file), is_over(file, date(2032, 4, 1))) == (False, True)

    other = factories.make_policing_body("surrey-pcc", "Surrey")
    assert not over(EvidenceFile.objects.all(), limits([other.pk], date(2050, 1, 1))).exists()
    assert not over(EvidenceFile.objects.all(), {}).exists()


@pytest.mark.parametrize("status", sorted(set(WorkStatus) - {"held", "superseded", "not-applicable", "watched"}))
def test_while_what_it_is_about_is_to_be_delivered_it_is_kept_and_each_end_begins_the_years(file, status):
    change(follow_up_of(file), status=status)
    assert is_over(file) == (status not in UNDELIVERED)


def test_whatever_happens_to_what_it_is_about_begins_the_years_anew(file):
    change(follow_up_of(file), touched_at=datetime(2025, 3, 31, 22, 59, tzinfo=UTC))  # 23:59 in London
    assert is_over(file)
    change(follow_up_of(file), touched_at=datetime(2025, 3, 31, 23, 0, tzinfo=UTC))
    assert not is_over(file)


@pytest.mark.parametrize("cites_the_file", [True, False])
def test_another_one_whose_update_rests_on_it_keeps_it_until_that_is_over_or_the_update_corrected(file, cites_the_file):
    other = factories.make_follow_up()
    update = factories.make_update(other)
    basis = {"file": file} if cites_the_file else {"request": file.round.request}
    AssuranceBasis.objects.create(update=update, **basis)
    assert not is_over(file)

    change(other, status=WorkStatus.DONE)
    assert is_over(file)

    change(other, status=WorkStatus.IN_PROGRESS)
    factories.make_update(other, corrects=update, correction_note="Another file.")
    assert is_over(file)


@pytest.mark.parametrize("steps", [1, 2])
def test_an_open_whole_keeps_the_files_of_its_parts(file, steps):
    part = follow_up_of(file)
    findings = [factories.make_finding(kind="cause-of-concern") for _ in range(steps)]
    for below, above in zip([part.finding, *findings], findings, strict=False):
        type(below).objects.filter(pk=below.pk).update(parent=above)
    whole = factories.make_follow_up(findings[-1])
    change(part, status=WorkStatus.DONE)
    assert not is_over(file)
    assert keeping(EvidenceFile.objects.for_detail().get()).open == [whole]

    elsewhere = factories.make_force("surrey", "Surrey Police")
    change(whole, force=elsewhere)
    assert is_over(file)


def test_what_is_on_hold_is_over_and_not_due_and_what_is_disposed_of_or_a_draft_is_neither(file):
    before = limits([file.round.request.policing_body_id], FIRST)
    officer = factories.make_officer()

    def states():
        rows = EvidenceFile.objects.all()
        return over(rows, before).exists(), due(rows, before).exists()

    assert states() == (True, True)
    EvidenceFile.objects.update(hold_at=AT, hold_by=officer, hold_reason="A claim.")
    assert states() == (True, False)
    EvidenceFile.objects.update(hold_at=None, hold_by=None, hold_reason="")
    EvidenceFile.objects.update(disposed_at=AT, disposed_by=officer, disposal_reason="Schedule 4.2")
    assert states() == (False, False)

    draft = factories.make_file(factories.make_round(file.round.request, number=2))
    assert not over(EvidenceFile.objects.filter(pk=draft.pk), before).exists()


def test_a_file_that_was_added_later_than_all_else_is_kept_from_its_own_day():
    file = make_old_file()
    year = timedelta(days=365)
    later = factories.make_file(factories.make_round(file.round.request, number=2), content=b"Later.")
    EvidenceFile.objects.filter(pk=later.pk).update(uploaded_at=AT + year)
    EvidenceRound.objects.filter(pk=later.round_id).update(submitted_at=AT + year, submitted_by=file.uploaded_by)

    assert (is_over(file), is_over(later), is_over(later, date(2032, 4, 1))) == (True, False, True)
