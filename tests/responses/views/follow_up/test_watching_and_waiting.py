"""What pages say of recommendations that wait, that others wait for, and that are watched (R35, R36, R114)."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Addressee, Inspection
from responses.models import Applicability, FollowUp, WaitingOn, WorkStatus
from responses.workflow import outcome, waiting
from responses.workflow.waiting import Awaited
from tests import factories
from tests.reading import text_of
from tests.responses.views.follow_up.pages import NOW, address

pytestmark = pytest.mark.django_db

LIST = reverse("responses:follow-up-list")


@pytest.fixture
def awaited():
    finding = factories.make_finding(reference="SE-2024-SOC-R1", title="Publish the standard")
    return factories.make_follow_up(finding)


def make_waiter(awaited, reference, title, **facts):
    finding = factories.make_finding(reference=reference, title=title)
    waiter = factories.make_follow_up(finding, **facts)
    what = awaited if isinstance(awaited, Awaited) else Awaited(WaitingOn.RECOMMENDATION, follow_up=awaited)
    waiting.wait(waiter, awaited=what, reason="It builds on that.", by=waiter.officer, at=NOW)
    return waiter


def watch(follow_up):
    facts = {"how": Applicability.WATCHED, "reason": "It is for the College."}
    outcome.end(follow_up, **facts, by=follow_up.officer, at=NOW)


def test_detail_lists_who_waits_for_it(client, officer, awaited):
    make_waiter(awaited, "SE-2024-SOC-R2", "Train to the standard")
    one = text_of(client.get(awaited.get_absolute_url()))
    kent = factories.make_force("kent", "Kent Police")
    other = make_waiter(awaited, "SE-2024-SOC-R3", "Buy to the standard", force=kent)

    page = client.get(awaited.get_absolute_url())

    assert "1 recommendation waits for this one and does not count as overdue meanwhile" in one
    assert "2 recommendations wait for this one and do not count as overdue meanwhile" in text_of(page)
    assert "SE-2024-SOC-R3: Buy to the standard (Kent Police)" in text_of(page)
    assert f'href="{other.get_absolute_url()}"' in page.content.decode()


def test_detail_lists_for_a_lead_only_those_of_the_own_force(client, awaited):
    make_waiter(awaited, "SE-2024-SOC-R2", "Train to the standard")
    make_waiter(awaited, "SE-2024-SOC-R3", "Buy it", force=factories.make_force("kent", "Kent Police"))
    client.force_login(factories.make_lead())

    told = text_of(client.get(awaited.get_absolute_url()))

    assert "1 recommendation waits for this one" in told
    assert ("SE-2024-SOC-R2" in told, "SE-2024-SOC-R3" in told) == (True, False)


@pytest.mark.parametrize("own_only", [False, True])
def test_detail_leads_a_lead_to_what_it_waits_for_unless_that_is_for_a_colleague(client, awaited, own_only):
    lead = factories.make_lead(own_only=own_only)
    waiter = make_waiter(awaited, "SE-2024-SOC-R2", "Train to the standard", lead=lead)
    client.force_login(lead)

    page = client.get(waiter.get_absolute_url())

    assert "SE-2024-SOC-R1: Publish the standard" in text_of(page)
    assert (f'href="{awaited.get_absolute_url()}"' in page.content.decode()) is not own_only


@pytest.mark.parametrize("count", [1, 3])
def test_list_says_for_whom_and_until_when_at_the_same_cost(
    client, officer, awaited, count, django_assert_max_num_queries
):
    for number in range(count):
        make_waiter(awaited, f"SE-2024-SOC-R{number + 2}", "Train to the standard")
    until = date(2025, 6, 1)
    make_waiter(Awaited(WaitingOn.COLLEGE, until=until), "SE-2024-SOC-R9", "Train to the standard")

    with django_assert_max_num_queries(12):
        page = client.get(f"{LIST}?state=waiting")

    told = text_of(page)
    assert told.count("for SE-2024-SOC-R1") == count
    assert told.count("for the College of Policing, until 1 Jun 2025") == 1


def test_my_work_counts_openly_what_is_not_counted_against_the_force(client, officer, awaited):
    make_waiter(awaited, "SE-2024-SOC-R2", "Train to the standard")

    page = client.get(reverse("responses:work-list"))

    (tile,) = [each for each in page.context["tiles"] if each.words.startswith("waiting on others")]
    assert (tile.number, tile.words) == (1, "waiting on others, not counted as overdue")
    assert client.get(tile.address).context["number"] == 1
    assert "for SE-2024-SOC-R1" in text_of(page)


def test_start_offers_to_watch_what_is_addressed_to_others(client, officer):
    finding = factories.make_finding()
    Addressee.objects.create(finding=finding, kind="npcc")
    here = reverse("responses:follow-up-start", args=[finding.inspection_id])

    (row,) = client.get(here).context["form"].rows()
    client.post(here, {row.applicability.html_name: row.applicability.value()})

    assert FollowUp.objects.get().status == "watched"


def test_list_finds_what_is_watched_and_leaves_it_out_of_what_is_overdue(client, officer, awaited):
    watch(awaited)

    numbers = [
        client.get(f"{LIST}?{query}").context["number"] for query in ("state=watched", "due=overdue", "only=open")
    ]

    assert numbers == [1, 0, 0]


def test_detail_says_that_it_is_watched_and_offers_to_take_it_up(client, officer, awaited):
    watch(awaited)

    told = text_of(client.get(awaited.get_absolute_url()))
    facts = {"version": awaited.version, "reason": "The College has handed it on."}
    page = client.post(address("take-up", awaited), facts, follow=True)

    assert "We watch it: nothing is asked of the force, and it does not count as overdue." in told
    assert "It is for the force after all" in told
    assert "SE-2024-SOC-R1 is followed up. Assign it to a force lead." in text_of(page)


def test_end_does_not_offer_to_watch_what_is_watched(client, officer, awaited):
    watch(awaited)

    choices = dict(client.get(address("end", awaited)).context["form"].fields["how"].choices)

    assert list(choices) == ["superseded", "does-not-apply", "already-met", "withdrawn"]


def make_awaited(*, force, is_out):
    """What another waits for, of a report that is out or only known as a draft."""
    days = {"published_on": date(2024, 8, 30)} if is_out else {"published_on": None, "draft_received_on": NOW.date()}
    report = factories.make_inspection("KENT-2025-PEEL", forces=[force], **days)
    finding = factories.make_finding(report, number=1, title="Rewrite the handbook")
    return factories.make_follow_up(finding, force=force)


@pytest.mark.parametrize(
    ("is_own", "is_out", "is_told"),
    [(True, False, True), (False, True, True), (False, False, False)],
    ids=["own", "public", "neither"],
)
def test_a_lead_is_told_what_is_awaited_where_that_is_own_or_public(client, is_own, is_out, is_told):
    force = factories.make_force() if is_own else factories.make_force("kent", "Kent Police")
    lead, awaited = factories.make_lead(), make_awaited(force=force, is_out=is_out)
    waiter = make_waiter(awaited, "SE-2024-SOC-R2", "Train to the handbook", lead=lead)
    client.force_login(lead)

    page, rows, work = (
        text_of(client.get(here)) for here in (waiter.get_absolute_url(), LIST, reverse("responses:work-list"))
    )
    file = b"".join(client.get(reverse("responses:follow-up-csv")).streaming_content).decode()

    name = "KENT-2025-PEEL-R1" if is_told else "another recommendation"
    assert (f"{name}: Rewrite the handbook" in page, "Rewrite the handbook" in page) == (is_told, is_told)
    assert f"For {name}" in page  # in the story
    assert [f"for {name}" in told for told in (rows, work)] == [True, True]
    assert f",{name}," in file
    assert ["KENT-2025" in told for told in (page, rows, work, file)] == [is_told] * 4


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_a_lead_costs_the_same_however_many_wait_for_others(client, count, django_assert_num_queries):
    lead, kent = factories.make_lead(), factories.make_force("kent", "Kent Police")
    report = factories.make_inspection("KENT-2025-PEEL", forces=[kent])
    for number in range(count):
        awaited = factories.make_follow_up(factories.make_finding(report), force=kent)
        make_waiter(awaited, f"SE-2024-SOC-R{number}", "Train to the handbook", lead=lead)
    client.force_login(lead)

    with django_assert_num_queries(11):
        page = client.get(LIST)

    assert text_of(page).count("for KENT-2025-PEEL-") == count


def test_the_story_names_what_was_awaited_once_its_report_is_out(client):
    lead, awaited = factories.make_lead(), make_awaited(force=factories.make_force("kent", "Kent"), is_out=False)
    waiter = make_waiter(awaited, "SE-2024-SOC-R2", "Train to the handbook", lead=lead)
    outcome.end(awaited, how=WorkStatus.WITHDRAWN, reason="No more.", by=awaited.officer, at=NOW)
    client.force_login(lead)

    before = text_of(client.get(waiter.get_absolute_url()))
    Inspection.objects.filter(reference="KENT-2025-PEEL").update(published_on=NOW.date())
    after = text_of(client.get(waiter.get_absolute_url()))

    assert ["KENT-2025" in told for told in (before, after)] == [False, True]
    assert "Another recommendation is over" in before
    assert "KENT-2025-PEEL-R1 is over" in after


def test_an_office_is_told_at_once(client, officer, django_assert_max_num_queries):
    awaited = make_awaited(force=factories.make_force("kent", "Kent Police"), is_out=False)
    waiter = make_waiter(awaited, "SE-2024-SOC-R2", "Train to the handbook")

    with django_assert_max_num_queries(15):
        told = text_of(client.get(waiter.get_absolute_url()))

    assert "KENT-2025-PEEL-R1: Rewrite the handbook (Kent Police)" in told
    assert "For KENT-2025-PEEL-R1" in told
