"""Reference data that every installation starts with and may edit afterwards."""

from inspections.models import FindingKind, GradeScale, GradeTier, Theme

# code, name, plural, letter, other spellings, holds recommendations, must be answered, is followed up
FINDING_KINDS = [
    ("cause-of-concern", "Cause of concern", "Causes of concern", "C", "cause for concern", True, False, True),
    (
        "accelerated-cause-of-concern",
        "Accelerated cause of concern",
        "Accelerated causes of concern",
        "AC",
        "accelerated cause for concern",
        True,
        False,
        True,
    ),
    ("recommendation", "Recommendation", "Recommendations", "R", "", False, True, True),
    ("area-for-improvement", "Area for improvement", "Areas for improvement", "A", "AFI", False, False, True),
    ("innovative-practice", "Innovative practice", "Innovative practice", "I", "good practice", False, False, False),
    ("promising-practice", "Promising practice", "Promising practice", "P", "good practice", False, False, False),
    ("other", "Other finding", "Other findings", "O", "", False, False, True),
]

# Scale, first and last year, tiers from the best
GRADE_SCALES = [
    ("Four tiers, to 2007", None, 2007, ["Excellent", "Good", "Fair", "Poor"]),
    ("Four tiers, 2014 to 2019", 2014, 2019, ["Outstanding", "Good", "Requires improvement", "Inadequate"]),
    (
        "Five tiers, from 2021",
        2021,
        None,
        ["Outstanding", "Good", "Adequate", "Requires improvement", "Inadequate"],
    ),
]

THEMES = [
    ("child-protection", "Child protection"),
    ("counter-corruption-and-vetting", "Counter-corruption and vetting"),
    ("custody", "Custody"),
    ("domestic-abuse", "Domestic abuse"),
    ("investigations", "Investigations"),
    ("neighbourhood-policing", "Neighbourhood policing"),
    ("peel", "PEEL"),
    ("response-and-control-rooms", "Response and control rooms"),
    ("serious-and-organised-crime", "Serious and organised crime"),
]


def load() -> None:
    """Add what is missing; what an administrator has edited stays as it is."""
    for position, (code, name, plural, letter, aliases, holds, answered, followed) in enumerate(FINDING_KINDS):
        facts = {"name": name, "plural": plural, "letter": letter, "aliases": aliases, "position": position}
        flags = {"holds_recommendations": holds, "must_be_answered": answered, "is_followed_up": followed}
        FindingKind.objects.get_or_create(code=code, defaults=facts | flags)
    for scale, first_year, last_year, tiers in GRADE_SCALES:
        kept, _ = GradeScale.objects.get_or_create(
            name=scale, defaults={"first_year": first_year, "last_year": last_year}
        )
        for rank, tier in enumerate(tiers, start=1):
            GradeTier.objects.get_or_create(scale=kept, rank=rank, defaults={"name": tier})
    for slug, theme in THEMES:
        Theme.objects.get_or_create(slug=slug, defaults={"name": theme})
