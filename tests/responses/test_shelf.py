"""Published rows are kept by each process; what is current is asked each time."""

import pytest

from responses import shelf
from responses.models import Publication
from responses.workflow import correction
from tests import factories
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db


def titles():
    return [(row.slug, row.title) for row in shelf.shown(Publication.objects.current())]


def test_a_row_is_read_once(django_assert_num_queries):
    publish(slug="first")
    with django_assert_num_queries(2):
        titles()
    publish(slug="second")
    titles()

    with django_assert_num_queries(1):
        assert [slug for slug, _ in titles()] == ["second", "first"]


def test_a_row_that_was_read_is_shown_only_while_it_is_current():
    response = publish(inspection=factories.make_inspection(title="Custody"), slug="custody")
    assert titles() == [("custody", "Custody")]

    correction.withdraw(response, number=1, reason="It named a victim.", by=factories.make_approver(), at=factories.AT)
    assert titles() == []


def test_no_more_rows_are_kept_than_a_process_has_room_for(monkeypatch):
    monkeypatch.setattr(shelf, "MANY", 1)
    publish(slug="first")
    titles()
    publish(slug="second")

    assert [slug for slug, _ in titles()] == ["second", "first"]
