"""The first account of an office."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from oversight.accounts.management.commands import add_administrator
from oversight.accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def add(monkeypatch, *, password="correct horse battery", email="adam@example.org", office="hampshire-pcc"):
    monkeypatch.setattr(add_administrator, "getpass", lambda _: password)  # a person at a terminal
    told = StringIO()
    call_command("add_administrator", email, "Adam Field", office=office, stdout=told)
    return told.getvalue()


def test_an_administrator_can_sign_in_and_reach_the_back_office(monkeypatch, client):
    factories.make_policing_body()

    assert add(monkeypatch) == "Adam Field can sign in as adam@example.org.\n"

    assert client.login(email="adam@example.org", password="correct horse battery")
    assert client.get("/admin/").status_code == 200


def test_an_unknown_office_is_refused_with_those_there_are(monkeypatch):
    factories.make_policing_body()

    with pytest.raises(
        CommandError, match="There is no policing body with the code kent. Choose one of: hampshire-pcc"
    ):
        add(monkeypatch, office="kent")


@pytest.mark.parametrize(
    ("mistake", "words"),
    [({"password": "password"}, "too short"), ({"email": "no address"}, "Enter a valid email address")],
)
def test_a_mistake_is_named_and_makes_no_account(monkeypatch, mistake, words):
    factories.make_policing_body()

    with pytest.raises(CommandError, match=words):
        add(monkeypatch, **mistake)

    assert User.objects.count() == 0
