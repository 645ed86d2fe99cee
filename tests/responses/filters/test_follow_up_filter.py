"""The filters of the list of recommendations."""

from datetime import date, timedelta

import pytest

from inspections.models import Addressee, Theme
from oversight.accounts.models import User
from oversight.bodies.models import Force
from responses.dating import dates_of
from responses.models import DeadlineRevision, EvidenceRequest, FollowUp, RequestStatus
from tests import factories
from tests.factories import AT
from tests.responses.filters.rows import ON, filtered, found, make

pytestmark = pytest.mark.django_db


def test_rows_are_unfiltered_at_first():
    make("A-R1")
    make("A-R2", status="done")
    make("A-C1", kind="cause-of-concern")

    assert found("") == ["A-R1", "A-C1", "A-R2"]


def test_rows_are_those_of_the_persons_office():
    kent = factories.make_policing_body("kent-pcc", "Kent")
    make("A-R1")
    make("K-R1", policing_body=kent)

    assert found("") == ["A-R1"]
    assert found("", user=factories.make_officer(policing_body=kent)) == ["K-R1"]


def test_rows_of_a_lead_are_those_of_the_force():
    kent = factories.make_force("kent", "Kent Police")
    make("A-R1")
    make("K-R1", force=kent)

    assert found("", user=factories.make_lead(force=kent)) == ["K-R1"]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("due=overdue", ["R-9-FEBRUARY"]),
        ("due=soon", ["R-10-FEBRUARY", "R-10-MARCH"]),
        ("due=later", ["R-11-MARCH"]),
        ("due=none", ["R-NONE"]),
        ("due=overdue&due=none", ["R-9-FEBRUARY", "R-NONE"]),
        ("due=recheck", ["R-HELD", "R-WAITING"]),
    ],
)
def test_due_keeps_open_rows_of_its_window(due, expected):
    make("R-9-FEBRUARY", deadline="By 9 February 2025")
    make("R-10-FEBRUARY", deadline="By 10 February 2025")
    make("R-10-MARCH", deadline="By 10 March 2025")
    make("R-11-MARCH", deadline="By 11 March 2025")
    make("R-NONE", deadline="")
    make("R-FINISHED", deadline="By 9 February 2025", status="done")
    make("R-HELD", deadline="By 9 February 2025", status="held", held_until=ON)
    make("R-HELD-ON", deadline="By 9 February 2025", status="held", held_until=date(2025, 2, 11))
    waits = {"waiting_since": ON, "waiting_on": "college", "waiting_reason": "Guidance."}
    make("R-WAITING", deadline="By 9 February 2025", waiting_until=ON, **waits)
    make("R-WAITING-ON", deadline="By 9 February 2025", **waits)
    make("R-FINISHED-UNDATED", deadline="", status="withdrawn")

    assert found(due) == expected


def test_what_is_past_its_original_date_is_found_while_its_own_is_to_come():
    make("R-MOVED", deadline="By 9 February 2025", due_on=date(2026, 1, 1), due_source="office")
    make("R-TAKEN-AWAY", deadline="By 9 February 2025", due_on=None, due_source="aligned", date_review_on=ON)
    make("R-LATE", deadline="By 9 February 2025")
    make("R-LATER", deadline="By 10 February 2025", due_on=date(2026, 1, 1), due_source="office")

    assert found("due=past-original") == ["R-MOVED", "R-TAKEN-AWAY"]


@pytest.mark.parametrize(("first", "expected"), [(date(2025, 2, 9), ["R-OURS"]), (ON, [])])
def test_what_is_past_the_first_date_that_the_office_set_is_found_as_its_row_says(first, expected):
    row = make("R-OURS", deadline="", due_on=date(2026, 1, 1), due_source="office")
    agreed = {"reason": "Recruitment.", "agreed_by": "The board", "agreed_on": ON, "by": row.officer}
    for number, (before, after) in enumerate([(None, first), (first, date(2026, 1, 1))]):
        facts = {"from_on": before, "to_on": after, "at": AT + timedelta(days=number)}
        DeadlineRevision.objects.create(follow_up=row, **facts, **agreed)

    assert found("due=past-original") == expected
    assert [each.reference for each in FollowUp.objects.for_list() if dates_of(each).is_past_original(ON)] == expected


