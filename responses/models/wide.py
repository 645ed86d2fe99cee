"""Follow-ups with all that a list or a page says of them: a dozen columns of other tables, put together once (R131)."""

from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from inspections.models import Finding, Predecessor
from oversight.bodies.models.body import ForceName
from oversight.once import once
from responses.models.follow_up import FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.state import ClosureLevel


@once
def listed(on: date) -> FollowUpQuerySet:
    return FollowUp.objects.for_list().labelled(on)


@once
def shown(on: date) -> FollowUpQuerySet:
    """For the page of one, which fills in people and findings: what few have is not worth a question (R131)."""
    force = JSONObject(pk="force", short_name="force__short_name")
    awaited = FollowUp.objects.filter(pk=OuterRef("waiting_for"))
    level = ClosureLevel.objects.filter(pk=OuterRef("closure_level"))
    beside = {
        "force_names": ForceName.objects.filter(force=OuterRef("force")).told(name="name"),
        "links": Predecessor.objects.told_about("finding"),
        "closed_how": Subquery(level.values(facts=JSONObject(pk="pk", name="name", note="note"))),
        **_about_parts(),
        "awaited": Subquery(awaited.values(facts=JSONObject(pk="pk", finding="finding", force=force))),
    }
    return FollowUp.objects.for_page().labelled(on).annotate(**beside)


def _about_parts() -> dict[str, Exists]:
    """Whether one is open, and whether a finding under its own is not followed up: the office need not be asked to."""
    same = {"force": OuterRef("force"), "policing_body": OuterRef("policing_body")}
    opened = FollowUp.objects.open().filter(finding__parent=OuterRef("finding"), **same)
    started = FollowUp.objects.filter(finding=OuterRef("pk"), **{name: OuterRef(of) for name, of in same.items()})
    under = Finding.objects.filter(parent=OuterRef("finding"), kind__is_followed_up=True)
    return {"has_open_parts": Exists(opened), "may_be_left": Exists(under.filter(~Exists(started)))}
