"""What the register tells of a response that nobody can read: its lawful clock, and no word of the draft (R65, R66)."""

from datetime import date

import pytest

from inspections.models import Inspection, Theme
from responses.models import ResponseRule
from responses.workflow import correction
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import AT, publish

pytestmark = pytest.mark.django_db

REGISTER = "/register/"
FORCE = "/register/forces/hampshire/"
OFFICE = "/register/policing-bodies/hampshire-pcc/"
VOLUNTARY = {"section_55": "voluntary", "section_55_reason": "CANARY"}
NOT_OURS = {"section_55": "does-not-apply", "section_55_reason": "Our force was not the subject."}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


def wait(title="Custody", *, published_on=date(2024, 8, 30), section_55="applies", section_55_reason="", **facts):
    inspection = factories.make_inspection(title=title, published_on=published_on, **facts)
    return factories.make_response(inspection, section_55=section_55, section_55_reason=section_55_reason)


def titles(client, **asked):
    return [entry.title for entry in client.get(REGISTER, asked).context["page"]]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "30 August 2024 (not confirmed) Awaited The response is due by 24 October 2024"),
        ({"published_on": date(2024, 8, 7)}, "(not confirmed) Awaited The response is due by 1 October 2024"),
        (
            {"published_on": date(2024, 8, 6)},
            "(not confirmed) Overdue The response was due by 30 September 2024, 1 day late",
        ),
        ({"published_on": date(2017, 5, 1)}, "(not confirmed) Awaited No last day is known for the response"),
        (
            {"published_on": None, "published_wording": "August 2024"},
            "August 2024 Awaited No last day is known for the response",
        ),
        (NOT_OURS, "Not needed The law does not require a response: Our force was not the subject."),
        (VOLUNTARY, "Not needed The law does not require a response"),
    ],
)
def test_the_list_tells_how_long_a_response_is_awaited(client, facts, words):
    wait(**facts)

    listed = text_of(client.get(REGISTER)).partition("1 response ")[2]

    assert listed.startswith("Custody Police and Crime Commissioner for Hampshire and Isle of Wight Report published ")
    assert words in listed
    assert "CANARY" not in listed


@pytest.mark.parametrize("address", [REGISTER, FORCE, OFFICE])
@pytest.mark.parametrize(
    "facts", [{"published_on": date(2024, 10, 2)}, {"published_on": None, "published_wording": "Autumn 2024"}]
)
def test_nothing_is_told_of_a_report_that_is_not_out(client, address, facts):
    wait("CANARY", **facts)

    assert "CANARY" not in client.get(address).content.decode()


@pytest.mark.parametrize("status", ["draft", "with-force", "in-review"])
def test_how_far_a_draft_is_cannot_be_told(client, status):
    response = wait()
    as_a_draft = client.get(REGISTER).content
    type(response).objects.update(status=status, our_comments="CANARY", invited_on=date(2024, 9, 2))

    assert client.get(REGISTER).content == as_a_draft


def test_each_report_of_one_response_has_a_clock_of_its_own(client):
    response = wait("First")
    response.also_answers.add(factories.make_inspection(title="Second", published_on=date(2024, 8, 1)))
    response.also_answers.add(factories.make_inspection(title="To come", published_on=date(2025, 8, 1)))

    words = text_of(client.get(REGISTER))

    assert titles(client) == ["First", "Second"]
    assert "Awaited The response is due by 24 October 2024 Second" in words
    assert "Overdue The response was due by 25 September 2024, 6 days late" in words


def test_the_clock_is_that_of_the_law_of_its_day(client):
    ResponseRule.objects.create(in_force_from=date(2017, 5, 2), period_days=56, source="The law.")
    factories.make_rule(in_force_from=date(2024, 8, 20), period_days=40, source="Another law.")
    wait("Before", published_on=date(2024, 8, 19))
    wait("After", published_on=date(2024, 8, 20))

    words = text_of(client.get(REGISTER))

    assert "due by 28 September 2024, 3 days late Before" in words
    assert "due by 13 October 2024" in words


def test_a_correction_leaves_what_is_published_in_the_list(client):
    response = publish(inspection=factories.make_inspection(title="Custody"))
    correction.correct(response, reason="A slip.", by=factories.make_officer(), at=AT)

    assert "1 response Custody" in text_of(client.get(REGISTER))
    assert "Awaited" not in text_of(client.get(REGISTER)).partition("1 response")[2]