def test_what_has_no_date_is_found_from_the_day_on_when_somebody_is_to_look_again():
    for number, day in enumerate([date(2025, 2, 9), ON, date(2025, 2, 11), None], start=1):
        make(f"R-{number}", deadline="", date_review_on=day)
    make("R-DONE", deadline="", date_review_on=ON, status="done")

    assert found("due=redate&sort=reference") == ["R-1", "R-2"]


def test_each_fact_of_closure_is_found_whatever_the_others_are():
    lead, officer = factories.make_lead(), factories.make_officer("other@office.example.org")
    claimed = {"claimed_on": ON, "claimed_by": lead}
    assured = {"assured_on": ON, "assured_by": officer, "assured_reason": "Seen.", "status": "done"}
    closed = {"closed_on": ON, "closed_by": officer, "status": "done"}
    make("R-1-CLAIMED", **claimed)
    make("R-2-ASSURED", **assured)
    make("R-3-CLOSED", **closed)
    make("R-4-ALL", **claimed | assured | closed)

    assert [found(f"only={fact}&sort=reference") for fact in ("claimed", "assured", "closed")] == [
        ["R-1-CLAIMED", "R-4-ALL"],
        ["R-2-ASSURED", "R-4-ALL"],
        ["R-3-CLOSED", "R-4-ALL"],
    ]


def test_state_filters_by_the_word_that_is_shown():
    lead = factories.make_lead()
    make("R-NEW")
    make("R-RUNNING", lead=lead)
    make("R-CLAIMED", lead=lead, claimed_on=ON, claimed_by=lead)

    assert found("state=in-progress") == ["R-RUNNING"]
    assert found("state=complete") == ["R-CLAIMED"]
    assert found("state=complete&state=awaiting-allocation") == ["R-NEW", "R-CLAIMED"]


STATES = {
    "awaiting-allocation": ({}, "awaiting-allocation"),
    "in progress": ({"status": "in-progress"}, "in-progress"),
    "submitted": ({"status": "submitted"}, "submitted"),
    "held": ({"status": "held", "held_until": ON}, "held"),
    "done": ({"status": "done"}, "done"),
    "withdrawn": ({"status": "withdrawn"}, "withdrawn"),
    "not applicable": (
        {"status": "not-applicable", "applicability": "does-not-apply", "applicability_reason": "It closed."},
        "not-applicable",
    ),
    "claimed": ({"status": "in-progress", "claimed_on": ON}, "complete"),
    "claimed and done": ({"status": "done", "claimed_on": ON}, "complete"),
    "claimed and assured": ({"status": "done", "claimed_on": ON, "assured_on": ON}, "assured"),
    "assured and held": ({"status": "held", "held_until": ON, "assured_on": ON}, "held"),
    "closed and held": ({"status": "held", "held_until": ON, "closed_on": ON}, "held"),
    "closed and opened again": ({"status": "in-progress", "closed_on": ON}, "in-progress"),
    "waiting": ({"waiting_since": ON, "waiting_on": "college", "waiting_reason": "Guidance."}, "waiting"),
    "closed and withdrawn": ({"status": "withdrawn", "closed_on": ON}, "withdrawn"),
}


@pytest.mark.parametrize(("facts", "state"), STATES.values(), ids=STATES)
def test_state_says_the_most_telling_fact(facts, state):
    officer = factories.make_officer()
    by = {f"{fact}_by": officer for fact in ("claimed", "assured", "closed") if f"{fact}_on" in facts}
    reason = {"assured_reason": "Seen."} if "assured_on" in facts else {}
    make("R-1", **facts, **by, **reason)

    every = filtered("")
    assert [row.state for row in every.listed(every.rows)] == [state]
    assert found(f"state={state}") == ["R-1"]


