"""The planner’s letters about responses and about the chief officer’s comments on them."""

from datetime import date

import pytest

from responses.models import Notice, NoticeKind, Section55
from tests import factories
from tests.responses.notices.planning import letters, plan

pytestmark = pytest.mark.django_db
JANUARY_30 = date(2025, 1, 30)  # 30 days before Saturday 1 March 2025 is a Thursday


def test_plan_reminds_everybody_who_decides_of_the_56_days():
    factories.make_officer("priya@example.org")
    approver = factories.make_approver("alex@example.org")
    factories.make_viewer("vera@example.org")
    inspection = factories.make_inspection(
        publication_confirmed_at=factories.AT, publication_confirmed_by=approver
    )  # published on 30 August 2024
    factories.make_response(inspection)

    assert plan(date(2024, 10, 10)) == 2
    assert sorted(Notice.objects.values_list("kind", "address", "due_on", "rung")) == [
        ("response-due", "alex@example.org", date(2024, 10, 24), 14),
        ("response-due", "priya@example.org", date(2024, 10, 24), 14),
    ]


def test_plan_writes_to_the_mailbox_where_nobody_in_the_office_decides():
    factories.make_viewer("vera@example.org")
    factories.make_response(invited_on=date(2024, 9, 5), comments_due_on=date(2024, 9, 27))

    assert plan(date(2024, 9, 20)) == 1
    assert letters() == [("hampshire-pcc@example.org", 7)]


def test_plan_starts_no_clock_from_an_unconfirmed_day_of_publication():
    factories.make_officer()
    factories.make_response()

    assert plan(date(2024, 10, 10)) == 0


def test_plan_starts_no_clock_where_section_55_does_not_apply():
    approver = factories.make_approver()
    inspection = factories.make_inspection(publication_confirmed_at=factories.AT, publication_confirmed_by=approver)
    factories.make_response(inspection, section_55=Section55.VOLUNTARY, section_55_reason="Not our force.")

    assert plan(date(2024, 10, 10)) == 0


def test_plan_reminds_of_the_chief_officers_comments_until_they_are_there():
    factories.make_officer("priya@example.org")
    response = factories.make_response(invited_on=date(2024, 9, 5), comments_due_on=date(2024, 9, 27))

    assert plan(date(2024, 9, 20)) == 1
    assert letters(kind=NoticeKind.COMMENTS_DUE) == [("priya@example.org", 7)]

    response.comments_received_on = date(2024, 9, 25)
    response.save()
    assert plan(date(2024, 9, 26)) == 0


def test_plan_reminds_the_leads_who_are_invited_until_their_comments_are_sent():
    priya, dana = factories.make_officer("priya@example.org"), factories.make_lead("dana@example.org")
    response = factories.make_response(invited_on=date(2024, 9, 5), comments_due_on=date(2024, 9, 27))
    factories.make_lead("nobody-asked@example.org")
    invitation = factories.make_invitation(response, leads=[dana], invited_by=priya, due_on=date(2024, 9, 27))

    assert plan(date(2024, 9, 20)) == 2
    assert letters(kind=NoticeKind.COMMENTS_DUE) == [("dana@example.org", 7), ("priya@example.org", 7)]

    type(invitation).objects.update(text="Agreed.", name="Jo Example", sent_at=factories.AT, sent_by=dana)
    assert plan(date(2024, 9, 24)) == 1
    assert letters(kind=NoticeKind.COMMENTS_DUE) == [
        ("dana@example.org", 7),
        ("priya@example.org", 3),
        ("priya@example.org", 7),
    ]


def test_plan_reminds_each_force_of_its_own_day_and_nobody_of_what_is_withdrawn():
    priya, dana = factories.make_officer("priya@example.org"), factories.make_lead("dana@example.org")
    unit = factories.make_force("serocu", "SEROCU")
    kim = factories.make_lead("kim@example.org", force=unit)
    response = factories.make_response(invited_on=date(2024, 9, 5), comments_due_on=date(2024, 9, 27))
    by = {"response": response, "invited_by": priya}
    factories.make_invitation(**by, leads=[dana], due_on=date(2024, 9, 20))
    later = factories.make_invitation(**by, leads=[kim], force=unit, due_on=date(2024, 9, 27))

    def owed():
        return [(str(each.due_on), each.address) for each in Notice.objects.filter(status="pending").order_by("pk")]

    plan(date(2024, 9, 20))

    assert sorted(owed()) == [
        ("2024-09-20", "dana@example.org"),
        ("2024-09-20", "priya@example.org"),
        ("2024-09-27", "kim@example.org"),
        ("2024-09-27", "priya@example.org"),
    ]
    type(later).objects.filter(pk=later.pk).update(withdrawn_at=factories.AT)
    plan(date(2024, 9, 20))
    assert sorted(owed()) == [("2024-09-20", "dana@example.org"), ("2024-09-20", "priya@example.org")]
