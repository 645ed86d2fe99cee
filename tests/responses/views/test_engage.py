"""A force's times in Engage, as its office records them and both sides read them (R62)."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.urls import reverse

from oversight.bodies.models import Engagement, Oversight
from responses.models import Event, EventKind, FollowUp
from responses.workflow import engage
from tests import factories
from tests.factories import AT
from tests.reading import text_of

pytestmark = pytest.mark.django_db
BEGAN = {"starts_on_0": "6", "starts_on_1": "12", "starts_on_2": "2024"}
ENDED = {"ends_on_0": "3", "ends_on_1": "2", "ends_on_2": "2025", "ended_because": "It answered."}
ENTERED = BEGAN | {"reason": "It did not answer.", "url": "https://example.org/engage"}
OVER = ENDED | {"reason": "It did not answer."}
ENTER = reverse("responses:engage-enter", args=["hampshire"])
FORCE = reverse("responses:force-detail", args=["hampshire"])


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(datetime(2025, 2, 10, 9, 30, tzinfo=UTC), tick=False)


@pytest.fixture
def officer(client):
    factories.make_force()
    officer = factories.make_officer()
    client.force_login(officer)
    return officer


def end(engagement):
    return reverse("responses:engage-end", args=[engagement.force.code, engagement.pk])


def make(reference="A-R1", **facts):
    return factories.make_follow_up(factories.make_finding(reference=reference), **facts)


def test_an_officer_records_it_once_and_the_force_and_the_public_read_it(client, officer):
    for _ in range(2):
        client.post(ENTER, ENTERED)

    known = Engagement.objects.values_list("force__code", "starts_on", "reason", "url", "ends_on")
    assert list(known) == [("hampshire", date(2024, 12, 6), "It did not answer.", "https://example.org/engage", None)]
    assert list(Event.objects.values_list("kind", "detail", "reason", "by")) == [
        (EventKind.ENGAGED, "on 6 December 2024", "It did not answer.", officer.pk)
    ]
    client.force_login(factories.make_lead())
    told = text_of(client.get(FORCE))
    assert "Enhanced monitoring since 6 December 2024. It did not answer. Read the announcement" in told
    assert "Entered Engage by Priya Shah" in told
    client.logout()
    assert "In Engage since 6 December 2024" in text_of(
        client.get(reverse("responses:public-force", args=["hampshire"]))
    )


@pytest.mark.parametrize(
    ("known", "typed", "error"),
    [
        ({}, {"starts_on_2": "2026"}, "The day must be today or in the past"),
        ({}, {"url": ""}, "Enter the address of the announcement"),
        ({}, {"reason": ""}, "Enter the reason that HMICFRS gave"),
        ({}, OVER | {"ended_because": ""}, "Enter the reason that HMICFRS gave"),
        ({}, OVER | {"ends_on_2": ""}, "Last day must include a year"),
        ({}, {"ended_because": "It answered."}, "Enter its last day in Engage"),
        ({}, OVER | {"ends_on_2": "2024"}, "The last day must not be before the first"),
        ({}, OVER | {"ends_on_2": "2026"}, "The day must be today or in the past"),
        ({"starts_on": date(2024, 1, 1)}, {}, "is on record as being in Engage since 1 January 2024. Two times"),
        ({"starts_on": date(2025, 1, 1)}, {}, "is on record as being in Engage since 1 January 2025. Two times"),
        ({"starts_on": date(2025, 2, 3)}, OVER, "is on record as being in Engage since 3 February 2025. Two times"),
        (
            {"starts_on": date(2024, 11, 1), "ends_on": date(2024, 12, 6)},
            OVER,
            "is on record as being in Engage from 1 November 2024 to 6 December 2024. Two times cannot overlap.",
        ),
    ],
)
def test_what_cannot_be_recorded_is_said_and_kept(client, officer, known, typed, error):
    if known:
        factories.make_engagement(**known)

    page = client.post(ENTER, ENTERED | typed)

    assert error in text_of(page)
    assert typed or page.context["form"]["reason"].value() == "It did not answer."
    assert Event.objects.count() == 0


def test_a_force_can_enter_again_after_it_has_left(officer):
    factories.make_engagement(ends_on=date(2024, 12, 5))

    engage.enter(
        factories.make_force(), starts_on=date(2024, 12, 6), reason="Again.", url="https://x.org", by=officer, at=AT
    )

    assert Engagement.objects.filter(ends_on=None).count() == 1


def test_an_earlier_time_is_recorded_once_after_a_later_one_and_says_that_it_came_late(client, officer):
    factories.make_engagement(starts_on=date(2025, 2, 4))
    assert "Record an earlier time in Engage" in text_of(client.get(FORCE))

    for _ in range(2):
        page = client.post(ENTER, ENTERED | OVER, follow=True)

    told = text_of(page)
    assert "was in Engage from 6 December 2024 to 3 February 2025." in told
    assert "Enhanced monitoring since 4 February 2025." in told
    assert "In Engage from 6 December 2024 to 3 February 2025 It did not answer. It ended because: It answered." in told
    assert list(Event.objects.values_list("kind", "detail", "reason", "audience")) == [
        (
            EventKind.ENGAGED,
            "from 6 December 2024 to 3 February 2025, recorded later",
            "It did not answer.\n\nIt ended because: It answered.",
            "force",
        )
    ]


def test_leaving_closes_what_drove_it_and_each_history_says_so(client, officer):
    engagement = factories.make_engagement(starts_on=date(2024, 12, 6))
    driver, _ = make("A-R1", drives=engagement), make("A-R2")

    client.post(end(engagement), ENDED)

    engagement.refresh_from_db()
    assert (engagement.ends_on, engagement.ended_because) == (date(2025, 2, 3), "It answered.")
    ended = Event.objects.filter(kind=EventKind.ENGAGE_ENDED, force=None)
    detail = "it drove Hampshire and Isle of Wight’s time in Engage, which ended on 3 February 2025"
    assert list(ended.values_list("follow_up", "detail", "audience")) == [(driver.pk, detail, "office")]
    listed = client.get(reverse("responses:follow-up-list") + "?engage=drives").context["page"]
    assert list(listed) == []
    assert "In Engage from 6 December 2024 to 3 February 2025" in text_of(client.get(FORCE))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"ends_on_2": "2024"}, "The last day must not be before the first"),
        ({"ends_on_2": "2026"}, "The day must be today or in the past"),
        ({"ended_because": ""}, "Enter the reason that HMICFRS gave"),
    ],
)
def test_an_end_has_a_day_and_a_reason(client, officer, typed, error):
    engagement = factories.make_engagement(starts_on=date(2024, 12, 6))

    assert error in text_of(client.post(end(engagement), ENDED | typed))
    assert Engagement.objects.get().ends_on is None


def test_the_second_to_record_the_end_is_told_and_keeps_the_words(client, officer):
    engagement = factories.make_engagement(starts_on=date(2024, 12, 6))
    Engagement.objects.update(ends_on=date(2025, 2, 1), ended_because="First.")

    page = client.post(end(engagement), ENDED)

    assert "Somebody else has recorded the end already." in text_of(page)
    assert page.context["form"]["ended_because"].value() == "It answered."
    assert Engagement.objects.get().ended_because == "First."


def test_only_the_office_that_oversees_the_force_records(client, officer):
    make()
    Oversight.objects.update(ends_on=date(2025, 2, 9))

    assert client.get(FORCE).status_code == 200  # it still follows it up
    assert client.post(ENTER, ENTERED).status_code == 403
    assert Engagement.objects.count() == 0


def test_what_drives_it_is_for_the_office_and_my_work_leads_there(client, officer):
    engagement = factories.make_engagement()
    late = {"due_on": date(2025, 2, 9), "due_wording": "9 February 2025", "due_source": "office"}
    make("A-R1", drives=engagement, status="in-progress")
    make("A-R2", drives=engagement, status="done")
    FollowUp.objects.filter(finding__reference="A-R1").update(**late)
    make("A-R3")

    work = client.get(reverse("responses:work-list"))
    (told,) = work.context["engaged"]
    assert (told.force.code, told.number, told.late) == ("hampshire", 1, 1)
    assert "1 open recommendation drives it" in text_of(work)
    assert "1 of them overdue" in text_of(work)
    assert [each.reference for each in client.get(FORCE).context["drivers"]] == ["A-R1", "A-R2"]

    client.force_login(factories.make_lead())
    for address in (reverse("responses:work-list"), FORCE):
        told = text_of(client.get(address))
        assert "since 1 March 2024" in told
        assert "drives" not in told
        assert "What drives it" not in told


def test_what_drives_a_force_and_a_part_of_it_is_counted_for_each_as_its_rows(client, officer):
    solent = factories.make_force("solent", "Solent Police")
    factories.make_merger(whole=solent)
    ours, theirs = factories.make_engagement(), factories.make_engagement(solent)
    late = {"due_on": date(2025, 2, 9), "due_source": "office"}
    make("A-R1", drives=ours)
    make("A-R2", drives=ours, **late)
    make("B-R1", drives=theirs, force=solent, **late)

    page = client.get(reverse("responses:work-list")).content.decode()
    told = re.findall(r'href="([^"]*drives=[^"]*)">(\d+) (?:open|of them)', page)
    rows = [client.get(unescape(address)).context["page"] for address, _ in told]

    assert [int(number) for _, number in told] == [2, 1, 1, 1]
    assert [sorted(row.reference for row in each) for each in rows] == [["A-R1", "A-R2"], ["A-R2"], ["B-R1"], ["B-R1"]]
    assert "Hampshire and Isle of Wight in Engage" in text_of(client.get(unescape(told[0][0])))


def _numbers(client, code):
    """Those of the page of a force, each with the rows that its link leads to."""
    page = client.get(reverse("responses:force-detail", args=[code])).content.decode()
    shown = re.findall(r'<dt>(Open, of all types|Overdue)</dt><dd>(?:<a class="govuk-link" href="(.*?)">)?(\w+)', page)
    return [(words, number, to and len(client.get(unescape(to)).context["page"])) for words, to, number in shown]


def test_the_numbers_of_a_force_are_the_rows_that_they_lead_to(client, officer):
    factories.make_merger(whole=factories.make_force("solent", "Solent Police"))
    factories.make_force("kent", "Kent Police")
    make("A-R1", due_on=date(2025, 2, 9), due_source="office")
    make("A-R2")

    told = [("Open, of all types", "2", 2), ("Overdue", "1", 1)]
    assert _numbers(client, "hampshire") == told
    assert _numbers(client, "solent") == told  # with what its part was told (R56)
    assert _numbers(client, "kent") == [("Open, of all types", "None", ""), ("Overdue", "None", "")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_many_drive(client, officer, django_assert_num_queries, count):
    engagement = factories.make_engagement()
    for number in range(count):
        make(f"A-R{number}", drives=engagement)

    with django_assert_num_queries(10):
        client.get(FORCE)
    with django_assert_num_queries(3):
        client.get(reverse("responses:force-list"))
