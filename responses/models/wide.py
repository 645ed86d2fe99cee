"""Follow-ups with all that a list or a page says of them: a dozen columns of other tables, put together once (R131)."""

from datetime import date

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from inspections.models import Predecessor
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
        "awaited": Subquery(awaited.values(facts=JSONObject(pk="pk", finding="finding", force=force))),
    }
    return FollowUp.objects.for_page().labelled(on).annotate(**beside)