def test_a_withdrawn_response_keeps_the_title_that_was_published_and_leads_to_the_reason(client):
    response = publish(inspection=factories.make_inspection(title="Custody"), slug="custody")
    correction.withdraw(response, number=1, reason="It named a victim.", by=factories.make_approver(), at=AT)
    Inspection.objects.update(title="CANARY")

    page = client.get(REGISTER, {"timing": "withdrawn"})

    assert [entry.title for entry in page.context["page"]] == ["Custody"]
    assert 'href="/register/custody/">Read why' in page.content.decode()


# Narrowing and order.


def _several():
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    wait("Awaited").inspection.themes.add(Theme.objects.create(slug="custody", name="Custody"))
    wait("Overdue", published_on=date(2023, 8, 1))
    wait("Not needed", published_on=date(2024, 8, 2), **NOT_OURS)
    theirs = factories.make_inspection(title="Theirs", forces=[force], published_on=date(2024, 9, 2))
    factories.make_response(theirs, policing_body=surrey)
    publish(inspection=factories.make_inspection(title="Published", published_on=date(2024, 7, 1)))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Published", "Theirs", "Awaited", "Not needed", "Overdue"]),
        ({"timing": "awaited"}, ["Theirs", "Awaited"]),
        ({"timing": "overdue"}, ["Overdue"]),
        ({"timing": "not-needed"}, ["Not needed"]),
        ({"timing": "late"}, ["Published"]),
        ({"year": "2023"}, ["Overdue"]),
        ({"theme": "custody"}, ["Awaited"]),
        ({"force": "surrey"}, ["Theirs"]),
        ({"office": "surrey-pcc"}, ["Theirs"]),
        ({"q": "OVER"}, ["Overdue"]),
        ({"q": "surrey pol"}, ["Theirs"]),
        ({"q": "surrey pol", "timing": "overdue"}, []),
    ],
)
def test_what_is_awaited_stands_among_what_is_published_and_is_narrowed_with_it(client, asked, found):
    _several()

    assert titles(client, **asked) == found


def test_the_files_hold_what_is_published_only(client):
    _several()

    assert "Overdue" not in client.get("/register/responses.csv").content.decode()
    assert "responses.csv" not in client.get(REGISTER, {"timing": "overdue"}).content.decode()
    assert client.get("/register/responses.csv", {"timing": "overdue"}).content.count(b"\n") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_much_is_awaited(client, django_assert_num_queries, count):
    for _ in range(count):
        wait().also_answers.add(factories.make_inspection())
        publish()

    with django_assert_num_queries(4):
        page = client.get(REGISTER)

    assert len(page.context["page"]) == 3 * count


# On the pages of bodies.


@pytest.mark.parametrize("address", [FORCE, OFFICE])
def test_the_page_of_a_body_tells_it_beside_the_report_and_counts_what_is_overdue(client, address):
    wait("Custody", published_on=date(2024, 8, 6))

    words = text_of(client.get(address))

    assert "Published responses 0 Overdue 1 Responses" in words
    assert (
        "Overdue The response from Police and Crime Commissioner for Hampshire and Isle of Wight was due by "
        "30 September 2024, 1 day late" in words
    )


def test_the_page_of_a_force_tells_nothing_of_other_offices(client):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    inspection = factories.make_inspection(forces=[factories.make_force(), force])
    factories.make_response(inspection, policing_body=surrey)

    assert "Commissioner for Surrey is due" not in text_of(client.get(FORCE))
    assert "Commissioner for Surrey is due" in text_of(client.get("/register/forces/surrey/"))


def test_the_list_goes_back_by_days_and_tells_of_what_is_published_first(client):
    publish(inspection=factories.make_inspection(title="Published"), published_on=date(2024, 9, 1))
    for title, day in {"Last": 8, "Third": 9, "Second": 9}.items():
        wait(title, published_on=date(2024, day, 1))
    wait("First", published_on=date(2024, 9, 2))

    assert titles(client) == ["First", "Published", "Second", "Third", "Last"]


@pytest.mark.parametrize("address", [FORCE, OFFICE])
def test_reports_stand_latest_first_under_the_titles_of_today(client, address):
    for title, month in {"Custdy": 8, "Vetting": 9, "Fraud": 7}.items():
        wait(title, published_on=date(2024, month, 1))

    def reported():
        return [each.inspection.title for each in client.get(address).context["reports"]]

    assert reported() == ["Vetting", "Custdy", "Fraud"]
    Inspection.objects.filter(title="Custdy").update(title="Custody")
    assert reported() == ["Vetting", "Custody", "Fraud"]
