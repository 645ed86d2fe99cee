from datetime import date

from django.utils import timezone

from inspections.models import Addressee, Finding, FindingKind, Grade, GradeScale, GradeTier, Inspection, Predecessor
from tests.factories import AT, make_finding, make_force, make_inspection, make_officer

A_DAY = date(2024, 8, 30)


def _change(model, **facts):
    model.objects.update(**facts)


def _confirmed_by_nobody():
    make_inspection()
    _change(Inspection, publication_confirmed_at=timezone.now())


def _confirmed_without_a_day():
    make_inspection(published_on=None, publication_confirmed_at=timezone.now(), publication_confirmed_by=make_officer())


def _finding(**facts):
    make_finding()
    _change(Finding, **facts)


def _two_limbs_a():
    parent = make_finding()
    for _ in range(2):
        make_finding(parent.inspection, parent=parent, limb="a")


def _its_own_parent():
    finding = make_finding()
    _change(Finding, parent=finding)


def _addressee(**facts):
    return Addressee.objects.create(**({"finding": make_finding(), "kind": "npcc"} | facts))


def _same_addressee_twice():
    finding = make_finding()
    for _ in range(2):
        _addressee(finding=finding)


def _two_tiers(**facts):
    scale = GradeScale.objects.create(name="Five tiers")
    GradeTier.objects.create(scale=scale, name="Good", rank=2)
    GradeTier.objects.create(scale=scale, **facts)


def _grade(**facts):
    facts = {"question": "Serious and organised crime", "awarded_on": A_DAY} | facts
    return Grade.objects.create(inspection=make_inspection(), force=make_force(), **facts)


def _graded_twice_on_a_day():
    grade = _grade()
    Grade.objects.create(
        inspection=grade.inspection, force=grade.force, question=grade.question, awarded_on=grade.awarded_on
    )


def _supersedes_itself():
    grade = _grade()
    _change(Grade, supersedes=grade)


def _two_kinds_with_one_letter():
    for code in ("recommendation", "request"):
        FindingKind.objects.create(code=code, name=code, plural=code, letter="R")


def _predecessor(**facts):
    finding = make_finding()
    about = {"finding": finding, "earlier": make_finding(), "kind": "repeats", "by": make_officer(), "at": AT}
    return Predecessor.objects.create(**about | facts)


def _linked_twice():
    link = _predecessor()
    _predecessor(finding=link.finding, earlier=link.earlier)


def _linked_to_itself():
    finding = make_finding()
    _predecessor(finding=finding, earlier=finding)


BREAKERS = {
    "inspection_publication_confirmed_at_and_by_together": _confirmed_by_nobody,
    "inspection_confirmed_publication_has_a_day": _confirmed_without_a_day,
    "inspection_fieldwork_starts_before_it_ends": lambda: make_inspection(
        fieldwork_from=A_DAY, fieldwork_to=date(2023, 6, 1)
    ),
    "inspection_stages_follow_each_other": lambda: make_inspection(
        announced_on=date(2023, 6, 2), fieldwork_from=date(2023, 6, 1)
    ),
    "inspection_own_recipient_has_a_deadline": lambda: make_inspection(own_recipient="Ofsted"),
    "inspection: reference_is_immutable": lambda: (make_inspection(), _change(Inspection, reference="NEW")),
    "findingkind_letter_unique": _two_kinds_with_one_letter,
    "finding_limb_unique_in_parent": _two_limbs_a,
    "finding_limb_has_a_parent": lambda: _finding(limb="a"),
    "finding_not_its_own_parent": _its_own_parent,
    "finding_deadline_has_a_day_as_its_precision_says": lambda: _finding(deadline_on=None),
    "finding_deadline_is_known_by_its_wording": lambda: _finding(deadline_wording=""),
    "finding: reference_is_immutable": lambda: _finding(reference="NEW"),
    "addressee_unique": _same_addressee_twice,
    "addressee_names_a_force_where_it_is_one": lambda: _addressee(force=make_force()),
    "addressee_names_the_other_body": lambda: _addressee(kind="other"),
    "predecessor_unique": _linked_twice,
    "predecessor_is_another_finding": _linked_to_itself,
    "gradescale_starts_before_it_ends": lambda: GradeScale.objects.create(name="X", first_year=2019, last_year=2014),
    "gradetier_rank_unique_in_scale": lambda: _two_tiers(name="Adequate", rank=2),
    "gradetier_name_unique_in_scale": lambda: _two_tiers(name="Good", rank=3),
    "grade_unique_on_its_day": _graded_twice_on_a_day,
    "grade_does_not_supersede_itself": _supersedes_itself,
}
