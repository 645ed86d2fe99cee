"""Breaks what the database promises about tags, and about what drives a force's time in Engage."""

from datetime import date

from oversight.bodies.models import Engagement
from responses.models import FollowUp, Tag, Tagging
from tests.factories import make_follow_up, make_force, make_policing_body


def _tag(name="Custody", policing_body=None):
    return Tag.objects.create(name=name, policing_body=policing_body or make_policing_body())


def _tagged_twice():
    tag, follow_up = _tag(), make_follow_up()
    for _ in range(2):
        Tagging.objects.create(tag=tag, follow_up=follow_up)


def _tag_of_another_office():
    Tagging.objects.create(tag=_tag(policing_body=make_policing_body("kent-pcc", "Kent")), follow_up=make_follow_up())


def _driving_another_force():
    engaged = {"force": make_force("kent", "Kent Police"), "reason": "Too slow.", "starts_on": date(2024, 3, 1)}
    make_follow_up()
    FollowUp.objects.update(drives=Engagement.objects.create(**engaged))


BREAKERS = {
    "tag_once_in_an_office_whatever_its_capitals": lambda: (_tag("Custody"), _tag("CUSTODY")),
    "tag_says_something": lambda: _tag(""),
    "tagging_once_on_a_follow_up": _tagged_twice,
    "tagging: of_its_own_office": _tag_of_another_office,
    "followup: drives_the_engage_of_its_force": _driving_another_force,
}
