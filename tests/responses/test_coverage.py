"""Which findings a response has to speak about."""

from datetime import date

import pytest

from inspections.models import Addressee, Inspection
from oversight.bodies.models import ForceKind, Membership, Oversight
from responses.coverage import blocks, draft_of, undecided
from responses.models import Answer
from responses.readiness import Need
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2024, 10, 1)


@pytest.fixture
def response():
    return factories.make_response()


def covered(response):
    return [block.finding for block in blocks(response, on=ON)]


def finding_for(response, kind, *, force=None, name=""):
    finding = factories.make_finding(response.inspection)
    Addressee.objects.create(finding=finding, kind=kind, force=force, name=name)
    return finding


def surrey_office():
    return factories.make_policing_body("surrey-pcc", "Surrey")


def surrey():
    return factories.make_force("surrey", "Surrey Police", policing_body=surrey_office())


def test_blocks_come_in_the_order_of_the_report(response):
    area = factories.make_finding(response.inspection, kind="area-for-improvement", number=1)
    cause = factories.make_finding(response.inspection, kind="cause-of-concern", number=1)
    alone = factories.make_finding(response.inspection, number=3)
    second = factories.make_finding(response.inspection, number=2, parent=cause)
    first = factories.make_finding(response.inspection, number=1, parent=cause)
    for position, finding in enumerate([cause, alone, area]):
        type(finding.kind).objects.filter(pk=finding.kind_id).update(position=position)

    assert covered(response) == [cause, first, second, alone, area]


def test_blocks_keep_a_family_together_whatever_stands_between(response):
    later = factories.make_finding(response.inspection, kind="cause-of-concern", number=4)
    earlier = factories.make_finding(response.inspection, kind="cause-of-concern", number=2)
    alone = factories.make_finding(response.inspection, number=1)
    of_later = factories.make_finding(response.inspection, number=3, parent=later)
    of_earlier = factories.make_finding(response.inspection, number=5, parent=earlier)
    for position, finding in enumerate([later, alone]):
        type(finding.kind).objects.filter(pk=finding.kind_id).update(position=position)

    assert covered(response) == [earlier, of_earlier, later, of_later, alone]


def test_blocks_answer_limbs_with_their_recommendation(response):
    whole = factories.make_finding(response.inspection)
    factories.make_finding(response.inspection, parent=whole, limb="a")

    assert covered(response) == [whole]


@pytest.mark.parametrize("kind", ["all-chief-constables", "regional-lead", "policing-body"])
def test_blocks_want_an_explanation_of_what_is_addressed_to_every_office(response, kind):
    finding_for(response, kind)

    assert [block.need for block in blocks(response, on=ON)] == [Need.EXPLANATION]


@pytest.mark.parametrize("kind", ["npcc", "college", "home-office", "iopc"])
def test_blocks_want_a_mark_where_a_recommendation_is_for_others(response, kind):
    finding_for(response, kind)

    assert [block.need for block in blocks(response, on=ON)] == [Need.MARK]


def test_blocks_want_a_mark_for_what_is_no_recommendation(response):
    factories.make_finding(response.inspection, kind="area-for-improvement")

    assert [block.need for block in blocks(response, on=ON)] == [Need.MARK]


def test_blocks_leave_out_what_is_for_another_force_alone(response):
    ours = finding_for(response, "force", force=factories.make_force())
    finding_for(response, "force", force=surrey())
    both = finding_for(response, "force", force=surrey())
    Addressee.objects.create(finding=both, kind="force", force=factories.make_force())

    assert covered(response) == [ours, both]
    assert [block.need for block in blocks(response, on=ON)] == [Need.EXPLANATION, Need.EXPLANATION]


def test_blocks_count_a_unit_of_our_force_as_ours(response):
    unit = factories.make_force("serocu", "South East Regional Organised Crime Unit", kind=ForceKind.UNIT)
    Membership.objects.create(unit=unit, member=factories.make_force())

    finding = finding_for(response, "force", force=unit)

    assert covered(response) == [finding]


