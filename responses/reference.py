"""Reference data that every installation starts with and may edit afterwards."""

from responses import clock
from responses.models import ClosureLevel, CopyFor, Recipient, ResponseRule

# The inspectorate publishes no definition of these; offices edit them to what they are told (R38).
CLOSURE_LEVELS = [
    ("Level 1", "Signed off by the chief officer"),
    ("Level 2", "Evidence checked at the desk by the inspectorate"),
    ("Level 3", "Tested by the inspectorate on a visit"),
]

RULE_SOURCE = "Section 55(5A) of the Police Act 1996, in force from 2 May 2017 (S.I. 2017/399)"

# The addresses change and are not published: an administrator enters them.
RECIPIENTS = {
    CopyFor.INSPECTORATE: "His Majesty's Inspectors of Constabulary",
    CopyFor.HOME_SECRETARY: "The Home Secretary",
}


def load() -> None:
    """Add what is missing; what an administrator has edited stays as it is."""
    for position, (name, note) in enumerate(CLOSURE_LEVELS):
        ClosureLevel.objects.get_or_create(name=name, defaults={"note": note, "position": position})
    for rule in clock.RULES:
        facts = {"period_days": rule.period_days, "source": RULE_SOURCE}
        ResponseRule.objects.get_or_create(in_force_from=rule.in_force_from, defaults=facts)
    for copy_for, name in RECIPIENTS.items():
        if not Recipient.objects.filter(copy_for=copy_for).exists():
            Recipient.objects.create(copy_for=copy_for, name=name)
