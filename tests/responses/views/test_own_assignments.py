"""A force lead whose account is limited to own assignments knows of nothing else at the force (R44)."""

import pytest
from django.urls import reverse

from responses.models import (
    AssuranceUpdate,
    DateChange,
    Event,
    EventKind,
    EvidenceFile,
    EvidenceRequest,
    FollowUp,
    Invitation,
)
from responses.models.event import Audience
from responses.rules import can_ask_for_date, can_claim
from responses.workflow.telling import answerers
from tests import factories

pytestmark = pytest.mark.django_db

AT = factories.AT


@pytest.fixture
def limited():
    return factories.make_lead(name="Lea Limited", own_only=True)


@pytest.fixture
def colleague():
    return factories.make_lead(name="Kim Lee")


def everything_about(lead, **asked):
    """A follow-up of the lead, with one of each thing that can be said of it."""
    follow_up = factories.make_follow_up(lead=lead)
    request = factories.make_request(follow_up, lead=lead, **asked)
    factories.make_file(factories.make_round(request))
    factories.make_date_change(follow_up, asked_by=lead)
    factories.make_update(follow_up, is_publishable=True)
    factories.make_invitation(factories.make_response(follow_up.finding.inspection), leads=[lead])
    facts = {"policing_body": follow_up.policing_body, "audience": Audience.FORCE, "at": AT, "by": lead}
    Event.objects.create(kind=EventKind.CLAIMED, follow_up=follow_up, **facts)
    Event.objects.create(kind=EventKind.EVIDENCE_ASKED, follow_up=follow_up, request=request, **facts)
    return follow_up


SEEN = [FollowUp, EvidenceRequest, EvidenceFile, DateChange, AssuranceUpdate, Invitation, Event]


@pytest.mark.parametrize("model", SEEN)
def test_what_is_a_colleagues_is_not_there(model, limited, colleague):
    everything_about(colleague)
    before = set(model.objects.all())
    everything_about(limited)

    told = {Event: set(Event.objects.filter(kind__in=["claimed", "evidence-asked"]))}.get(
        model, set(model.objects.all())
    )
    assert set(model.objects.visible_to(limited)) & before == set()
    assert told - before <= set(model.objects.visible_to(limited))
    assert set(model.objects.visible_to(colleague)) >= told


def test_what_is_handed_on_is_there_with_the_recommendation_it_is_about(limited, colleague):
    follow_up = everything_about(colleague, delegate=limited)
    other = factories.make_request(follow_up, lead=colleague)
    told_of_other = Event.objects.create(
        kind=EventKind.EVIDENCE_ASKED,
        policing_body=follow_up.policing_body,
        follow_up=follow_up,
        request=other,
        audience=Audience.FORCE,
        at=AT,
    )

    assert list(FollowUp.objects.visible_to(limited)) == [follow_up]
    assert list(EvidenceRequest.objects.visible_to(limited)) == list(EvidenceRequest.objects.exclude(pk=other.pk))
    assert told_of_other not in Event.objects.visible_to(limited)


def test_a_draft_that_names_the_person_shows_neither_itself_nor_its_recommendation(limited):
    factories.make_request(lead=limited, status="draft")

    assert not FollowUp.objects.visible_to(limited).exists()
    assert not EvidenceRequest.objects.visible_to(limited).exists()


def test_pages_and_their_counts_follow(client, limited, colleague):
    theirs, own = everything_about(colleague), everything_about(limited)
    client.force_login(limited)

    rows = client.get(reverse("responses:follow-up-list"))
    work = client.get(reverse("responses:work-list"))

    assert (rows.context["number"], list(rows.context["page"])) == (1, [own])
    assert client.get(reverse("responses:evidence-list")).context["number"] == 1
    assert {tile.words: tile.number for tile in work.context["tiles"]}["open, of all types"] == 1
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(theirs.evidence_requests.get().get_absolute_url()).status_code == 404


def test_the_family_of_an_own_recommendation_leaves_out_what_is_a_colleagues(client, limited, colleague):
    cause = factories.make_finding(kind="cause-of-concern")
    part = factories.make_finding(cause.inspection, parent=cause)
    factories.make_follow_up(cause, lead=colleague)
    own = factories.make_follow_up(part, lead=limited)
    client.force_login(limited)

    assert client.get(own.get_absolute_url()).context["family"] == []


@pytest.mark.parametrize("can", [can_claim, can_ask_for_date])
def test_whoever_only_replies_does_not_speak_for_the_whole_recommendation(can, limited, colleague):
    follow_up = everything_about(colleague, delegate=limited)

    assert [can(person, follow_up) for person in (limited, colleague)] == [False, True]


def test_a_letter_for_everybody_at_the_force_leaves_out_who_could_not_open_it(limited, colleague):
    request = factories.make_request(lead=factories.make_lead(name="Gone Away", is_active=False))

    assert answerers(request, None) == [colleague]
