"""An unrevised follow-up carries its finding's deadline, whoever corrects that (R20, R22)."""

from datetime import UTC, date, datetime

import pghistory
import pytest
from django.db import transaction

from inspections import deadlines, workflow
from inspections.models import Finding
from responses import emails
from responses.models import DueSource, Event, FollowUp, Notice
from responses.models.notice import STILL_NEWS
from tests import factories
from tests.locks import in_a_thread, wait_until_somebody_waits

pytestmark = pytest.mark.django_db
LATER = datetime(2024, 9, 5, 9, 30, tzinfo=UTC)


def correct_publication(inspection, published_on):
    workflow.correct(
        inspection,
        version=inspection.version,
        title=inspection.title,
        kind=inspection.kind,
        inspectorate=inspection.inspectorate,
        url="",
        published_on=published_on,
        published_wording="",
        fieldwork_from=None,
        fieldwork_to=None,
        forces=inspection.forces.all(),
        themes=[],
        by=factories.make_officer(),
        at=LATER,
    )


def due(follow_up):
    follow_up.refresh_from_db()
    return follow_up.due_wording, follow_up.due_precision, follow_up.due_on, follow_up.due_source


def test_a_corrected_day_of_publication_moves_the_follow_up_with_its_finding():
    inspection = factories.make_inspection(published_on=date(2024, 8, 30))
    follow_up = factories.make_follow_up(factories.make_finding(inspection, deadline="within six months"))
    version = follow_up.version

    correct_publication(inspection, date(2024, 9, 10))

    assert due(follow_up) == ("within six months", "relative", date(2025, 3, 10), DueSource.INSPECTORATE)
    assert follow_up.version == version + 1


def test_a_corrected_wording_reaches_every_force():
    finding = factories.make_finding(deadline="By 1 March 2025")
    forces = [factories.make_force(), factories.make_force("kent", "Kent Police")]
    follow_ups = [factories.make_follow_up(finding, force=force) for force in forces]

    read = deadlines.parse("By February 2022", published_on=None)
    Finding.objects.update(deadline_wording=read.wording, deadline_precision=read.precision, deadline_on=read.last_day)

    expected = ("By February 2022", "month", date(2022, 2, 28), DueSource.INSPECTORATE)
    assert [due(follow_up) for follow_up in follow_ups] == [expected, expected]


def test_a_deadline_taken_away_leaves_none():
    finding = factories.make_finding(deadline="By 1 March 2025")
    follow_up = factories.make_follow_up(finding)

    Finding.objects.update(deadline_wording="", deadline_precision="none", deadline_on=None)

    assert due(follow_up) == ("", "none", None, DueSource.NONE)


def test_a_deadline_of_the_office_stays_when_the_inspectorates_is_corrected():
    finding = factories.make_finding(deadline="By 1 March 2025")
    revised = {"due_wording": "By 1 June 2025", "due_on": date(2025, 6, 1), "due_source": DueSource.OFFICE}
    follow_up = factories.make_follow_up(finding, **revised)

    Finding.objects.update(deadline_wording="By 1 April 2025", deadline_on=date(2025, 4, 1))

    assert due(follow_up) == ("By 1 June 2025", "day", date(2025, 6, 1), DueSource.OFFICE)


CORRECTED = "The record of the report was corrected."


def test_a_date_that_is_only_written_otherwise_is_not_told_as_moved():
    finding = factories.make_finding(deadline="By 1 March 2025")
    follow_up = factories.make_follow_up(finding)

    Finding.objects.update(deadline_wording="by 1st March 2025")

    assert due(follow_up) == ("by 1st March 2025", "day", date(2025, 3, 1), DueSource.INSPECTORATE)
    assert not follow_up.events.filter(kind="revised").exists()


