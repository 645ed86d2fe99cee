"""Inspections and findings: recorded and corrected."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from inspections import deadlines, workflow
from inspections.models import Addressee, Finding, Inspection, Theme
from inspections.workflow import AddresseeFacts
from oversight.versions import StaleError
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2024, 9, 2, 10, 0, tzinfo=UTC)
LATER = datetime(2024, 9, 5, 9, 30, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)


def report(**facts):
    return {
        "title": "South-east regional response to serious and organised crime",
        "kind": "regional",
        "inspectorate": "HMICFRS",
        "url": "",
        "published_on": date(2024, 8, 30),
        "published_wording": "",
        "fieldwork_from": None,
        "fieldwork_to": None,
        "forces": [factories.make_force()],
        "themes": [],
    } | facts


def record(submission_id=ONE, *, reference="SE-2024-SOC", by=None, at=AT, **facts):
    by = by or factories.make_officer()
    return workflow.record(reference=reference, submission_id=submission_id, by=by, at=at, **report(**facts))


def found(inspection, *, kind="recommendation", deadline="", **facts):
    return {
        "kind": factories.make_kind(kind),
        "parent": None,
        "limb": "",
        "label": "Recommendation 1",
        "title": "Share intelligence",
        "text": "The force should share intelligence.",
        "page": "12",
        "deadline": deadlines.parse(deadline, published_on=inspection.published_on),
        "addressees": [],
    } | facts


def add(inspection, submission_id=ONE, **facts):
    by = factories.make_officer()
    return workflow.add_finding(inspection, submission_id=submission_id, by=by, at=AT, **found(inspection, **facts))


def addressed_to(kind="all-chief-constables", *, force=None, name="", part="lead", condition=""):
    return AddresseeFacts(kind, force, name, part, condition)


def addressees_of(finding):
    return set(finding.addressees.values_list("kind", "force__code", "name", "part", "condition"))


def test_record_keeps_the_facts_and_confirms_the_day_that_a_person_entered():
    officer, force = factories.make_officer(), factories.make_force()
    theme = Theme.objects.create(slug="custody", name="Custody")

    inspection = record(by=officer, forces=[force], themes=[theme], fieldwork_from=date(2023, 6, 1))

    kept = Inspection.objects.get()
    assert kept == inspection
    assert (kept.reference, kept.published_on, kept.fieldwork_from) == (
        "SE-2024-SOC",
        date(2024, 8, 30),
        date(2023, 6, 1),
    )
    assert (kept.publication_confirmed_by, kept.publication_confirmed_at) == (officer, AT)
    assert list(kept.forces.all()) == [force]
    assert list(kept.themes.all()) == [theme]


def test_record_leaves_a_report_without_a_day_unconfirmed():
    inspection = record(published_on=None, published_wording="August 2024")

    assert (inspection.publication_confirmed_at, inspection.publication_confirmed_by) == (None, None)
    assert list(Inspection.objects.needs_a_date()) == [inspection]


def test_record_twice_from_one_form_makes_one_inspection_and_keeps_the_first():
    first = record(title="First title")

    second = record(title="Second title", forces=[factories.make_force("kent", "Kent Police")])

    assert second == first == Inspection.objects.get()
    assert second.title == "First title"
    assert second.forces.get().code == "hampshire"


def test_record_refuses_a_reference_that_is_taken_and_leaves_nothing():
    record(ONE)

    with pytest.raises(workflow.ReferenceTakenError, match="SE-2024-SOC is the reference of another inspection"):
        record(TWO)

    assert Inspection.objects.count() == 1


def test_correct_changes_facts_bodies_and_themes():
    inspection = record()
    kent = factories.make_force("kent", "Kent Police")
    theme = Theme.objects.create(slug="custody", name="Custody")

    moved = workflow.correct(
        inspection,
        version=0,
        by=factories.make_officer(),
        at=LATER,
        **report(title="A better title", forces=[kent], themes=[theme]),
    )

    assert moved == []
    inspection.refresh_from_db()
    assert (inspection.title, inspection.version) == ("A better title", 1)
    assert list(inspection.forces.all()) == [kent]
    assert list(inspection.themes.all()) == [theme]


def test_correct_from_an_old_page_is_refused_and_changes_nothing():
    inspection = record()
    facts = {"by": factories.make_officer(), "at": LATER}
    workflow.correct(inspection, version=0, **facts, **report(title="First"))

    with pytest.raises(StaleError) as refused:
        workflow.correct(inspection, version=0, **facts, **report(title="Second", forces=[]))

    assert refused.value.current.title == Inspection.objects.get().title == "First"
    assert inspection.forces.count() == 1


def test_correct_confirms_a_new_day_and_keeps_who_confirmed_the_old_one():
    first, second = factories.make_officer(), factories.make_officer()
    inspection = record(by=first)

    workflow.correct(inspection, version=0, by=second, at=LATER, **report(title="Same day"))
    assert (inspection.publication_confirmed_by, inspection.publication_confirmed_at) == (first, AT)

    workflow.correct(inspection, version=1, by=second, at=LATER, **report(published_on=date(2024, 8, 29)))
    assert (inspection.publication_confirmed_by, inspection.publication_confirmed_at) == (second, LATER)

    workflow.correct(inspection, version=2, by=second, at=LATER, **report(published_on=None))
    assert (inspection.publication_confirmed_by, inspection.publication_confirmed_at) == (None, None)


def test_correct_confirms_an_imported_day_that_a_person_has_seen():
    inspection = factories.make_inspection(published_on=date(2024, 8, 30))
    officer = factories.make_officer()

    workflow.correct(inspection, version=0, by=officer, at=LATER, **report())

    assert (inspection.publication_confirmed_by, inspection.publication_confirmed_at) == (officer, LATER)


def test_correct_moves_the_deadlines_that_count_from_publication_and_no_others():
    inspection = record()
    relative = add(inspection, UUID(int=11), deadline="within six months")
    at_once = add(inspection, UUID(int=12), deadline="with immediate effect")
    printed = add(inspection, UUID(int=13), deadline="By 1 March 2025")
    elsewhere = add(inspection, UUID(int=14), deadline="within three months of the new guidance")
    later = report(published_on=date(2024, 9, 10))

    moved = workflow.correct(inspection, version=0, by=factories.make_officer(), at=LATER, **later)

    last_days = dict(Finding.objects.values_list("reference", "deadline_on"))
    assert last_days == {
        relative.reference: date(2025, 3, 10),
        at_once.reference: date(2024, 9, 10),
        printed.reference: date(2025, 3, 1),
        elsewhere.reference: None,
    }
    assert [(each.reference, each.before.last_day, each.after.last_day) for each in moved] == [
        (relative.reference, date(2025, 2, 28), date(2025, 3, 10)),
        (at_once.reference, date(2024, 8, 30), date(2024, 9, 10)),
    ]


def test_correct_takes_a_counted_deadline_away_with_the_day():
    inspection = record()
    finding = add(inspection, deadline="within six months")

    workflow.correct(inspection, version=0, by=factories.make_officer(), at=LATER, **report(published_on=None))

    finding.refresh_from_db()
    assert (finding.deadline_on, finding.deadline_wording) == (None, "within six months")


def test_add_finding_keeps_the_words_and_the_deadline_as_printed():
    inspection = record()

    finding = add(inspection, deadline="By February 2025", addressees=[addressed_to()])

    kept = Finding.objects.get()
    assert kept == finding
    assert (kept.label, kept.text, kept.page) == ("Recommendation 1", "The force should share intelligence.", "12")
    assert (kept.deadline_wording, kept.deadline_precision, kept.deadline_on) == (
        "By February 2025",
        "month",
        date(2025, 2, 28),
    )
    assert addressees_of(kept) == {("all-chief-constables", None, "", "lead", "")}


def test_add_finding_numbers_each_kind_by_itself():
    inspection = record()
    kinds = ["cause-of-concern", "recommendation", "area-for-improvement", "recommendation"]

    references = [add(inspection, UUID(int=n), kind=kind).reference for n, kind in enumerate(kinds)]

    assert references == ["SE-2024-SOC-C1", "SE-2024-SOC-R1", "SE-2024-SOC-A1", "SE-2024-SOC-R2"]
    assert list(Finding.objects.order_by("pk").values_list("position", flat=True)) == [1, 2, 3, 4]


def test_add_finding_numbers_each_report_by_itself():
    first, second = record(ONE), record(TWO, reference="PEEL-2025")

    findings = [add(inspection, UUID(int=n)) for n, inspection in enumerate([first, first, second])]

    assert [each.reference for each in findings] == ["SE-2024-SOC-R1", "SE-2024-SOC-R2", "PEEL-2025-R1"]
    assert [each.position for each in findings] == [1, 2, 1]


def test_add_finding_takes_the_next_number_after_the_highest():
    inspection = record()
    for reference in ["SE-2024-SOC-R7", "SE-2024-SOC-R7b", "SE-2024-SOC-RX"]:
        factories.make_finding(inspection, reference=reference)

    assert add(inspection).reference == "SE-2024-SOC-R8"


def test_add_finding_calls_a_limb_after_its_recommendation():
    inspection = record()
    whole = add(inspection, UUID(int=10))

    limb = add(inspection, UUID(int=11), parent=whole, limb="a")

    assert (limb.reference, limb.parent) == ("SE-2024-SOC-R1a", whole)
    assert add(inspection, UUID(int=12)).reference == "SE-2024-SOC-R2"


def test_add_finding_numbers_a_recommendation_under_a_cause_of_concern_like_any_other():
    inspection = record()
    concern = add(inspection, UUID(int=10), kind="cause-of-concern")

    assert add(inspection, UUID(int=11), parent=concern).reference == "SE-2024-SOC-R1"


def test_add_finding_refuses_a_second_limb_of_one_letter():
    inspection = record()
    whole = add(inspection, UUID(int=10))
    add(inspection, UUID(int=11), parent=whole, limb="a")

    with pytest.raises(workflow.ReferenceTakenError, match="SE-2024-SOC-R1 already has a part a"):
        add(inspection, UUID(int=12), parent=whole, limb="a")

    assert Finding.objects.count() == 2


def test_add_finding_twice_from_one_form_makes_one():
    inspection = record()

    first = add(inspection, ONE, title="First", addressees=[addressed_to()])
    second = add(inspection, ONE, title="Second", addressees=[addressed_to("college")])

    assert second == first == Finding.objects.get()
    assert second.title == "First"
    assert Addressee.objects.get().kind == "all-chief-constables"


@pytest.mark.django_db(transaction=True)
def test_add_finding_gives_two_people_at_once_two_numbers():
    inspection = record()
    facts, officer = found(inspection), factories.make_officer()
    start = Barrier(3)

    def add_one(number):
        start.wait()
        workflow.add_finding(inspection, submission_id=UUID(int=number), by=officer, at=AT, **facts)
        connection.close()

    people = [Thread(target=add_one, args=[number]) for number in range(3)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    references = Finding.objects.order_by("reference").values_list("reference", flat=True)
    assert list(references) == ["SE-2024-SOC-R1", "SE-2024-SOC-R2", "SE-2024-SOC-R3"]


def test_correct_finding_changes_everything_but_the_reference():
    inspection = record()
    finding = add(inspection, deadline="By 1 March 2025")
    facts = found(inspection, kind="area-for-improvement", title="Brief every shift", deadline="")

    workflow.correct_finding(finding, version=0, by=factories.make_officer(), at=LATER, **facts)

    finding.refresh_from_db()
    assert (finding.reference, finding.kind.code, finding.title) == (
        "SE-2024-SOC-R1",
        "area-for-improvement",
        "Brief every shift",
    )
    assert (finding.deadline_wording, finding.deadline_precision, finding.deadline_on) == ("", "none", None)


def test_correct_finding_from_an_old_page_is_refused_and_changes_nothing():
    inspection = record()
    finding = add(inspection, addressees=[addressed_to()])
    people = {"by": factories.make_officer(), "at": LATER}
    workflow.correct_finding(
        finding, version=0, **people, **found(inspection, title="First", addressees=[addressed_to("iopc")])
    )

    with pytest.raises(StaleError):
        workflow.correct_finding(finding, version=0, **people, **found(inspection, title="Second"))

    assert Finding.objects.get().title == "First"
    assert addressees_of(finding) == {("iopc", None, "", "lead", "")}


def test_correct_finding_writes_only_the_addressees_that_differ():
    force = factories.make_force()
    inspection = record(forces=[force])
    before = [
        addressed_to(),
        addressed_to("force", force=force),
        addressed_to("college"),
    ]
    finding = add(inspection, addressees=before)
    after = [
        addressed_to(),
        addressed_to("force", force=force, part="supporting", condition="if it has a unit"),
        addressed_to("other", name="Youth Justice Board"),
    ]

    facts = found(inspection, addressees=after)
    workflow.correct_finding(finding, version=0, by=factories.make_officer(), at=LATER, **facts)

    assert addressees_of(finding) == {
        ("all-chief-constables", None, "", "lead", ""),
        ("force", "hampshire", "", "supporting", "if it has a unit"),
        ("other", None, "Youth Justice Board", "lead", ""),
    }
    written = Addressee.pgh_event_models["insert"].objects.order_by("pgh_id").values_list("pgh_label", "kind")
    assert list(written) == [
        ("insert", "all-chief-constables"),
        ("insert", "force"),
        ("insert", "college"),
        ("delete", "college"),
        ("update", "force"),
        ("insert", "other"),
    ]


@pytest.mark.parametrize(
    "changed", [{"part": "supporting"}, {"condition": "if it has a unit"}], ids=["the part", "the condition"]
)
def test_correct_finding_writes_an_addressee_of_whom_one_thing_differs(changed):
    inspection = record()
    finding = add(inspection, addressees=[addressed_to("college"), addressed_to("iopc")])
    facts = found(inspection, addressees=[addressed_to("college", **changed), addressed_to("iopc")])

    workflow.correct_finding(finding, version=0, by=factories.make_officer(), at=LATER, **facts)

    now = {"part": "lead", "condition": ""} | changed
    assert addressees_of(finding) == {
        ("college", None, "", now["part"], now["condition"]),
        ("iopc", None, "", "lead", ""),
    }
