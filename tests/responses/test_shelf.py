"""Published rows are kept by each process; what is current is asked each time."""

from datetime import date

import pgtrigger
import pytest
from django.db import transaction

from responses import shelf
from responses.models import Publication
from responses.workflow import correction
from tests import factories
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db


def titles():
    return [(row.slug, row.title) for row in shelf.published().rows]


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


def test_what_is_published_is_put_in_order_once_until_another_is():
    response = publish(slug="first")
    before = shelf.published()
    assert shelf.published() is before
    assert before.facets.years == {"2024"}

    publish(slug="second", inspection=factories.make_inspection(published_on=None), published_on=date(2023, 3, 1))
    after = shelf.published()
    assert after.facets.years == {"2023", "2024"}
    assert [row.slug for row in after.with_fact("year", "2023")] == ["second"]

    correction.withdraw(response, number=1, reason="It named a victim.", by=factories.make_approver(), at=factories.AT)
    assert shelf.published().facets.years == {"2023"}
    assert shelf.published().with_fact("year", "2024") == []


def test_a_row_that_was_repaired_is_read_again():
    publish(inspection=factories.make_inspection(title="Custdy"))
    assert [title for _, title in titles()] == ["Custdy"]

    with transaction.atomic(), pgtrigger.ignore():  # a savepoint writes under a number of its own
        Publication.objects.update(title="Custody")

    assert [title for _, title in titles()] == ["Custody"]


def test_a_response_to_several_forces_is_found_once():
    forces = [factories.make_force("kent", "Kent Police"), factories.make_force("surrey", "Surrey Police")]
    publish(inspection=factories.make_inspection(forces=forces), slug="both")

    assert [row.slug for row in shelf.published().about("kent", "surrey", "essex")] == ["both"]


def test_no_more_rows_are_kept_than_a_process_has_room_for(monkeypatch):
    monkeypatch.setattr(shelf, "MANY", 1)
    publish(slug="first")
    titles()
    publish(slug="second")

    assert [slug for slug, _ in titles()] == ["second", "first"]
    assert shelf.published() is not shelf.published()
