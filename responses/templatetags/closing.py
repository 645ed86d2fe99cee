"""What a person may decide about a follow-up now, and how far apart the verdicts on it are."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django import template
from django.urls import reverse

from inspections.models import Finding
from oversight.accounts.models import User
from responses import rules
from responses.models import FollowUp
from responses.workflow.closing import HeldUp

register = template.Library()

# In the order of daily work; the address is the rule's and the page's word.
DECISIONS: list[tuple[Callable[[User, FollowUp], bool], str, str]] = [
    (rules.can_claim, "claim", "Say that it is complete"),
    (rules.can_withdraw_claim, "withdraw-claim", "Say that it is not complete after all"),
    (rules.can_sign_off, "sign-off", "Sign off as assured"),
    (rules.can_take_back, "take-back", "Take back our assurance"),
    (rules.can_hold, "hold", "Hold for a re-check"),
    (rules.can_record_closure, "record-closure", "Record that HMICFRS closed it"),
    (rules.can_correct_closure, "correct-closure", "Correct the record of HMICFRS’s closure"),
    (rules.can_correct_closure, "remove-closure", "Remove the record of HMICFRS’s closure"),
    (rules.can_wait, "wait", "It waits on others"),
    (rules.can_stop_waiting, "stop-waiting", "It no longer waits on others"),
    (rules.can_reopen, "reopen", "Open it again"),
    (rules.can_take_up, "take-up", "It is for the force after all"),
    (rules.can_end, "end", "End following up without signing it off"),
]
AFTER_ITS_PARTS = {"claim", "sign-off", "hold", "record-closure", "end"}  # as `closing.check_parts` refuses them
OTHERWISE = {"hold": "Hold it longer", "wait": "Change what it waits for"}


class Offered(NamedTuple):
    """Addresses and words of what a person may do, and whether anything has to wait for what is under it."""

    decisions: list[tuple[str, str]]
    is_held_up: bool


@register.simple_tag
def decisions_on(follow_up: FollowUp, user: User, held_up: HeldUp) -> Offered:
    """What would be refused while a part is open or not decided on is not offered."""
    to_wait = AFTER_ITS_PARTS if any(held_up) else set()
    has_begun = {"hold": follow_up.held_until, "wait": follow_up.waiting_since}
    decisions = [
        (reverse(f"responses:follow-up-{name}", args=[follow_up.pk]), OTHERWISE[name] if has_begun.get(name) else words)
        for can, name, words in DECISIONS
        if name not in to_wait and can(user, follow_up)
    ]
    about = _about_the_finding(follow_up.finding) if rules.can_end(user, follow_up) else []
    waits = any(name in to_wait and can(user, follow_up) for can, name, _words in DECISIONS)
    return Offered([*decisions, *about], waits)


def _about_the_finding(finding: Finding) -> list[tuple[str, str]]:
    """What is said once for every force and office (R51, R52)."""
    split = reverse("inspections:finding-new", args=[finding.inspection_id], query={"under": finding.pk})
    parts = [] if finding.limb or finding.kind.holds_recommendations else [(split, "Split it into parts")]
    return [*parts, (reverse("inspections:finding-link", args=[finding.pk]), "Say that it was found before")]


@register.filter
def days_from(later: date, earlier: date) -> str:
    """How the two lie: “34 days after”, “1 day before”, “the same day as”."""
    days = (later - earlier).days
    if days == 0:
        return "the same day as"
    return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'after' if days > 0 else 'before'}"


@register.filter
def days_waiting(on: date, claimed_on: date) -> str:
    """How long the force has been without a verdict."""
    days = (on - claimed_on).days
    return "No verdict yet" if days <= 0 else f"{days} day{'' if days == 1 else 's'} without a verdict"
