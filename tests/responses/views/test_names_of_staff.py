"""Where an office does not name its staff, no force reads a name of them; by default it does (R91)."""

import pgtrigger
import pytest
from django.urls import reverse

from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody
from responses.emails import letter
from responses.models import (
    Event,
    EventKind,
    EvidenceFile,
    EvidenceRound,
    FollowUp,
    Invitation,
    MoreTime,
    Notice,
    NoticeKind,
)
from responses.workflow import date_change, follow_up
from tests import factories
from tests.reading import text_of
from tests.responses.views.one_story import AT, MARK, NAMES, OneStory, addresses, leaks

pytestmark = pytest.mark.django_db

OFFICE = "Police and Crime Commissioner for Hampshire and Isle of Wight"


def name_staff(story):
    """Whatever an officer does in the story is done by one whose name is the mark."""
    User.objects.filter(force=None).update(name=MARK, job_title=f"{MARK} title")
    by, decided = story.replied.sent_by, {"decided_at": AT, "decided_by": story.replied.sent_by}
    FollowUp.objects.update(officer=by, assured_on=AT.date(), assured_by=by, assured_reason="Seen.")
    with pgtrigger.ignore():
        EvidenceRound.objects.exclude(submitted_at=None).update(decision="returned", decision_note="Dates.", **decided)
        MoreTime.objects.update(decision="refused", decision_note="No.", **decided)
        EvidenceFile.objects.update(withdrawn_at=AT, withdrawn_by=by, withdrawal_reason="Old.")
        Event.objects.update(by=by)
        said = {"detail": f"to Dana Brook, with {MARK} as policy officer", "officer": by}
        Event.objects.filter(kind=EventKind.ASSIGNED).update(**said)
    Invitation.objects.update(invited_by=by)


SAID_ON = [
    "responses:follow-up-detail",
    "responses:follow-up-csv",
    "responses:evidence-detail",
    "responses:evidence-reply",
    "responses:file-detail",
    "responses:comments-write",
]


def test_no_address_names_the_staff_of_an_office_that_does_not_want_it(client):
    story = OneStory()
    found = dict(addresses(story, [*NAMES, "responses:comments-write"]))
    name_staff(story)

    assert [name for _, name in leaks(client, [story.lead], [(name, found[name]) for name in SAID_ON])] == SAID_ON
    PolicingBody.objects.update(names_staff=False)
    assert list(leaks(client, [story.lead], found.items())) == []


def has_left(story):
    """The staff: for an office that names its own."""
    PolicingBody.objects.update(names_staff=False)
    User.objects.filter(force=None).update(policing_body=another_office(names_staff=True))


def has_joined(story):
    """The staff: an office that names nobody."""
    User.objects.filter(force=None).update(policing_body=another_office(names_staff=False))


def has_moved(story):
    """All that was told: by an office that named its staff, who stayed there, to one that does not (R56)."""
    before = another_office(names_staff=True)
    PolicingBody.objects.exclude(pk=before.pk).update(names_staff=False)
    User.objects.filter(force=None).update(policing_body=before)
    with pgtrigger.ignore("responses.Event:append_only"):
        Event.objects.update(policing_body=before)


def another_office(*, names_staff):
    office = factories.make_policing_body("kent-pcc", "Kent")
    PolicingBody.objects.filter(pk=office.pk).update(names_staff=names_staff)
    return office


@pytest.mark.parametrize("who", [has_left, has_joined, has_moved])
def test_nor_where_somebody_or_something_is_with_another_office_now(client, who):
    story = OneStory()
    found = dict(addresses(story, SAID_ON))
    name_staff(story)

    who(story)

    assert list(leaks(client, [story.lead], found.items())) == []


def stays(story):
    PolicingBody.objects.update(names_staff=False)


@pytest.mark.parametrize("who", [stays, has_left, has_joined])
def test_a_history_says_to_whom_of_the_office_it_is_assigned_only_where_staff_are_named(client, who):
    lead, officer = factories.make_lead(), factories.make_officer(name=MARK)
    assigned = factories.make_follow_up()
    follow_up.assign(assigned, lead=lead, officer=officer, by=factories.make_approver(), at=AT)
    client.force_login(lead)

    named = text_of(client.get(assigned.get_absolute_url()))
    who(None)
    unnamed = text_of(client.get(assigned.get_absolute_url()))

    assert f"To Dana Brook, with {MARK} as policy officer" in named
    assert (MARK in unnamed, "as policy officer" in unnamed) == (False, False)


def test_a_date_is_agreed_by_the_office_where_that_does_not_name_who_decided(client):
    dated = factories.make_follow_up(lead=factories.make_lead())
    change = factories.make_date_change(dated)
    date_change.grant(change, reason="", by=factories.make_officer(), at=AT)
    client.force_login(dated.lead)

    named = text_of(client.get(dated.get_absolute_url()))
    PolicingBody.objects.update(names_staff=False)
    unnamed = text_of(client.get(dated.get_absolute_url()))

    assert "Agreed by Priya Shah on 2 September 2024" in named
    assert f"Agreed by {OFFICE} on 2 September 2024" in unnamed
    assert "Priya" not in unnamed


def test_it_reads_the_name_of_the_office_instead_and_those_of_the_force_stay(client):
    request = factories.make_request()
    PolicingBody.objects.update(names_staff=False)
    client.force_login(request.lead)

    text = text_of(client.get(request.get_absolute_url()))

    assert f"Asked by {OFFICE}" in text
    assert "Asked of Dana Brook" in text


def test_staff_read_the_names_of_each_other(client):
    request = factories.make_request()
    PolicingBody.objects.update(names_staff=False)
    client.force_login(factories.make_approver())

    assert "Asked by Priya Shah" in text_of(client.get(request.get_absolute_url()))


def test_an_office_that_names_its_staff_does_so_whatever_another_wants(client):
    factories.make_policing_body("kent-pcc", "Kent")
    PolicingBody.objects.filter(code="kent-pcc").update(names_staff=False)
    request = factories.make_request()
    client.force_login(request.lead)

    assert "Asked by Priya Shah" in text_of(client.get(request.get_absolute_url()))


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind.value.startswith(("evidence", "more-time"))])
def test_no_letter_to_a_force_names_staff(kind):
    request = factories.make_request(sent_by=factories.make_officer(name=MARK))
    Notice.objects.owe(kind, to=request.lead, request=request, at=AT)

    message = letter(Notice.objects.for_letter().get())

    assert MARK not in message.subject + message.body


def test_somebody_who_comes_too_late_is_not_told_who_was_first(client):
    request = factories.make_request(status="withdrawn")
    PolicingBody.objects.update(names_staff=False)
    facts = {"policing_body": request.policing_body, "request": request, "at": AT, "by": request.sent_by}
    Event.objects.create(kind=EventKind.EVIDENCE_WITHDRAWN, reason="Not needed.", **facts)
    client.force_login(request.lead)

    page = client.get(reverse("responses:evidence-reply", args=[request.pk]), follow=True)

    assert f"{OFFICE} withdrew the request" in text_of(page)
