"""Two offices follow up one finding for one force: neither reads what the other has (R80)."""

import pgtrigger
import pytest
from django.urls import reverse

from responses.models import AssuranceUpdate, Event, EvidenceFile, EvidenceRequest, Tag
from tests import factories
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
