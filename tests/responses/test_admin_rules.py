"""The back office of what the law asks: periods and recipients by date (R61)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import ProgrammingError
from django.db.transaction import atomic
from django.urls import reverse

from responses import reference
from responses.models import CopyFor, Recipient, ResponseRule, Way, Withdrawal
from responses.standing import standing
from responses.workflow import correction, sending
from tests import factories
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db
BEGINS = date(date.today().year + 1, 4, 1)  # the triggers ask the database for today
BEFORE = BEGINS - timedelta(days=60)
NEW = {"in_force_from": BEGINS.isoformat(), "period_days": "28", "source": "A new Act"}


@pytest.fixture(autouse=True)
def administrator(client):
    reference.load()
    client.force_login(factories.make_administrator())


def address(verb, model="responserule", *args):
    return reverse(f"admin:responses_{model}_{verb}", args=args)


def errors(page):
    return {name: list(messages) for name, messages in page.context["adminform"].form.errors.items()}


def rules():
    return list(ResponseRule.objects.order_by("in_force_from").values_list("in_force_from", "period_days"))


def test_loading_twice_keeps_one_rule_and_one_recipient_of_each_copy():
    reference.load()

    assert rules() == [(date(2017, 5, 2), 56)]
    assert list(Recipient.objects.values_list("copy_for", "address")) == [("home-secretary", ""), ("inspectorate", "")]


def test_loading_keeps_what_an_administrator_has_entered():
    Recipient.objects.filter(copy_for="inspectorate").update(name="Desk", address="desk@example.org")
    reference.load()

    assert list(Recipient.objects.filter(copy_for="inspectorate").values_list("name", "address")) == [
        ("Desk", "desk@example.org")
    ]


def test_a_rule_is_added_after_those_that_are_there(client):
    with time_machine.travel(BEFORE):
        client.force_login(factories.make_administrator())
        client.post(address("add"), NEW)
        page = client.post(address("add"), NEW | {"in_force_from": (BEGINS - timedelta(days=1)).isoformat()})

    assert errors(page) == {"in_force_from": ["Enter a day after the rules that are there already."]}
    assert rules() == [(date(2017, 5, 2), 56), (BEGINS, 28)]


def test_a_rule_starts_after_today_so_that_no_running_clock_moves(client):
    with time_machine.travel(BEGINS):
        client.force_login(factories.make_administrator())
        page = client.post(address("add"), NEW)

    assert errors(page) == {"in_force_from": ["Enter a day after today: the clocks that run already stay as they are."]}
    assert rules() == [(date(2017, 5, 2), 56)]


def test_the_database_moves_no_running_clock_whoever_asks():
    """By SQL, a script or another form: neither a new rule of a day that is past, nor one moved there."""
    response = factories.make_response(factories.make_inspection("SE-1", published_on=date(2026, 10, 1)))
    last_day = standing(response, on=date(2026, 11, 1)).clock.last_day
    rule = ResponseRule.objects.create(in_force_from=date(2099, 1, 1), period_days=28, source="A new Act")

    for facts in ({"in_force_from": date(2026, 9, 1)}, {"in_force_from": date(2017, 5, 2), "period_days": 40}):
        with pytest.raises(ProgrammingError, match="Cannot begin a rule before tomorrow"), atomic():
            ResponseRule.objects.filter(pk=rule.pk).update(**facts)
        with pytest.raises(ProgrammingError, match="Cannot begin a rule before tomorrow"), atomic():
            ResponseRule.objects.create(**{"period_days": 28, "source": "A new Act"} | facts)
    assert standing(response, on=date(2026, 11, 1)).clock.last_day == last_day == date(2026, 11, 25)


def test_a_rule_can_be_corrected_until_it_is_in_force(client):
    rule = ResponseRule.objects.create(in_force_from=BEGINS, period_days=82, source="A new Act")
    with time_machine.travel(BEFORE):
        client.force_login(factories.make_administrator())
        client.post(address("change", "responserule", rule.pk), NEW)
    assert rules()[-1] == (BEGINS, 28)

    with time_machine.travel(BEGINS):
        client.force_login(factories.make_administrator())
        client.post(address("change", "responserule", rule.pk), NEW | {"period_days": "30", "source": "S. 1"})
    rule.refresh_from_db()
    assert (rule.period_days, rule.source) == (28, "S. 1")


def test_recipients_of_one_copy_hold_one_after_the_other(client):
    new = {"copy_for": "inspectorate", "name": "New desk", "address": "new@example.org"}
    page = client.post(address("add", "recipient"), new | {"starts_on": "2027-01-01", "ends_on": ""})

    assert errors(page) == {"__all__": ["Another recipient of these copies holds in this period. End it first."]}

    Recipient.objects.filter(copy_for="inspectorate").update(ends_on=date(2026, 12, 31))
    client.post(address("add", "recipient"), new | {"starts_on": "2027-01-01", "ends_on": ""})
    assert Recipient.objects.current("inspectorate", on=date(2027, 1, 1)).name == "New desk"
    assert Recipient.objects.current("inspectorate", on=date(2026, 12, 31)).address == ""


def test_sendings_are_looked_at_by_their_own_office(client):
    publication = publish().publications.get()
    posted = {"way": Way.POST, "sent_on": publication.published_on, "proof": "Receipt 12", "at": factories.AT}
    sending.record(publication, copy_for=CopyFor.INSPECTORATE, number=1, by=factories.make_officer(), **posted)

    def shown():
        return [row.proof for row in client.get(address("changelist", "sending")).context["cl"].result_list]

    assert shown() == ["Receipt 12"]
    kent = factories.make_policing_body("kent-pcc", "Kent")
    client.force_login(factories.make_administrator(policing_body=kent))
    assert shown() == []


FROZEN = ["version", "publication", "withdrawal"]


@pytest.mark.parametrize("model", FROZEN)
def test_what_was_frozen_is_looked_at_by_its_own_office_and_not_changed(client, model):
    response = publish(our_comments="The text itself.", slug="frozen")
    number = {"number": 1, "reason": "It named a victim."}
    correction.withdraw(response, **number, by=factories.make_approver(), at=factories.AT)
    row = {"version": response.versions, "publication": response.publications}.get(model, Withdrawal.objects).get()

    page = client.get(address("change", model, row.pk))
    assert page.status_code == 200
    assert "The text itself." not in page.content.decode()
    assert client.post(address("change", model, row.pk), {"number": 2}).status_code == 403
    assert client.get(address("add", model)).status_code == 403
    assert list(client.get(address("changelist", model)).context["cl"].result_list) == [row]
    client.force_login(factories.make_administrator(policing_body=factories.make_policing_body("kent-pcc", "Kent")))
    assert list(client.get(address("changelist", model)).context["cl"].result_list) == []


def test_a_frozen_text_is_read_by_its_link(client):
    response = publish()
    publication = response.publications.get()

    page = client.get(address("change", "publication", publication.pk)).content.decode()

    assert f'href="/responses/{response.pk}/versions/p1/"' in page
