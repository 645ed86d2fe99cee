"""The demo's tags, and a force's times in Engage: invented, as all of the demo."""

from datetime import timedelta

from oversight.bodies.models import Force
from responses.management.demo_teller import Teller
from responses.models import FollowUp
from responses.workflow import engage, tags
from responses.workflow.tags import Change

ADDRESS = "https://example.org/engage"
EARLIER = "Invented for the demo: the force did not know how many of its calls wait for an answer."
ENDED = "Invented for the demo: nine calls in ten are now answered in time."
REASON = "Invented for the demo: the force has not done enough about risks to the public that it was told of."
TAGS = [["Accountability board", "Custody"], ["Vetting"], ["Accountability board"], [], ["Audit committee"]]
DRIVERS = 2  # the first of them


def tell(teller: Teller) -> None:
    _engage(teller)
    office = FollowUp.objects.filter(policing_body=teller.office, force__code="hampshire")
    at = teller.at(teller.today - timedelta(days=20))
    for number, (row, names) in enumerate(zip(office.open().due_soonest(), TAGS, strict=False)):
        change = Change(add=names, drives=True if number < DRIVERS else None)
        tags.tag(row, change, on=teller.today, by=teller.officer, at=at)


def _engage(teller: Teller) -> None:
    force = Force.objects.get(code="hampshire")
    began, left, again = (teller.today - timedelta(days=days) for days in (1500, 1100, 60))
    by = teller.officer
    first = engage.enter(force, starts_on=began, reason=EARLIER, url=ADDRESS, by=by, at=teller.at(began))
    engage.end(first, ends_on=left, ended_because=ENDED, by=by, at=teller.at(left))
    engage.enter(force, starts_on=again, reason=REASON, url=ADDRESS, by=by, at=teller.at(again))
