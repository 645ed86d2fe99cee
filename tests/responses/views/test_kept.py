"""A page of the register is made once, and again as soon as anything in the database has changed."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Theme
from tests.responses.views.published import AT

REGISTER = "/register/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["pages"].clear()


def queries_of(client, address=REGISTER):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.django_db(transaction=True)
def test_a_page_is_made_again_only_when_something_has_changed(client, time_machine):
    time_machine.move_to(AT, tick=False)
    made = queries_of(client)

    assert (queries_of(client), queries_of(client)) == (1, 1)
    assert queries_of(client, f"{REGISTER}?page=2") == made
    Theme.objects.create(slug="custody", name="Custody")
    assert (queries_of(client), queries_of(client)) == (made, 1)
    time_machine.shift(24 * 3600)
    assert queries_of(client) == made


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_the_page_with_its_headers(client):
    first, again = client.get(REGISTER), client.get(REGISTER)

    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert client.get("/register/none/").status_code == client.get("/register/none/").status_code == 404


@pytest.mark.django_db
def test_nothing_is_kept_within_a_transaction_whose_changes_nobody_else_can_see(client):
    made = queries_of(client)

    assert queries_of(client) == made > 1
