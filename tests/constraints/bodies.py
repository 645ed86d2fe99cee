from datetime import date

from oversight.accounts.models import Role, User
from oversight.bodies.models import (
    Engagement,
    Force,
    ForceKind,
    ForceName,
    Membership,
    Oversight,
    PolicingBody,
    PolicingBodyName,
)
from tests.factories import make_force, make_merger, make_officer, make_policing_body, make_succession

MAY = date(2024, 5, 1)
JUNE = date(2024, 6, 1)


def _unit():
    return make_force("serocu", "South East Regional Organised Crime Unit", kind=ForceKind.UNIT)


def _two_forces_with_one_ons_code():
    for code in ("hampshire", "surrey"):
        Force.objects.create(code=code, short_name=code, kind=ForceKind.TERRITORIAL, ons_code="E23000030")


def _two_names_at_a_time():
    force = Force.objects.create(code="kent", short_name="Kent", kind=ForceKind.TERRITORIAL)
    ForceName.objects.create(force=force, name="Kent County Constabulary", ends_on=JUNE)
    ForceName.objects.create(force=force, name="Kent Police", starts_on=JUNE)


def _two_names_of_an_office_at_a_time():
    body = make_policing_body()
    PolicingBodyName.objects.create(policing_body=body, name="Old", ends_on=JUNE)
    PolicingBodyName.objects.create(policing_body=body, name="New", starts_on=JUNE)


def _two_overseers_at_a_time():
    Oversight.objects.create(force=make_force(), policing_body=make_policing_body("mayor", "Solent"), starts_on=JUNE)


def _member_twice_at_a_time():
    Membership.objects.create(unit=_unit(), member=make_force(), ends_on=JUNE)
    Membership.objects.create(unit=_unit(), member=make_force(), starts_on=MAY)


def _engaged(**facts):
    return Engagement.objects.create(**{"force": make_force(), "reason": "A reason.", "starts_on": MAY} | facts)


def _backwards(model, **facts):
    return model.objects.create(starts_on=JUNE, ends_on=MAY, **facts)


def _same_address_in_capitals():
    make_officer("priya@example.org")
    User.objects.create(email="PRIYA@example.org", name="P", role=Role.OFFICER, policing_body=make_policing_body())


BREAKERS = {
    "force_ons_code_unique": _two_forces_with_one_ons_code,
    "forcename_one_at_a_time": _two_names_at_a_time,
    "forcename_starts_before_it_ends": lambda: _backwards(ForceName, force=_unit(), name="X"),
    "policingbody_keeps_files_for_1_to_30_years": lambda: (
        make_policing_body(),
        PolicingBody.objects.update(files_kept_years=0),
    ),
    "policingbodyname_one_at_a_time": _two_names_of_an_office_at_a_time,
    "policingbodyname_starts_before_it_ends": lambda: _backwards(
        PolicingBodyName, policing_body=make_policing_body(), name="X"
    ),
    "oversight_one_at_a_time": _two_overseers_at_a_time,
    "oversight_starts_before_it_ends": lambda: _backwards(Oversight, force=_unit(), policing_body=make_policing_body()),
    "membership_one_at_a_time": _member_twice_at_a_time,
    "membership_starts_before_it_ends": lambda: _backwards(Membership, unit=_unit(), member=make_force()),
    "membership_of_another_body": lambda: Membership.objects.create(unit=_unit(), member=_unit()),
    "engagement_one_at_a_time": lambda: (_engaged(), _engaged(starts_on=JUNE)),
    "engagement_starts_before_it_ends": lambda: _engaged(starts_on=JUNE, ends_on=MAY),
    "engagement_has_a_start": lambda: _engaged(starts_on=None),
    "engagement_says_why": lambda: _engaged(reason=""),
    "engagement_that_is_not_over_has_no_reason_to_end": lambda: _engaged(ended_because="It got better."),
    "merger_one_at_a_time": lambda: (make_merger(), make_merger(starts_on=JUNE)),
    "merger_starts_before_it_ends": lambda: make_merger(starts_on=JUNE, ends_on=MAY),
    "merger_has_a_start": lambda: make_merger(starts_on=None),
    "merger_with_another": lambda: make_merger(whole=make_force()),
    "succession_one_successor_at_a_time": lambda: (make_succession(), make_succession()),
    "succession_by_another": lambda: make_succession(predecessor=make_policing_body()),
    "succession_says_why": lambda: make_succession(reason=""),
    "succession_undone_at_by_and_why_together": lambda: make_succession(undone_because="Quashed."),
    "user_email_unique_whatever_its_case": _same_address_in_capitals,
    "user_with_own_assignments_only_leads_at_a_force": lambda: make_officer(own_only=True),
    "user_of_a_force_or_of_an_office": lambda: User.objects.create(
        email="both@example.org",
        name="Both",
        role=Role.FORCE_LEAD,
        force=make_force(),
        policing_body=make_policing_body(),
    ),
}