def test_blocks_ask_who_oversaw_the_force_on_the_day_of_the_report(response):
    finding = finding_for(response, "force", force=factories.make_force())
    Oversight.objects.update(ends_on=date(2024, 9, 15))

    assert [block.finding for block in blocks(response, on=date(2026, 1, 1))] == [finding]

    response.inspection.published_on = None
    assert blocks(response, on=date(2026, 1, 1)) == []
    assert [block.finding for block in blocks(response, on=date(2024, 9, 15))] == [finding]


def test_blocks_carry_what_is_saved(response):
    answered = factories.make_finding(response.inspection)
    factories.make_finding(response.inspection)
    Answer.objects.create(response=response, finding=answered, action="We fund two analysts.")

    assert [block.answer.action for block in blocks(response, on=ON)] == ["We fund two analysts.", ""]
    assert {block.answer.response for block in blocks(response, on=ON)} == {response}


@pytest.mark.parametrize(("deadline", "shown"), [("By February 2022", "February 2022"), ("", "")])
def test_draft_of_takes_over_what_readiness_asks(deadline, shown):
    facts = {"our_comments": "Welcome.", "signatory": "Alex Morgan", "chief_officer_name": "Sam Carter"}
    days = {"invited_on": date(2024, 9, 5), "comments_due_on": date(2024, 9, 27)}
    response = factories.make_response(**facts, **days, chief_officer_comments="Agreed.")
    finding = factories.make_finding(response.inspection, deadline=deadline)
    said = {"position": "partly", "action": "We ask.", "no_action_reason": "No power."}
    Answer.objects.create(response=response, finding=finding, **said)

    draft = draft_of(response, blocks(response, on=ON))

    assert (draft.our_comments, draft.signatory) == ("Welcome.", "Alex Morgan")
    assert (draft.chief_officer_comments, draft.chief_officer_name) == ("Agreed.", "Sam Carter")
    assert (draft.invited_on, draft.comments_due_on) == (date(2024, 9, 5), date(2024, 9, 27))
    [answer] = draft.answers
    assert (answer.reference, answer.anchor) == (finding.reference, f"finding-{finding.pk}")
    assert (answer.position, answer.action, answer.no_action_reason) == ("partly", "We ask.", "No power.")
    assert (answer.words, answer.deadline, answer.need) == (finding.text, shown, Need.EXPLANATION)


def undecided_for(policing_body, inspections=None):
    rows = Inspection.objects.all() if inspections is None else inspections
    return [inspection.title for inspection in undecided(rows, policing_body, on=ON)]


def test_undecided_lists_what_reaches_the_office_and_has_no_decision():
    surrey = surrey_office()
    ours, theirs = factories.make_force(), factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    factories.make_inspection(title="Ours", forces=[ours, theirs])
    factories.make_inspection(title="Theirs", forces=[theirs])
    everybodys = factories.make_inspection(title="Everybody's", forces=[theirs])
    named = factories.make_inspection(title="Named", forces=[theirs])
    decided = factories.make_inspection(title="Decided", forces=[ours])
    factories.make_inspection(title="Nobody's").forces.clear()
    Addressee.objects.create(finding=factories.make_finding(everybodys), kind="all-chief-constables")
    Addressee.objects.create(finding=factories.make_finding(named), kind="force", force=ours)
    factories.make_response(decided)

    assert set(undecided_for(factories.make_policing_body())) == {"Ours", "Everybody's", "Named", "Nobody's"}
    assert set(undecided_for(surrey)) == {"Ours", "Theirs", "Everybody's", "Named", "Nobody's"}


def test_undecided_lists_each_report_once():
    factories.make_inspection(
        title="Two of ours", forces=[factories.make_force(), factories.make_force("other", "Other")]
    )

    assert undecided_for(factories.make_policing_body()) == ["Two of ours"]


def test_undecided_keeps_to_the_reports_it_is_given():
    factories.make_inspection()

    assert undecided_for(factories.make_policing_body(), Inspection.objects.none()) == []
