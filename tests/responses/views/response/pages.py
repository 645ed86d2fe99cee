"""What tests of the response pages share."""

import json
from datetime import UTC, datetime

from django.urls import reverse

from responses.merging import digests
from responses.models import Response
from responses.workflow import response as workflow
from responses.workflow.writing import texts_of
from tests import factories

NOW = datetime(2024, 10, 1, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
WRITTEN = {
    "our_comments": "We welcome the report.",
    "signatory": "Donald Reed",
    "chief_officer_comments": "The force accepts the findings.",
    "chief_officer_name": "Sam Carter",
}


def written(*, answered=True, inspection=None, **facts):
    response = factories.make_response(inspection, **(WRITTEN | facts))
    finding = factories.make_finding(response.inspection)
    if answered:
        response.answers.create(finding=finding, position="accepted", action="We ask for monthly figures.")
    return response


def approved(**facts):
    response = written(status="approved", approved_at=NOW, approved_by=factories.make_approver(), **facts)
    factories.make_version(response)
    return response


def in_review(**facts):
    response = written(status="in-review", **facts)
    factories.make_version(response)
    return response


def published(**facts):
    response = approved(**facts)
    by = factories.make_officer()
    workflow.publish(response, published_on=TODAY, by=by, at=NOW)
    return response


def address(name, response):
    return reverse(f"responses:response-{name}", args=[response.pk])


def typed(response, **changes):
    """What a browser sends of the writing page."""
    facts = {"opened": json.dumps(opened(response)), **WRITTEN}
    for finding in response.inspection.findings.all():
        facts |= {f"position-{finding.pk}": "partly", f"action-{finding.pk}": "We fund two analysts."}
    return facts | changes


def opened(response):
    """What the page says about the texts that it shows."""
    return digests(texts_of(response, response.answers.all()))


def status_of(response):
    return Response.objects.get(pk=response.pk).status