def test_what_is_told_as_moved_is_the_date_of_the_follow_up():
    finding = factories.make_finding(deadline="By 1 March 2025")
    follow_up = factories.make_follow_up(
        finding, due_wording="", due_precision="none", due_on=None, due_source=DueSource.NONE
    )

    Finding.objects.update(deadline_wording="By 1 April 2025", deadline_on=date(2025, 4, 1))

    assert follow_up.events.latest("pk").detail == "from no date to 1 April 2025"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("By 1 March 2025", "By February 2022", "from 1 March 2025 to February 2022"),
        ("By the end of 2025", "Not later than 31 March 2026", "from the end of 2025 to 31 March 2026"),
        ("Within six months", "immediately", "from 28 February 2025 to 30 August 2024"),
        ("By 1 March 2025", "", "from 1 March 2025 to no date"),
        ("", "By 1 March 2025", "from no date to 1 March 2025"),
    ],
)
def test_a_follow_up_that_is_re_dated_says_so_to_both_sides_and_leads_to_the_values(before, after, told):
    finding = factories.make_finding(deadline=before)
    follow_up = factories.make_follow_up(finding)
    decided = factories.make_follow_up(
        finding, force=factories.make_force("kent", "Kent Police"), due_source="office", due_on=date(2025, 5, 1)
    )
    read = deadlines.parse(after, published_on=finding.inspection.published_on)

    with pghistory.context(person="Priya Shah"):
        facts = {"deadline_precision": read.precision, "deadline_on": read.last_day}
        Finding.objects.filter(pk=finding.pk).update(deadline_wording=read.wording, **facts)

    event = follow_up.events.latest("pk")
    assert (event.kind, event.detail, event.reason, event.audience) == ("revised", told, CORRECTED, "force")
    assert (event.by, event.context is None) == (None, False)
    follow_up.refresh_from_db()
    assert follow_up.touched_at == event.at
    assert [each.kind for each in decided.events.all()] == ["opened"]


def test_the_lead_of_what_is_re_dated_gets_one_letter_and_nobody_else_does():
    finding = factories.make_finding(deadline="By 1 March 2025")
    lead, gone = factories.make_lead("dana@example.org"), factories.make_lead(is_active=False)
    follow_up = factories.make_follow_up(finding, lead=lead)
    others = [{"lead": gone}, {}, {"lead": lead, "status": "done"}, {"lead": lead, "due_source": DueSource.OFFICE}]
    for number, facts in enumerate(others):
        factories.make_follow_up(finding, force=factories.make_force(f"other-{number}", "Other"), **facts)

    Finding.objects.update(deadline_wording="by 1st March 2025")
    assert not Notice.objects.exists()
    Finding.objects.update(deadline_wording="By 1 April 2025", deadline_on=date(2025, 4, 1))

    letter = Notice.objects.get()
    assert (letter.kind, letter.address, letter.follow_up) == ("deadline-moved", "dana@example.org", follow_up)
    assert letter.expires_at - letter.owed_at == STILL_NEWS
    message = emails.letter(Notice.objects.for_letter().get())
    assert "is now due by 1 April 2025: " in message.subject


def test_the_lead_of_what_has_no_date_any_more_gets_no_letter():
    finding = factories.make_finding(deadline="By 1 March 2025")
    factories.make_follow_up(finding, lead=factories.make_lead())

    Finding.objects.update(deadline_wording="", deadline_precision="none", deadline_on=None)

    assert not Notice.objects.exists()


def test_a_correction_that_leaves_the_deadline_leaves_the_follow_up():
    follow_up = factories.make_follow_up()
    version = follow_up.version

    Finding.objects.update(title="Another title")

    follow_up.refresh_from_db()
    assert follow_up.version == version


@pytest.mark.django_db(transaction=True)
def test_a_correction_and_whoever_closes_a_whole_meanwhile_do_not_deadlock():
    inspection = factories.make_inspection(published_on=date(2024, 8, 30))
    finding = factories.make_finding(inspection, deadline="within six months")
    limb = factories.make_finding(inspection, deadline="within six months", parent=finding, limb="a")
    part, whole = factories.make_follow_up(limb), factories.make_follow_up(finding)

    with transaction.atomic():
        list(FollowUp.objects.filter(pk=part.pk).locked())
        thread = in_a_thread(lambda: correct_publication(inspection, date(2024, 9, 10)))
        wait_until_somebody_waits()
        list(FollowUp.objects.filter(pk=whole.pk).locked())
        told = {"policing_body": whole.policing_body, "follow_up": whole, "named": finding}
        Event.objects.create(kind="wait-ended", at=LATER, **told)
    thread.join()

    assert [due(each)[2] for each in (part, whole)] == [date(2025, 3, 10)] * 2