def test_only_narrows_with_each_choice():
    mine, lead = factories.make_officer(), factories.make_lead()
    make("R-MINE", officer=mine)
    make("R-MINE-ASSIGNED", officer=mine, lead=lead)
    make("R-MINE-DONE", officer=mine, status="done")
    make("R-OTHER")

    assert found("only=open", user=mine) == ["R-MINE", "R-MINE-ASSIGNED", "R-OTHER"]
    assert found("only=mine", user=mine) == ["R-MINE", "R-MINE-ASSIGNED", "R-MINE-DONE"]
    assert found("only=mine&only=unallocated", user=mine) == ["R-MINE"]


def test_only_unallocated_includes_what_a_lead_has_left_who_moved_to_another_force():
    lead = factories.make_lead()
    make("R-MOVED", lead=lead)
    make("R-KEPT", lead=factories.make_lead())
    User.objects.filter(pk=lead.pk).update(force=factories.make_force("surrey", "Surrey Police"))

    assert found("only=unallocated") == ["R-MOVED"]


def test_sort_by_the_last_change_is_not_for_a_force_as_it_would_show_when_the_office_notes_something():
    make("R-SOON", deadline="By 1 March 2025")
    make("R-NOTED", deadline="By 1 April 2025", touched_at=factories.AT + timedelta(days=1))
    lead = factories.make_lead()

    assert found("sort=updated") == ["R-NOTED", "R-SOON"]
    assert found("sort=updated", user=lead) == ["R-SOON", "R-NOTED"]
    assert "updated" not in dict(filtered("", user=lead).sorts)


def test_only_unallocated_includes_what_a_lead_has_left_behind():
    make("R-LEFT", lead=factories.make_lead(is_active=False))
    make("R-HELD-BY-SOMEBODY", lead=factories.make_lead())

    assert found("only=unallocated") == ["R-LEFT"]


def test_only_review_is_what_has_an_answer_to_judge():
    answered, asked = make("R-ANSWERED"), make("R-ASKED")
    factories.make_request(answered, status=RequestStatus.ANSWERED)
    factories.make_request(answered, status=RequestStatus.ANSWERED)
    factories.make_request(asked)

    assert found("only=review") == ["R-ANSWERED"]
    assert EvidenceRequest.objects.with_office().count() == 2


def test_a_lead_cannot_filter_by_what_the_office_believes():
    lead = factories.make_lead()
    make("R-ASSURED", assurance_level="assured", assurance_on=ON)
    make("R-OTHER")

    assert found("assurance=assured&only=unallocated", user=lead) == ["R-ASSURED", "R-OTHER"]
    assert found("assurance=assured") == ["R-ASSURED"]
    names = set(filtered("", user=lead).form.fields)
    assert names == {"q", "only", "state", "due", "due_from", "due_to", "kind", "force", "addressee", "theme", "lead"}


def test_kind_force_and_officer_keep_their_rows():
    wight, officer = factories.make_force("wight", "Isle of Wight Police"), factories.make_officer()
    cause = make("A-C1", kind="cause-of-concern")
    make("A-R1", force=wight, officer=officer)

    assert found(f"kind={cause.finding.kind_id}") == ["A-C1"]
    assert found(f"force={wight.pk}") == ["A-R1"]
    assert found(f"officer={officer.pk}") == ["A-R1"]


