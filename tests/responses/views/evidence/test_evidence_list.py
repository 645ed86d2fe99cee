"""The list of evidence requests."""

from datetime import date

import pytest
from django.urls import reverse

from oversight.filters import Chip
from responses.models import FollowUp, RequestStatus, WorkStatus
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many_requests(client, officer, lead, django_assert_num_queries, count):
    rows = [factories.make_request(factories.make_follow_up(lead=lead), lead=lead) for _ in range(count)]
    client.force_login(officer)

    with django_assert_num_queries(7):
        page = client.get(reverse("responses:evidence-list"))

    assert list(page.context["page"]) == rows


def test_list_shows_first_what_waits_for_somebody(client, officer, lead):
    over = factories.make_request(lead=lead, due_on=date(2025, 1, 2), status=RequestStatus.ACCEPTED)
    later = factories.make_request(lead=lead, due_on=date(2025, 3, 2))
    sooner = factories.make_request(lead=lead, due_on=date(2025, 2, 2))
    client.force_login(officer)

    page = client.get(reverse("responses:evidence-list"))

    assert list(page.context["page"]) == [sooner, later, over]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=late", ["late"]),
        ("state=force", ["late", "soon"]),
        ("state=office", ["answered"]),
        ("state=accepted&state=withdrawn", ["accepted", "withdrawn"]),
        ("q=question+of+soon", ["soon"]),
        ("state=nonsense", ["late", "soon", "answered", "accepted", "withdrawn"]),
        ("page=1000000", ["late", "soon", "answered", "accepted", "withdrawn"]),
    ],
)
def test_list_is_narrowed_by_its_address(client, officer, lead, query, found):
    days = {"late": 1, "soon": 20, "answered": 21, "accepted": 22, "withdrawn": 23}
    statuses = {name: RequestStatus(name) for name in ("answered", "accepted", "withdrawn")}
    for name, day in days.items():
        facts = {"due_on": date(2025, 2, day), "status": statuses.get(name, RequestStatus.SENT)}
        factories.make_request(lead=lead, question=f"The question of {name}.", **facts)
    client.force_login(officer)

    page = client.get(f"{reverse('responses:evidence-list')}?{query}")

    assert [row.question for row in page.context["page"]] == [f"The question of {name}." for name in found]


def test_list_says_that_a_part_waits_to_be_judged_and_finds_it(client, officer, lead):
    asked = factories.make_request(lead=lead, sent_by=officer, status=RequestStatus.PART_ANSWERED)
    factories.make_round(asked, submitted_at=factories.AT)
    factories.make_request(lead=lead, sent_by=officer, status=RequestStatus.PART_ANSWERED)
    url = reverse("responses:evidence-list")

    client.force_login(officer)
    page = client.get(f"{url}?state=judge")
    client.force_login(lead)
    theirs = client.get(f"{url}?state=judge")

    assert list(page.context["page"]) == [asked]
    assert page.content.decode().count("This part can be judged") == 1
    assert (theirs.context["number"], "can be judged" in theirs.content.decode()) == (2, False)


def test_nobody_is_late_with_a_reply_about_what_is_over(client, officer, lead):
    over = factories.make_follow_up(lead=lead)
    asked = factories.make_request(over, lead=lead, sent_by=officer, due_on=date(2025, 2, 1))
    batch = factories.make_batch(asked)
    pages = [reverse("responses:evidence-list"), asked.get_absolute_url(), batch.get_absolute_url()]
    late = f"{reverse('responses:evidence-list')}?state=late"
    client.force_login(officer)
    assert [row.pk for row in client.get(late).context["page"]] == [asked.pk]
    assert all("app-late" in client.get(page).content.decode() for page in pages)

    FollowUp.objects.filter(pk=over.pk).update(status=WorkStatus.WITHDRAWN)

    assert list(client.get(late).context["page"]) == []
    for page in pages:
        assert "no longer chased" in text_of(client.get(page))
    told = "It stays with the force, whose days are counted on, until there is a reply or"
    page = text_of(client.get(asked.get_absolute_url()))
    assert f"{told} you withdraw it. Withdraw it if you no longer need the reply." in page
    type(asked).objects.update(due_on=date(2025, 3, 1))
    client.force_login(lead)
    assert f"{told} the office withdraws it." in text_of(client.get(asked.get_absolute_url()))
    work = client.get(reverse("responses:work-list"))
    assert "no longer chased" in text_of(work)
    assert "app-late" not in work.content.decode()


