"""A response as the workflow publishes it."""

from datetime import UTC, datetime

from responses.workflow import response as workflow
from tests import factories

AT = datetime(2024, 10, 1, 9, 30, tzinfo=UTC)
TODAY = AT.date()


def publish(*, published_on=TODAY, inspection=None, finding=None, also=(), said=None, **facts):
    """A response with one recommendation, published as the workflow does it."""
    by = factories.make_approver()
    facts = {"our_comments": "We welcome the report.", "signatory": "Donald Reed"} | facts
    facts = {"chief_officer_comments": "The force accepts.", "chief_officer_name": "Sam Carter"} | facts
    inspection = finding.inspection if finding else inspection
    response = factories.make_response(inspection, status="approved", approved_at=AT, approved_by=by, **facts)
    if finding is None:
        factories.make_finding(response.inspection)
    said = {"position": "partly", "action": "We ask for monthly figures."} | (said or {})
    response.also_answers.set(also)
    for each in [*response.inspection.findings.all(), *(found for report in also for found in report.findings.all())]:
        response.answers.create(finding=each, **said)
    factories.make_version(response)
    workflow.publish(response, published_on=published_on, proof="A receipt.", by=by, at=AT)
    return response
