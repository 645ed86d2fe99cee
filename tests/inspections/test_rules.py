"""Who may do what to inspections."""

import pytest

from inspections import rules
from inspections.models import Inspection
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "writes"),
    [
        (factories.make_officer, True),
        (factories.make_approver, True),
        (factories.make_administrator, True),
        (factories.make_viewer, False),
        (factories.make_lead, False),
    ],
)
def test_can_record_and_can_correct_are_for_those_who_write(make, writes):
    user = make()

    assert rules.can_record(user) is writes
    assert rules.can_correct(user) is writes


def test_visible_to_shows_every_inspection_to_every_office_and_none_to_a_force():
    inspection = factories.make_inspection()
    elsewhere = factories.make_policing_body("kent-pcc", "Kent")

    assert list(Inspection.objects.visible_to(factories.make_viewer())) == [inspection]
    assert list(Inspection.objects.visible_to(factories.make_officer(policing_body=elsewhere))) == [inspection]
    assert list(Inspection.objects.visible_to(factories.make_lead())) == []