def test_list_of_one_force_says_so_and_how_to_see_all_again(client, officer, lead):
    factories.make_request(lead=lead)
    client.force_login(officer)

    page = client.get(reverse("responses:evidence-list"), {"force": [lead.force_id, 0]})

    assert page.context["filter"].chips == [Chip("Force or unit", lead.force.short_name, "?")]


def test_list_of_mine_is_what_i_asked_or_was_asked(client, officer, lead):
    mine = factories.make_request(lead=lead, sent_by=officer)
    theirs = factories.make_request(lead=factories.make_lead(), sent_by=factories.make_officer())
    here = reverse("responses:evidence-list")

    for person in (officer, lead):
        client.force_login(person)
        assert list(client.get(here, {"whose": "mine"}).context["page"]) == [mine]
        assert set(client.get(here).context["page"]) == {mine, theirs}


def test_list_speaks_of_the_states_as_the_reader_sees_them(client, officer, lead):
    factories.make_request(lead=lead)
    here = reverse("responses:evidence-list")

    for person, words in [(officer, "With the force"), (lead, "To reply to")]:
        client.force_login(person)
        assert [chip.label for chip in client.get(here, {"state": "force"}).context["filter"].chips] == [words]


def test_list_finds_a_request_by_its_reference(client, officer, lead):
    requests = [factories.make_request(lead=lead) for _ in range(2)]
    client.force_login(officer)

    page = client.get(reverse("responses:evidence-list"), {"q": requests[1].reference.lower()})

    assert list(page.context["page"]) == [requests[1]]


def test_list_is_of_the_own_force_or_office_only(client, lead):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    theirs = factories.make_request(factories.make_follow_up(force=force, policing_body=surrey))
    ours = factories.make_request(lead=lead)

    for person, seen in [(lead, ours), (factories.make_lead(force=force), theirs), (factories.make_officer(), ours)]:
        client.force_login(person)
        assert list(client.get(reverse("responses:evidence-list")).context["page"]) == [seen]


def test_list_of_a_new_office_says_how_to_begin(client, officer):
    client.force_login(officer)

    assert "No evidence requests yet To ask a force for evidence, open a recommendation" in text_of(
        client.get(reverse("responses:evidence-list"))
    )


def test_list_of_a_force_begins_with_what_it_has_to_do_and_says_for_whom(client, lead):
    replied = factories.make_request(lead=lead, due_on=date(2025, 1, 2), status=RequestStatus.ANSWERED)
    colleague = factories.make_lead(name="Colin Reid")
    later = factories.make_request(lead=lead, due_on=date(2025, 3, 2), classification="official-sensitive")
    sooner = factories.make_request(lead=lead, due_on=date(2025, 2, 2), delegate=colleague)
    client.force_login(lead)

    page = client.get(reverse("responses:evidence-list"))

    assert list(page.context["page"]) == [sooner, later, replied]
    assert "For Colin Reid" in text_of(page)
    assert "OFFICIAL-SENSITIVE For Dana Brook" in text_of(page)


def test_list_says_how_long_each_side_has_had_it(client, officer, lead):
    factories.make_request(lead=lead, turn_on=date(2025, 2, 1), office_days=4, force_days=3)
    client.force_login(officer)

    page = client.get(reverse("responses:evidence-list"))

    assert "12 days with the force, 4 with the office" in text_of(page)
