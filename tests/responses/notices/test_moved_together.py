"""A corrected day of publication writes each lead one letter about all that it re-dates (R20)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspections.models import Finding
from responses import emails
from responses.models import DueSource, Event, EventKind, FollowUp, Notice, NoticeKind
from responses.notices import outbox
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def lead():
    return factories.make_lead("dana@example.org")


def make(inspection, *titles, **facts):
    numbered = enumerate(titles, start=1)
    found = [factories.make_finding(inspection, number=number, title=title) for number, title in numbered]
    return [factories.make_follow_up(each, **facts) for each in found]


def move(inspection, day=date(2025, 4, 30)):
    for finding in inspection.findings.order_by("pk"):
        Finding.objects.filter(pk=finding.pk).update(deadline_on=day, deadline_wording="within eight months")


def letters():
    return [(each.kind, emails.letter(each)) for each in Notice.objects.for_letter().order_by("pk")]


def statuses(at):
    outbox.claim(at)
    return list(Notice.objects.order_by("pk").values_list("status", flat=True))


def test_each_lead_gets_one_letter_of_a_report_that_lists_all(lead, settings):
    report, other = factories.make_inspection("SE-2024-SOC"), factories.make_inspection("OTHER")
    rows = make(report, "Brief all shifts", "Share intelligence", lead=lead)
    (elsewhere,) = make(other, "Elsewhere", lead=lead)
    decided = factories.make_finding(report, number=3, title="Dated by us")
    factories.make_follow_up(decided, lead=lead, due_source=DueSource.OFFICE)

    for inspection in (report, other):
        move(inspection)

    (kind, several), (of_one, alone) = letters()
    assert (kind, of_one) == (NoticeKind.DEADLINES_MOVED, NoticeKind.DEADLINE_MOVED)
    assert several.subject.startswith("New dates after a correction of SE-2024-SOC: ")
    for row in rows:
        lines = f"{row.reference}: {row.title}\nIt is now due by 30 April 2025.\n"
        assert f"{lines}{settings.PORTAL_URL}{row.get_absolute_url()}\n" in several.body
    assert decided.title not in several.body
    assert [elsewhere.reference in each.body for each in (several, alone)] == [False, True]


def test_one_finding_of_two_forces_with_one_lead_is_one_letter(lead):
    report = factories.make_inspection()
    (row,) = make(report, "Brief all shifts", lead=lead)
    factories.make_follow_up(row.finding, force=factories.make_force("kent", "Kent Police"), lead=lead)

    move(report)

    assert [kind for kind, _letter in letters()] == [NoticeKind.DEADLINES_MOVED]


def test_two_offices_do_not_share_a_letter(lead):
    report = factories.make_inspection()
    kent = {"force": factories.make_force("kent", "Kent Police"), "policing_body": factories.make_policing_body("kent")}
    rows = make(report, "One", "Two", lead=lead)
    theirs = [factories.make_follow_up(row.finding, lead=lead, **kent) for row in rows]

    move(report)

    named = [[row.get_absolute_url() in letter.body for row in (*rows, *theirs)] for _kind, letter in letters()]
    assert named == [[True, True, False, False], [False, False, True, True]]


def test_what_is_over_or_another_persons_by_then_is_left_out(lead):
    report = factories.make_inspection()
    over, passed_on, stays = rows = make(report, "One", "Two", "Three", lead=lead)
    move(report)
    FollowUp.objects.filter(pk=over.pk).update(status="done")
    FollowUp.objects.filter(pk=passed_on.pk).update(lead=factories.make_lead("new@example.org"))

    ((_kind, letter),) = letters()

    assert [f": {row.title}\n" in letter.body for row in rows] == [False, False, True]
    assert statuses(timezone.now()) == ["sending"]
    assert stays.reference in letter.body


@pytest.mark.parametrize(
    "happened",
    [
        lambda: FollowUp.objects.update(status="done"),
        lambda: FollowUp.objects.update(lead=factories.make_lead("new@example.org")),
        lambda: Event.objects.bulk_create(
            Event(
                follow_up=row, policing_body_id=row.policing_body_id, kind=EventKind.REVISED, at=timezone.now() + HOUR
            )
            for row in FollowUp.objects.all()
        ),
    ],
    ids=["done", "passed on", "moved again"],
)
def test_a_letter_with_nothing_left_to_tell_is_not_sent(lead, happened):
    report = factories.make_inspection()
    make(report, "One", "Two", lead=lead)
    move(report)
    happened()

    assert statuses(timezone.now() + 2 * HOUR) == ["suppressed"]


def test_an_earlier_letter_about_one_of_them_is_not_sent_as_well(lead):
    report = factories.make_inspection()
    row, _other = make(report, "One", "Two", lead=lead)
    Notice.objects.owe(NoticeKind.DEADLINE_MOVED, to=lead, follow_up=row, at=timezone.now() - HOUR)
    move(report)

    assert statuses(timezone.now()) == ["suppressed", "sending"]


def test_what_has_gone_to_a_successor_is_told_of_where_the_first_has_stayed(lead):
    report = factories.make_inspection()
    stays, gone = make(report, "One", "Two", lead=lead)
    move(report)
    FollowUp.objects.filter(pk=stays.pk).update(status="done")
    FollowUp.objects.filter(pk=gone.pk).update(policing_body=factories.make_policing_body("kent"))

    ((_kind, letter),) = letters()

    assert [f": {row.title}\n" in letter.body for row in (stays, gone)] == [False, True]
    assert statuses(timezone.now()) == ["sending"]


def test_of_one_date_moved_twice_at_once_the_letter_speaks_of_one(lead):
    report = factories.make_inspection("SE-2024-SOC")
    make(report, "One", lead=lead)
    move(report)
    move(report, date(2025, 5, 31))

    ((_kind, letter),) = letters()

    assert letter.subject.startswith("New date after a correction of SE-2024-SOC: ")
    assert "and a date has moved with it.\n\nReport" in letter.body
    assert "\nYou see why, and the date before, on its page.\n" in letter.body
