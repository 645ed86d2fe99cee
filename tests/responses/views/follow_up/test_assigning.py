"""Saying who deals with a recommendation."""

import pytest

from responses.models import FollowUp, Notice
from responses.workflow import follow_up as workflow
from tests import factories
from tests.reading import text_of
from tests.responses.views.follow_up.pages import NOW, address

pytestmark = pytest.mark.django_db


def test_assign_names_the_lead_and_goes_back(client, officer):
    follow_up, lead = factories.make_follow_up(), factories.make_lead(name="Dana Brook")

    page = client.post(
        address("assign", follow_up), {"lead": lead.pk, "officer": officer.pk, "version": 0}, follow=True
    )

    follow_up.refresh_from_db()
    assert (follow_up.lead, follow_up.officer) == (lead, officer)
    assert page.redirect_chain == [(follow_up.get_absolute_url(), 302)]
    assert f"{follow_up.reference} is assigned to Dana Brook." in text_of(page)
    assert Notice.objects.count() == 1


def test_assign_offers_leads_of_the_force_and_writers_of_the_office(client, officer):
    follow_up, lead = factories.make_follow_up(), factories.make_lead()
    factories.make_lead(is_active=False)
    factories.make_lead(force=factories.make_force("kent", "Kent Police"))
    factories.make_viewer()

    form = client.get(address("assign", follow_up)).context["form"]

    assert list(form.fields["lead"].queryset) == [lead]
    assert set(form.fields["officer"].queryset) == {officer, follow_up.officer}


def test_assign_refuses_a_lead_of_another_force(client, officer):
    follow_up = factories.make_follow_up()
    factories.make_lead()
    stranger = factories.make_lead(force=factories.make_force("kent", "Kent Police"))

    page = client.post(address("assign", follow_up), {"lead": stranger.pk, "officer": officer.pk, "version": 0})

    assert page.context["form"].errors == {"lead": ["Select a force lead from the list"]}
    assert FollowUp.objects.get().lead is None


def test_assign_says_what_is_missing_in_the_summary_and_the_title(client, officer):
    follow_up = factories.make_follow_up()
    factories.make_lead()

    page = client.post(address("assign", follow_up), {"lead": "", "officer": "", "version": 0})

    html = page.content.decode()
    assert '<a href="#id_lead">Select a force lead</a>' in html
    assert '<a href="#id_officer">Select a policy officer</a>' in html
    assert "<title>Error: Who deals with" in html


def test_assign_shows_what_somebody_else_did_and_keeps_the_choice(client, officer):
    follow_up = factories.make_follow_up()
    theirs, mine = factories.make_lead(name="Dana Brook"), factories.make_lead(name="Ravi Cole")
    workflow.assign(follow_up, lead=theirs, officer=officer, by=officer, at=NOW)
    choice = {"lead": mine.pk, "officer": officer.pk, "version": 0}

    refused = client.post(address("assign", follow_up), choice)
    again = {**choice, "version": refused.context["form"]["version"].value()}
    accepted = client.post(address("assign", follow_up), again)

    assert "The force lead is now Dana Brook and the policy officer Priya Shah." in text_of(refused)
    assert f'<option value="{mine.pk}" selected>Ravi Cole</option>' in refused.content.decode()
    assert accepted.status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.lead == mine


def test_assign_by_a_double_click_writes_one_letter(client, officer):
    follow_up, lead = factories.make_follow_up(), factories.make_lead()
    choice = {"lead": lead.pk, "officer": officer.pk, "version": 0}

    pages = [client.post(address("assign", follow_up), choice) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert Notice.objects.count() == 1


def test_assign_says_how_to_get_a_lead_where_there_is_none(client, officer):
    follow_up = factories.make_follow_up()

    asked = text_of(client.get(address("assign", follow_up)))
    client.force_login(factories.make_administrator())
    add = client.get(address("assign", follow_up)).content.decode()

    assert "Ask an administrator of your office to add a person with the role “Force lead” for this force" in asked
    assert 'Add a person in the <a class="govuk-link" href="/admin/">back office</a>' in add
