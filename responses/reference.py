"""Reference data that every installation starts with and may edit afterwards."""

from responses.models import ClosureLevel

# The inspectorate publishes no definition of these; offices edit them to what they are told (R38).
CLOSURE_LEVELS = [
    ("Level 1", "Signed off by the chief officer"),
    ("Level 2", "Evidence checked at the desk by the inspectorate"),
    ("Level 3", "Tested by the inspectorate on a visit"),
]


def load() -> None:
    """Add what is missing; what an administrator has edited stays as it is."""
    for position, (name, note) in enumerate(CLOSURE_LEVELS):
        ClosureLevel.objects.get_or_create(name=name, defaults={"note": note, "position": position})