def test_region_theme_addressee_and_lead_keep_their_rows():
    wight = factories.make_force("wight", "Isle of Wight Police")
    Force.objects.filter(pk=wight.pk).update(region="South East")
    inspection, lead = factories.make_inspection(), factories.make_lead()
    inspection.themes.add(Theme.objects.create(slug="custody", name="Custody"))
    make("R-SOUTH", force=wight)
    make("R-CUSTODY", inspection=inspection)
    make("R-DANA", lead=lead)
    college = make("R-COLLEGE")
    for kind in ("college", "npcc"):
        Addressee.objects.create(finding=college.finding, kind=kind)

    assert found("region=South+East") == ["R-SOUTH"]
    assert found("theme=custody") == ["R-CUSTODY"]
    assert found("addressee=college") == ["R-COLLEGE"]
    assert found(f"lead={lead.pk}") == ["R-DANA"]
    chips = filtered(f"region=South+East&theme=custody&addressee=college&lead={lead.pk}").chips
    assert [(chip.group, chip.label) for chip in chips] == [
        ("Region", "South East"),
        ("Addressed to", "College of Policing"),
        ("Theme", "Custody"),
        ("Force lead", "Dana Brook"),
    ]


def test_due_window_takes_days_as_people_write_them():
    make("R-FEBRUARY", deadline="By 28 February 2025")
    make("R-MARCH", deadline="By 1 March 2025")
    make("R-APRIL", deadline="By 1 April 2025", status="done")
    make("R-NONE", deadline="")

    assert found("due_from=2025-03-01") == ["R-MARCH", "R-APRIL"]
    assert found("due_to=1/3/2025") == ["R-FEBRUARY", "R-MARCH"]
    assert found("due_from=1+Mar+2025&due_to=1+March+2025") == ["R-MARCH"]
    chips = filtered("due_from=1/3/2025&due_to=2025-04-01").chips
    assert [(chip.group, chip.label, chip.without) for chip in chips] == [
        ("Due from", "1 March 2025", "?due_to=2025-04-01"),
        ("Due to", "1 April 2025", "?due_from=2025-03-01"),
    ]


def test_a_day_that_is_none_is_told_beside_the_box_and_narrows_nothing():
    make("R-MARCH")

    wrong = filtered("due_from=31/2/2025")

    assert [row.reference for row in wrong.rows] == ["R-MARCH"]
    assert wrong.form.errors == {"due_from": ["“Due from” must be a real date, such as 27/3/2026"]}
    assert wrong.form["due_from"].value() == "31/2/2025"


def test_a_window_that_ends_before_it_starts_is_told_and_keeps_its_start():
    make("R-MARCH", deadline="By 1 March 2025")
    make("R-APRIL", deadline="By 1 April 2025")

    wrong = filtered("due_from=2/3/2025&due_to=1/3/2025")

    assert wrong.form.errors == {"due_to": ["“Due to” must be the same day as “Due from” or later"]}
    assert [row.reference for row in wrong.rows] == ["R-APRIL"]


def test_a_drop_down_list_shows_what_is_chosen_and_escapes_names():
    lead = factories.make_lead(name="Dana <Brook>")
    make("A-R1", lead=lead)

    assert str(filtered(f"lead={lead.pk}").form["lead"]) == (
        '<select class="govuk-select" id="id_lead" name="lead"><option value="">Anybody</option>'
        f'<option value="{lead.pk}" selected>Dana &lt;Brook&gt;</option></select>'
    )


def test_leads_offered_are_those_of_the_rows_that_the_person_sees():
    kent = factories.make_force("kent", "Kent Police")
    make("A-R1", lead=factories.make_lead(name="Dana Brook"))
    make("K-R1", force=kent, lead=factories.make_lead(force=kent, name="Kim Hall"))
    factories.make_lead(name="Noah Idle")

    def offered(user):
        return [label for _, label in filtered("", user=user).form.fields["lead"].choices]

    assert offered(factories.make_officer()) == ["Anybody", "Dana Brook", "Kim Hall"]
    assert offered(factories.make_lead(force=kent)) == ["Anybody", "Kim Hall"]


def test_inspection_keeps_its_rows_and_is_a_chip():
    row = make("A-R1")
    make("B-R1", inspection=factories.make_inspection(title="Custody"))

    chosen = filtered(f"inspection={row.finding.inspection_id}")

    assert [each.reference for each in chosen.rows] == ["A-R1"]
    assert [(chip.group, chip.label) for chip in chosen.chips] == [
        ("Inspection", "South-east regional response to serious and organised crime")
    ]
