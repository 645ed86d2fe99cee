"""An administrator hands the office over in the browser, and takes that back (R56)."""

import re
from datetime import date
from html import unescape

import pytest
import time_machine

from oversight.bodies.models import PolicingBodyKind, Succession
from responses.models import Handover
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db

NEW = "/successors/new/"


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2025-02-03 09:00", tick=False):
        yield


@pytest.fixture
def mayor():
    return factories.make_policing_body("solent-mayor", "Hampshire and the Solent", PolicingBodyKind.MAYOR)


@pytest.fixture
def administrator(client):
    administrator = factories.make_administrator()
    client.force_login(administrator)
    return administrator


def typed(mayor, *people, **facts):
    day = {"since_0": "1", "since_1": "2", "since_2": "2025"}
    said = {"successor": mayor.pk, "reason": "The Solent Order 2025", "people": [person.pk for person in people]}
    return {"submission_id": "8f8b8c0e-3f0e-4f43-a9d0-0c5d4c8b0001", **said, **day, **facts}


def shown(page):
    """What the preview carries on."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    return {name: [unescape(value) for key, value in fields if key == name] for name, _value in fields}


def offer(client, administrator, mayor, *people):
    """Offered by the administrator, who goes along."""
    client.post(NEW, shown(client.post(NEW, typed(mayor, administrator, *people))))
    return Handover.objects.get()


def hand_over(client, administrator, mayor):
    """Offered and confirmed; the administrator, who has gone along, signs in again."""
    address = offer(client, administrator, mayor).get_absolute_url()
    client.force_login(factories.make_administrator(policing_body=mayor, name="Mia Mayor"))
    done = client.post(address, {**shown(client.get(address)), "decision": "confirm"}, follow=True)
    client.force_login(type(administrator).objects.get(pk=administrator.pk))
    return done


def test_a_preview_changes_nothing_and_an_offer_moves_nothing(client, administrator, mayor):
    follow_up = factories.make_follow_up(by=administrator)

    preview = client.post(NEW, typed(mayor, administrator))
    assert "1 recommendation: open, or not closed by HMICFRS yet" in preview.text
    assert "Mayor for Hampshire and the Solent has no administrator yet." in preview.text
    assert not Handover.objects.exists()
    done = client.post(NEW, shown(preview), follow=True)

    assert "Nothing has moved yet: Mayor for Hampshire and the Solent has to confirm it." in unescape(done.text)
    assert "Waiting for the successor" in done.text
    assert "Hand over to a successor" not in done.text
    follow_up.refresh_from_db()
    assert follow_up.policing_body == administrator.policing_body
    client.post(NEW, shown(preview))  # pressed twice
    assert Handover.objects.count() == 1


def test_an_administrator_of_the_successor_sees_who_would_come_and_confirms(client, administrator, mayor):
    follow_up = factories.make_follow_up(by=administrator)
    approver = factories.make_approver(reads_sensitive=True)
    offered = offer(client, administrator, mayor, approver)
    mia = factories.make_administrator(policing_body=mayor, name="Mia Mayor")
    client.force_login(mia)

    assert "wants to hand over to us." in client.get("/work/").text
    page = client.get(offered.get_absolute_url())
    assert text_of(page).count("Alex Morgan: approver, may read OFFICIAL-SENSITIVE") == 1
    assert "Adam Field: administrator" in text_of(page)
    done = client.post(offered.get_absolute_url(), {**shown(page), "decision": "confirm"}, follow=True)

    assert "Mayor for Hampshire and the Solent has taken the place of" in done.text
    assert "Prepared by Adam Field" in done.text
    assert "Confirmed by Mia Mayor" in done.text
    follow_up.refresh_from_db()
    assert follow_up.policing_body == mayor
    detail = client.get(follow_up.get_absolute_url())
    assert "Moved to another office" in detail.text
    assert '<span class="app-header__org">Mayor</span>' in detail.text
    assert "wants to hand over to us." not in client.get("/work/").text


def test_my_work_tells_of_an_offer_only_to_who_can_confirm_it(client, administrator, mayor):
    offer(client, administrator, mayor)

    for person in (factories.make_officer(policing_body=mayor), administrator):
        client.force_login(person)
        assert "wants to hand over" not in client.get("/work/").text


def test_the_successor_refuses_with_a_reason_that_both_read(client, administrator, mayor):
    offered = offer(client, administrator, mayor)
    client.force_login(factories.make_administrator(policing_body=mayor))
    address = offered.get_absolute_url()

    assert "Select whether your office takes over" in client.post(address, {"seen": ""}).text
    assert "Enter why not" in client.post(address, {"decision": "refuse"}).text
    done = client.post(address, {"decision": "refuse", "reason": "It is not in force."}, follow=True)
    assert "Refused. Police and Crime Commissioner for Hampshire and Isle of Wight gets a letter." in done.text

    client.force_login(administrator)
    assert "It is not in force." in client.get("/successors/").text
    assert "Hand over to a successor" in client.get("/successors/").text
    assert not Succession.objects.exists()
    late = client.post(address, {"decision": "confirm"})
    assert "Refused by Adam Field on 3 February 2025 at 9am. It is not in force." in text_of(late)


def test_who_has_offered_it_reads_and_withdraws_it_and_cannot_confirm_it(client, administrator, mayor):
    offered = offer(client, administrator, mayor)
    address = offered.get_absolute_url()

    assert "Withdraw it" in client.get(address).text
    assert client.post(address, {"decision": "confirm"}).status_code == 403
    assert "Enter why you withdraw it" in client.post(f"{address}withdraw/", {"reason": ""}).text
    done = client.post(f"{address}withdraw/", {"reason": "The wrong mayor."}, follow=True)

    assert "Withdrawn. Nothing has moved." in done.text
    assert "The wrong mayor." in done.text
    assert client.post(f"{address}withdraw/", {"reason": ""}).status_code == 403


def test_what_has_changed_since_the_page_was_shown_is_shown_again_before_it_is_confirmed(client, administrator, mayor):
    offered = offer(client, administrator, mayor)
    client.force_login(factories.make_administrator(policing_body=mayor))
    seen = shown(client.get(offered.get_absolute_url()))
    factories.make_follow_up(by=administrator)

    page = client.post(offered.get_absolute_url(), {**seen, "decision": "confirm"})

    assert "Something has changed since you saw this page" in page.text
    assert "1 recommendation: open" in page.text
    assert not Succession.objects.exists()


def test_who_could_go_along_is_named_with_the_role_once(client, administrator, mayor):
    factories.make_approver(job_title="Head of assurance")
    factories.make_viewer(job_title="Viewer")

    people = [label for _, label in client.get(NEW).context["form"].fields["people"].choices]

    assert people == ["Adam Field, administrator", "Alex Morgan, Head of assurance, approver", "Vera Lunn, Viewer"]


def test_an_office_next_door_sees_nothing_of_an_offer(client, administrator, mayor):
    offered = offer(client, administrator, mayor)
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    client.force_login(factories.make_administrator(policing_body=surrey))

    assert client.get(offered.get_absolute_url()).status_code == 404
    assert client.get(f"{offered.get_absolute_url()}withdraw/").status_code == 404
    assert "Solent" not in client.get("/successors/").text


def test_what_has_changed_since_the_preview_is_shown_again(client, administrator, mayor):
    preview = client.post(NEW, typed(mayor, administrator))
    factories.make_follow_up(by=administrator)

    page = client.post(NEW, shown(preview))

    assert "Something has changed since you saw this page" in page.text
    assert "1 recommendation: open" in page.text
    assert not Handover.objects.exists()


def test_what_stands_in_the_way_is_said_and_there_is_no_button(client, administrator, mayor):
    page = client.post(NEW, typed(mayor))

    assert "Mayor for Hampshire and the Solent would have no administrator: let one go there." in page.text
    assert not shown(page).get("seen")


def test_what_was_typed_can_be_changed_from_the_preview(client, administrator, mayor):
    preview = client.post(NEW, typed(mayor, administrator))

    page = client.post(NEW, shown(preview) | {"step": "change"})

    assert 'value="The Solent Order 2025"' in page.text
    assert f'<option value="{mayor.pk}" selected>' in page.text
    assert not Handover.objects.exists()


def test_a_day_to_come_and_a_missing_law_are_refused_and_nothing_typed_is_lost(client, administrator, mayor):
    page = client.post(NEW, typed(mayor, administrator, since_2="2028", reason=""))

    assert "First day of the successor must be today or in the past" in page.text
    assert "Enter the order or Act" in page.text
    assert 'value="2028"' in page.text
    assert f'<option value="{mayor.pk}" selected>' in page.text


def test_an_administrator_of_the_successor_takes_it_back(client, administrator, mayor):
    follow_up = factories.make_follow_up(by=administrator)
    hand_over(client, administrator, mayor)
    address = f"/successors/{Succession.objects.get().pk}/undo/"

    page = client.get(address)
    assert "1 recommendation: that moved" in page.text
    assert "Enter why it is taken back" in client.post(address, {"because": ""}).text
    done = client.post(address, {"because": "Quashed"}, follow=True)

    assert "has its work back" in done.text
    follow_up.refresh_from_db()
    assert follow_up.policing_body == administrator.policing_body
    assert client.post(address, {"because": "Again"}).status_code == 403


def test_an_administrator_of_the_office_that_ended_cannot_take_it_back(client, mayor):
    succession = factories.make_succession(
        predecessor=factories.make_policing_body(), successor=mayor, since=date(2025, 2, 1)
    )
    client.force_login(factories.make_administrator())

    assert client.get(f"/successors/{succession.pk}/undo/").status_code == 403
    assert "Hand over to a successor" not in client.get("/successors/").text
    assert client.get(NEW).status_code == 403
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_administrator_next_door_sees_nothing_of_it(client, mayor):
    succession = factories.make_succession(predecessor=factories.make_policing_body(), successor=mayor)
    next_door = factories.make_policing_body("surrey-pcc", "Surrey")
    client.force_login(factories.make_administrator(policing_body=next_door))

    assert client.get(f"/successors/{succession.pk}/undo/").status_code == 404
    assert "Solent" not in client.get("/successors/").text


def test_public_pages_of_both_bodies_lead_to_each_other(client, mayor):
    factories.make_succession(predecessor=factories.make_policing_body(), successor=mayor, since=date(2025, 2, 1))

    address, value = "/register/policing-bodies/", '</dt><dd class="govuk-summary-list__value">'

    old, new = (client.get(f"{address}{code}/").text for code in ("hampshire-pcc", "solent-mayor"))

    assert f'Succeeded by{value}<a class="govuk-link" href="{address}solent-mayor/">' in old
    assert f'In place of{value}<span class="app-block"><a class="govuk-link" href="{address}hampshire-pcc/">' in new


def test_public_pages_still_say_what_is_awaited_once_it_has_moved(client, administrator, mayor):
    report = factories.make_inspection(title="Custody suites", published_on=date(2024, 8, 30))
    factories.make_response(report)
    pages = ["/register/forces/hampshire/", "/register/policing-bodies/solent-mayor/"]
    assert "Custody suites" not in client.get(pages[1]).text

    hand_over(client, administrator, mayor)

    for address in pages:
        page = client.get(address).text
        assert "Custody suites" in page
        assert "Mayor for Hampshire and the Solent" in page
        assert "overdue" in page.lower()
