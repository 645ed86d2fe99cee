"""My work: what is late, what is due, what waits for somebody to decide."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from responses.models import RequestStatus, WorkStatus
from responses.views import work
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
TODAY = date(2025, 2, 10)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def my_work(client, user):
    client.force_login(user)
    return client.get(reverse("responses:work-list"))


def make(title, *, days=10, **facts):
    due = TODAY + timedelta(days=days)
    finding = factories.make_finding(title=title, deadline=f"By {due.day} {due:%B %Y}")
    return factories.make_follow_up(finding, **facts)


def make_undated(**facts):
    return factories.make_follow_up(factories.make_finding(title="Undated", deadline=""), **facts)


def make_a_bit_of_everything():
    lead, gone = factories.make_lead(), factories.make_lead(is_active=False)
    make("Late", days=-1, lead=lead)
    make("Late and unallocated", days=-30)
    make("Today", days=0, lead=lead)
    make("In four weeks", days=28, lead=gone)
    make("Later", days=29, lead=lead)
    make("Submitted", days=100, lead=lead, status=WorkStatus.SUBMITTED)
    make("Done", days=-5, status=WorkStatus.DONE)
    make("Claimed", days=-5, lead=lead, claimed_on=TODAY, claimed_by=lead)
    make_undated()
    factories.make_follow_up(factories.make_finding(kind="cause-of-concern", deadline=""), lead=lead)
    answered = make("Answered", days=3, lead=lead)
    for _ in range(2):
        factories.make_request(answered, status=RequestStatus.ANSWERED)
    factories.make_date_change(answered)
    checked = {"assurance_level": "partly", "assurance_on": TODAY - timedelta(days=30)}
    for day in (TODAY, TODAY + timedelta(days=1)):
        make("Checked", days=200, lead=lead, next_check_on=day, **checked)
        make("Held", days=-5, lead=lead, status=WorkStatus.HELD, held_until=day)
        make_undated(lead=lead, date_review_on=day)
    make("Of another office", days=-1, policing_body=factories.make_policing_body("kent-pcc", "Kent"))
    make("Of another force", days=-1, force=factories.make_force("wight", "Isle of Wight Police"))


def test_index_counts_what_the_office_has_to_do(client):
    make_a_bit_of_everything()

    tiles = my_work(client, factories.make_officer()).context["tiles"]

    assert [(tile.number, tile.words, tile.is_alert) for tile in tiles] == [
        (4, "overdue", True),
        (3, "due in the next 28 days", False),
        (1, "with evidence to review", False),
        (1, "with another date asked for", False),
        (4, "with nobody assigned", False),
        (1, "to be checked again", False),
        (1, "without a date, to be looked at again", False),
        (1, "with a next check due", False),
        (17, "open, of all types", False),
    ]


def test_index_counts_exactly_the_rows_behind_each_number_for_everybody(client):
    make_a_bit_of_everything()
    for person in ("officer", "viewer", "approver", "administrator", "lead"):
        tiles = my_work(client, getattr(factories, f"make_{person}")()).context["tiles"]

        rows = [client.get(tile.address).context["page"].paginator.count for tile in tiles]
        assert (person, rows) == (person, [tile.number for tile in tiles])
        assert 0 not in rows


def test_index_counts_for_an_approver_the_responses_that_wait_for_approval(client):
    for title, status in [("Custody", "in-review"), ("Stalking", "draft"), ("Vetting", "in-review")]:
        factories.make_response(factories.make_inspection(title=title), status=status)
    next_door = factories.make_policing_body("kent-pcc", "Kent")
    factories.make_response(factories.make_inspection(title="Kent"), policing_body=next_door, status="in-review")

    (tile,) = [each for each in my_work(client, factories.make_approver()).context["tiles"] if each.number]
    page = client.get(tile.address)

    assert (tile.number, tile.words) == (2, "with a response to approve")
    assert sorted(row.response.inspection.title for row in page.context["rows"]) == ["Custody", "Vetting"]
    assert "Responses to approve" in text_of(page)
    assert [each.number for each in my_work(client, factories.make_officer()).context["tiles"] if each.number] == []


def test_index_counts_for_a_lead_what_the_force_has_to_do(client):
    make_a_bit_of_everything()

    tiles = my_work(client, factories.make_lead()).context["tiles"]

    assert [(tile.number, tile.words) for tile in tiles] == [
        (4, "overdue"),
        (3, "due in the next 28 days"),
        (17, "open, of all types"),
    ]


def test_index_names_the_force_in_the_rows_of_the_office_alone(client):
    named = f"{make('Late', days=-1).force.short_name}. Due"

    assert named in text_of(my_work(client, factories.make_officer()))
    of_lead = text_of(my_work(client, factories.make_lead()))
    assert (named in of_lead, "Due 9 February 2025" in of_lead) == (False, True)


def test_index_puts_the_persons_own_first_and_then_the_soonest_due(client):
    officer, other = factories.make_officer(), factories.make_officer()
    make("Mine later", days=20, officer=officer)
    make("Mine soon", days=2, officer=officer)
    make("Theirs late", days=-9, officer=other)
    make("Theirs soon", days=1, officer=other)
    make("Mine done", days=-9, officer=officer, status=WorkStatus.DONE)

    attention = my_work(client, officer).context["attention"]

    assert [row.title for row in attention] == ["Mine soon", "Mine later", "Theirs late", "Theirs soon"]


def test_index_lists_ten_at_most(client):
    for day in range(11):
        make(f"Due in {day}", days=day)

    attention = my_work(client, factories.make_officer()).context["attention"]

    assert [row.title for row in attention] == [f"Due in {day}" for day in range(10)]


def test_index_says_what_day_it_is_and_how_late_things_are(client):
    make("Brief every shift", days=-3)

    words = text_of(my_work(client, factories.make_officer()))

    assert "My work Monday 10 February 2025" in words
    assert "Brief every shift" in words
    assert "Due 7 February 2025, 3 days late . Nobody assigned Awaiting allocation" in words


@pytest.mark.parametrize(
    ("published_on", "expected"),
    [
        (date(2024, 12, 17), "Last day Due 10 February 2025, report date not confirmed"),
        (date(2024, 12, 16), "1 day late Was due 9 February 2025"),
        (date(2025, 2, 10), "55 days left Due 6 April 2025"),
        (None, "Needs a date The day of the report is not known"),
        (date(2016, 3, 1), "No statutory deadline"),
    ],
    ids=["last day", "a day late", "first day", "no date", "before the law"],
)
def test_index_runs_the_clock_of_each_response_that_is_owed(client, published_on, expected):
    factories.make_response(factories.make_inspection(title="Custody", published_on=published_on))

    assert f"Custody {expected}" in text_of(my_work(client, factories.make_officer()))


def test_index_orders_clocks_by_their_last_day_and_leaves_out_what_is_published(client):
    for title, published_on in [("Second", date(2025, 1, 2)), ("First", date(2024, 12, 1)), ("Undated", None)]:
        factories.make_response(factories.make_inspection(title=title, published_on=published_on))
    factories.make_response(
        factories.make_inspection(title="Published"),
        status="published",
        published_on=date(2024, 10, 1),
        approved_at=factories.AT,
        approved_by=factories.make_approver(),
    )
    factories.make_response(policing_body=factories.make_policing_body("kent-pcc", "Kent"))

    owed = my_work(client, factories.make_officer()).context["owed"]

    assert [row.response.inspection.title for row in owed] == ["Undated", "First", "Second"]


def test_index_names_the_policing_body_by_its_kind(client):
    mayor = factories.make_policing_body("gm-mayor", "Greater Manchester", "mayor")

    words = text_of(my_work(client, factories.make_officer(policing_body=mayor)))

    assert "The Mayor must publish a response to each report within the days that the law gives." in words


def test_index_of_an_office_on_its_first_day_says_how_to_begin(client):
    words = text_of(my_work(client, factories.make_officer()))

    assert "Nothing needs your attention" in words
    assert "Record an inspection or see those that are recorded ." in words
    assert "No response is owed." in words


def test_index_of_a_viewer_offers_nothing_to_record(client):
    assert "Record an inspection" not in text_of(my_work(client, factories.make_viewer()))


def test_index_of_a_lead_lists_the_requests_to_answer(client):
    lead, colleague = factories.make_lead(name="Dana Brook"), factories.make_lead(name="Ravi Cole")
    kent = factories.make_follow_up(force=factories.make_force("kent", "Kent Police"))
    follow_up = make("Brief every shift")
    factories.make_request(follow_up, lead=lead, question="The briefings", due_on=date(2025, 2, 1))
    factories.make_request(follow_up, lead=colleague, question="The minutes", due_on=date(2025, 2, 21))
    factories.make_request(follow_up, lead=lead, question="Answered", status=RequestStatus.ANSWERED)
    factories.make_request(kent, question="Of another force")

    page = my_work(client, lead)

    assert [request.question for request in page.context["requests"]] == ["The briefings", "The minutes"]
    words = text_of(page)
    assert "Reply due 1 February 2025, 9 days late Sent" in words
    assert "Reply due 21 February 2025, in 11 days. For Ravi Cole Sent" in words
    assert "Response deadlines" not in words


@pytest.mark.parametrize(("number", "leads_on"), [(2, False), (3, True)])
def test_index_of_a_lead_shows_the_first_requests_and_leads_to_the_others(client, monkeypatch, number, leads_on):
    monkeypatch.setattr(work, "REQUESTS_SHOWN", 2)
    lead = factories.make_lead()
    for day in range(number):
        factories.make_request(make("Asked"), lead=lead, due_on=date(2025, 2, 20 + day))

    page = my_work(client, lead)

    assert [asked.due_on.day for asked in page.context["requests"]] == [20, 21]
    assert ("All evidence requests to reply to" in text_of(page)) == leads_on
    rest = client.get(reverse("responses:evidence-list") + "?state=force")
    assert rest.context["number"] == number


def test_index_of_a_lead_on_the_first_day_says_that_nothing_waits(client):
    words = text_of(my_work(client, factories.make_lead()))

    assert "No evidence requests wait for a reply." in words
    assert "No open recommendations for your force." in words


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("person", "queries"), [(factories.make_officer, 11), (factories.make_lead, 10)])
def test_index_costs_the_same_however_much_there_is(client, django_assert_num_queries, person, queries, count):
    for number in range(count):
        follow_up = make(f"Number {number}")
        factories.make_request(follow_up)
        factories.make_response(follow_up.finding.inspection)
    client.force_login(person())

    with django_assert_num_queries(queries):
        client.get(reverse("responses:work-list"))


def test_index_asks_strangers_to_sign_in(client):
    address = reverse("responses:work-list")

    assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"
    assert client.post(address).status_code in {302, 405}
