"""Two offices follow up one finding for one force: neither reads what the other has (R80)."""

import pgtrigger
import pytest
from django.urls import reverse

from oversight.bodies.models import ForceKind
from responses.models import AssuranceUpdate, Event, EvidenceFile, EvidenceRequest, Tag
from tests import factories
from tests.reading import text_of
from tests.responses.views.one_story import MARK, NAMES, OneStory, addresses, leaks
from tests.responses.views.test_sensitive import mark_everything

pytestmark = pytest.mark.django_db

OWN = ["follow-up-detail", "follow-up-record", "assurance-list", "assurance-log", "evidence-ask", "deadline-revise"]


def mark_as_official():
    mark_everything()
    with pgtrigger.ignore():
        for model in (EvidenceRequest, EvidenceFile, AssuranceUpdate):
            model.objects.update(classification="official")
        Event.objects.update(reason=MARK, detail=MARK)
    Tag.objects.update(name=MARK)


def test_an_office_reads_nothing_of_another_that_follows_up_the_same_finding_for_the_same_force(client):
    story = OneStory()
    found = dict(addresses(story, NAMES))
    mark_as_official()
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    ours = factories.make_follow_up(story.finding, policing_body=surrey, lead=story.lead)
    factories.make_request(ours, lead=story.lead)
    found |= {f"own {name}": reverse(f"responses:{name}", args=[ours.pk]) for name in OWN}
    reader = factories.make_approver(policing_body=surrey, reads_sensitive=True)

    assert list(leaks(client, [reader], found.items())) == []


OFFICES = ["Police and Crime Commissioner for Hampshire and Isle of Wight", "Police and Crime Commissioner for Surrey"]
LISTS = {"work-list": [2, 2], "follow-up-list": [1, 1], "evidence-list": [1, 1], "follow-up-csv": [1, 1]}


def test_who_deals_with_one_office_is_not_told_its_name_on_each_row():
    assert (factories.make_lead().office_names, factories.make_officer().office_names) == ({}, {})


def test_a_lead_of_a_unit_reads_whose_recommendation_and_whose_question_it_is(client):
    unit = factories.make_force("serocu", "SEROCU", kind=ForceKind.UNIT)
    lead, finding = factories.make_lead(force=unit), factories.make_finding()
    bodies = [factories.make_policing_body(), factories.make_policing_body("surrey-pcc", "Surrey")]
    rows = [factories.make_follow_up(finding, force=unit, policing_body=each, lead=lead) for each in bodies]
    asked = [factories.make_request(each, lead=lead) for each in rows]
    client.force_login(lead)

    def named(page):
        words = b"".join(page.streaming_content).decode() if page.streaming else text_of(page)
        return [words.count(each) for each in OFFICES]

    assert {name: named(client.get(reverse(f"responses:{name}"))) for name in LISTS} == LISTS
    own = [named(client.get(each.get_absolute_url())) for each in (*rows, *asked)]
    assert own == [[1, 0], [0, 1]] * 2
