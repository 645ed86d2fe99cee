"""The migration that counts the days of each side for the requests that were there before."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from responses.models import Event, EventKind, EvidenceRequest, RequestStatus
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

migration = import_module("responses.migrations.0011_turns_of_requests_that_are_there")


def after(days):
    return AT + timedelta(days=days)


def counted(request):
    EvidenceRequest.objects.update(turn_on=None)
    migration.count_turns(apps, None)
    request.refresh_from_db()
    return request.force_days, request.office_days, request.turn_on


def test_days_are_counted_from_the_replies_and_judgements():
    request = factories.make_request(status=RequestStatus.RETURNED)
    judged = {"decided_at": after(9), "decided_by": request.sent_by, "decision": "returned", "decision_note": "Why?"}
    factories.make_round(request, submitted_at=after(5), **judged)

    assert counted(request) == (5, 4, after(9).date())


def test_days_end_when_it_was_withdrawn_on_the_side_that_had_it():
    request = factories.make_request(status=RequestStatus.WITHDRAWN)
    factories.make_round(request, submitted_at=after(5))
    facts = {"policing_body": request.policing_body, "kind": EventKind.EVIDENCE_WITHDRAWN, "by": request.sent_by}
    Event.objects.create(request=request, at=after(8), **facts)

    assert counted(request) == (5, 3, after(8).date())


def test_the_first_opening_is_known_from_the_history():
    request = factories.make_request(status=RequestStatus.OPENED)
    for days, lead in ((2, request.lead), (6, factories.make_lead())):
        facts = {"policing_body": request.policing_body, "kind": EventKind.EVIDENCE_OPENED, "by": lead}
        Event.objects.create(request=request, at=after(days), **facts)

    assert counted(request) == (0, 0, AT.date())
    assert (request.opened_at, request.opened_by) == (after(2), request.lead)
