"""The back office: two people at one row, a finding and what stands under it, and two offices at one list of bodies."""

import pytest

from inspections import reference as inspections_reference
from inspections import workflow
from inspections.models import Finding
from tests import factories
from tests.oversight.test_admin import change, errors, formset, inspection_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    administrator = factories.make_administrator()
    client.force_login(administrator)
    return administrator


@pytest.fixture
def inspection():
    inspections_reference.load()
    return factories.make_inspection("SE-2024")


def typed_row(finding, **facts):
    names = ["id", "title", "text", "label", "deadline_wording"]
    return {name: getattr(finding, name) for name in names} | {
        "inspection": finding.inspection_id,
        "kind": finding.kind_id,
        "seen": finding.version,
        **facts,
    }


def somebody_else_corrects(finding, **facts):
    kept = {name: getattr(finding, name) for name in ("kind", "parent", "limb", "label", "title", "text", "page")}
    by, at = factories.make_officer(), factories.AT
    deadline = finding.deadline
    workflow.correct_finding(
        finding, version=finding.version, deadline=deadline, addressees=[], by=by, at=at, **kept | facts
    )


def test_an_inspection_changed_meanwhile_is_not_overwritten(client, administrator, inspection):
    seen = client.get(change(inspection)).context["adminform"].form["seen"].value()
    type(inspection).objects.filter(pk=inspection.pk).update(title="Corrected elsewhere", version=1)

    page = client.post(change(inspection), inspection_form(seen=seen) | formset("findings") | formset("grades"))

    inspection.refresh_from_db()
    assert errors(page) == {"__all__": ["Somebody else has changed SE-2024 since you opened this page."]}
    assert inspection.title == "Corrected elsewhere"


def test_a_finding_that_nobody_touched_here_does_not_take_back_what_was_saved_elsewhere(
    client, administrator, inspection
):
    finding = factories.make_finding(inspection, reference="SE-2024-R1")
    row = typed_row(finding)
    somebody_else_corrects(finding, text="As printed on page 7.")

    typed = inspection_form(seen=inspection.version)
    page = client.post(change(inspection), typed | formset("findings", row, initial=1) | formset("grades"))

    assert errors(page) == {"__all__": ["Somebody else has changed SE-2024-R1 since you opened this page."]}
    assert Finding.objects.get().text == "As printed on page 7."


def test_a_finding_corrected_by_itself_is_not_overwritten_either(client, administrator, inspection):
    finding = factories.make_finding(inspection, reference="SE-2024-R1")
    stale = typed_row(finding, title="Mine")
    somebody_else_corrects(finding, title="Theirs")

    page = client.post(change(finding), stale | formset("addressees"))

    assert errors(page) == {"__all__": ["Somebody else has changed SE-2024-R1 since you opened this page."]}
    assert Finding.objects.get().title == "Theirs"


def test_a_finding_does_not_become_a_part_of_its_own_part(client, administrator, inspection):
    """Both would be out of reach of the page, which goes down from the top."""
    whole = factories.make_finding(inspection, reference="SE-2024-R1")
    part = factories.make_finding(inspection, reference="SE-2024-R1a", parent=whole, limb="a")

    page = client.post(change(whole), typed_row(whole, parent=part.pk, limb="b") | formset("addressees"))

    assert errors(page) == {"parent": ["SE-2024-R1a is a part of this one."]}
    assert Finding.objects.get(pk=whole.pk).parent is None


CAUSE, PART = "cause-of-concern", "recommendation"


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (PART, {"kind": CAUSE}, {"kind": ["This has S-2 under it, so it cannot be of this kind."]}),
        (CAUSE, {"kind": PART}, {"kind": ["This has S-2 under it, so it cannot be of this kind."]}),
        (CAUSE, {"parent": "S-3"}, {"parent": ["Cause of concern stands by itself."]}),
        (PART, {"parent": "S-3"}, {"limb": ["Enter the letter of this part of S-3."]}),
        (PART, {"parent": "S-3", "limb": "b"}, {"limb": ["This has parts of its own, S-2, so it cannot be a part."]}),
        (PART, {"title": "Better"}, {}),
    ],
)
def test_a_finding_gets_no_kind_and_no_place_that_its_page_would_refuse(client, administrator, kind, typed, expected):
    whole = factories.make_finding(kind=kind)
    part = factories.make_finding(whole.inspection, parent=whole, limb="a" if kind == PART else "", reference="S-2")
    keys = {each.reference: each.pk for each in (part, factories.make_finding(whole.inspection, reference="S-3"))}
    keys |= {code: factories.make_kind(code).pk for code in (CAUSE, PART)}
    chosen = {name: keys.get(value, value) for name, value in typed.items()}

    page = client.post(change(whole), typed_row(whole, **chosen) | formset("addressees"))

    assert (errors(page) if expected else page.status_code) == (expected or 302)


def test_findings_that_are_as_they_were_seen_are_saved(client, administrator, inspection):
    finding = factories.make_finding(inspection)

    typed = inspection_form(seen=inspection.version)
    row = typed_row(finding, title="Better")
    client.post(change(inspection), typed | formset("findings", row, initial=1) | formset("grades"))

    assert Finding.objects.get().title == "Better"


@pytest.mark.parametrize(("own", "kept"), [(True, "new@example.org"), (False, "sussex-pcc@example.org")])
def test_letters_of_an_office_can_be_led_elsewhere_only_by_itself(client, own, kept):
    sussex = factories.make_policing_body("sussex-pcc", "Sussex")
    client.force_login(factories.make_administrator(policing_body=sussex if own else None))
    typed = {"code": "sussex-pcc", "kind": "pcc", "area": "Sussex", "mailbox": "new@example.org"}
    typed |= {"moves_allowed": "1", "files_kept_years": "7"}

    page = client.post(change(sussex), typed | formset("names") | formset("oversights"))

    assert page.status_code == 302
    sussex.refresh_from_db()
    assert (sussex.mailbox, sussex.files_kept_years) == (kept, 7 if own else 6)
