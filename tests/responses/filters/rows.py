"""The rows that a query of the list finds."""

from datetime import date

from django.http import QueryDict

from responses.filters.follow_up import FollowUpFilter
from tests import factories

ON = date(2025, 2, 10)


def filtered(query, *, user=None, on=ON):
    return FollowUpFilter(QueryDict(query), user=user or factories.make_officer(), on=on)


def found(query, **facts):
    return [row.reference for row in filtered(query, **facts).rows]


def make(reference, *, deadline="By 1 March 2025", force=None, policing_body=None, **facts):
    finding_facts = {name: facts.pop(name) for name in ("kind", "title", "text", "inspection") if name in facts}
    finding = factories.make_finding(reference=reference, deadline=deadline, **finding_facts)
    return factories.make_follow_up(finding, force=force, policing_body=policing_body, **facts)
