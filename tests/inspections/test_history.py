"""The history of inspections and findings as sentences (R92)."""

from datetime import date

import pghistory
import pytest

from inspections import workflow
from inspections.history import LISTS
from inspections.models import Addressee, Finding, Grade, GradeScale, Inspection, PredecessorKind, Theme
from oversight.bodies.models import PolicingBody
from oversight.record import Change
from tests import factories
from tests.inspections.typed import finding as typed_finding
from tests.inspections.typed import on, report
from tests.reading import day, text_of

pytestmark = pytest.mark.django_db
WORDS = "The force should share intelligence with its partners."


def told(client, thing, name="inspection-history"):
    """Of the entries without the context of a request, all came at once: by the portal."""
    return [(entry.who, sorted(entry.told)) for entry in client.get(on(name, thing)).context["page"]]


def newest(client, thing, name="inspection-history"):
    """In a test everything happens in one transaction, so at one moment: found by its person."""
    return [entry for entry in told(client, thing, name) if entry[0] != "The portal"]


@pytest.fixture
def recorded():
    inspection = factories.make_inspection("SE-2024-SOC", forces=[factories.make_force()])
    return factories.make_finding(
        inspection, number=1, label="Recommendation 1", title="Share intelligence", text=WORDS
    )


def correct(client, finding, **facts):
    version = Finding.objects.get(pk=finding.pk).version
    sent = typed_finding(version=version, page="", **{"addressees-TOTAL_FORMS": 0}) | facts
    page = client.post(on("finding-edit", finding), sent)
    assert page.status_code == 302, text_of(page)


def test_what_a_script_has_recorded_is_told_of_the_portal(client, officer, recorded):
    addition = "added the recommendation SE-2024-SOC-R1, “Share intelligence”"

    assert told(client, recorded, "finding-history") == [("The portal", [addition])]
    assert told(client, recorded.inspection) == [("The portal", [addition, "recorded this inspection"])]


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        (
            {"deadline_wording": "By 1 June 2025"},
            ["changed the deadline of SE-2024-SOC-R1 from “By 1 March 2025” to “By 1 June 2025”"],
        ),
        (
            {"page": "12", "title": "Share it"},
            [
                "changed the short title of SE-2024-SOC-R1 from “Share intelligence” to “Share it”",
                "set the page of SE-2024-SOC-R1 to “12”",
            ],
        ),
        ({"label": ""}, ["took out the label as printed of SE-2024-SOC-R1: “Recommendation 1”"]),
        ({"text": f"{WORDS} " * 3}, ["changed the inspectorate’s words of SE-2024-SOC-R1"]),
    ],
)
def test_a_corrected_finding_is_told_field_by_field(client, officer, recorded, facts, sentences):
    correct(client, recorded, **facts)

    assert newest(client, recorded, "finding-history") == [("Priya Shah", sentences)]
    assert newest(client, recorded.inspection) == [("Priya Shah", sentences)]


def test_a_corrected_day_of_publication_is_told_with_the_last_days_that_it_moves(client, officer, recorded):
    factories.make_finding(recorded.inspection, number=2, deadline="within six months")
    facts = {**day("published_on", date(2024, 9, 2)), "version": 0, "forces": [factories.make_force().pk]}

    assert client.post(on("inspection-edit", recorded.inspection), report(**facts)).status_code == 302

    moved = [
        "changed the day of publication from 30 August 2024 to 2 September 2024",
        "changed the last day of SE-2024-SOC-R2 from 28 February 2025 to 2 March 2025",
    ]
    assert newest(client, recorded.inspection) == [("Priya Shah", moved)]


def test_what_an_inspection_is_about_is_told_with_the_lists_before_and_after(client, officer, recorded):
    inspection, kent = recorded.inspection, factories.make_force("kent", "Kent Police")
    custody, vetting = (Theme.objects.create(slug=name.lower(), name=name) for name in ("Custody", "Vetting"))
    inspection.themes.add(custody)

    for version, about in enumerate([[kent.pk], [kent.pk, factories.make_force().pk]]):
        facts = {"version": version, "forces": about, "themes": [vetting.pk]}
        assert client.post(on("inspection-edit", inspection), report(**facts)).status_code == 302

    sentences = [
        "added Kent Police to the inspected bodies",
        "added Vetting to the themes",
        "confirmed the day of publication",
        "took Custody from the themes",
        "took Hampshire and Isle of Wight from the inspected bodies",
    ]
    again = ("Priya Shah", ["added Hampshire and Isle of Wight to the inspected bodies"])
    assert sorted(newest(client, inspection)) == [again, ("Priya Shah", sentences)]
    lines = [line for entry in client.get(on("inspection-history", inspection)).context["page"] for line in entry.lines]
    told = [change for line in lines for change in line.changes if line.by == "Priya Shah" and line.model in LISTS]
    assert sorted(told, key=lambda change: (change.label, change.after)) == [
        Change("inspectedbody", "Inspected bodies", "Kent Police", "Hampshire and Isle of Wight, Kent Police"),
        Change("inspectedbody", "Inspected bodies", "Hampshire and Isle of Wight", "Kent Police"),
        Change("inspectiontheme", "Themes", "Custody", "Vetting"),
    ]


def test_many_bodies_that_are_added_are_counted(client, officer, recorded):
    forces = [factories.make_force(f"force-{number}", f"The force of number {number}") for number in range(9)]

    with pghistory.context(user=officer.pk):
        recorded.inspection.forces.add(*forces)

    assert newest(client, recorded.inspection) == [("Priya Shah", ["added 9 to the inspected bodies"])]


def _readdress(finding):
    addressee = Addressee.objects.create(finding=finding, kind="force", force=factories.make_force())
    Addressee.objects.filter(pk=addressee.pk).update(part="supporting")
    addressee.delete()


def _grade(finding):
    tier = GradeScale.objects.get_or_create(name="2021 to now")[0].tiers.get_or_create(name="Good", rank=2)[0]
    grade = Grade.objects.create(
        inspection=finding.inspection, force=factories.make_force(), question="Overall", awarded_on=date(2024, 8, 30)
    )
    Grade.objects.filter(pk=grade.pk).update(tier=tier)
    grade.delete()


def _link(finding):
    earlier = factories.make_finding(factories.make_inspection("OLD"), number=9)
    by = factories.make_officer(name="Somebody else")
    workflow.link(finding, earlier=earlier, kind=PredecessorKind.REPEATS, by=by, at=factories.AT)
    workflow.link(finding, earlier=earlier, kind=PredecessorKind.SUPERSEDES, by=by, at=factories.AT)
    workflow.unlink(finding, earlier=earlier)


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            _readdress,
            [
                "addressed SE-2024-SOC-R1 to Hampshire and Isle of Wight",
                "changed the part of Hampshire and Isle of Wight in SE-2024-SOC-R1 from “Lead” to “Supporting”",
                "took Hampshire and Isle of Wight from the addressees of SE-2024-SOC-R1",
            ],
        ),
        (
            _grade,
            [
                "added the grade of Hampshire and Isle of Wight for “Overall”: not graded",
                "set the grade of Hampshire and Isle of Wight for “Overall” to “Good (2021 to now)”",
                "took the grade of Hampshire and Isle of Wight for “Overall” back",
            ],
        ),
        (
            _link,
            [
                "changed the link of SE-2024-SOC-R1 to OLD-R9 from “Repeats” to “Takes the place of”",
                "recorded that SE-2024-SOC-R1 repeats OLD-R9",
                "took back that SE-2024-SOC-R1 takes the place of OLD-R9",
            ],
        ),
    ],
)
def test_what_belongs_to_an_inspection_is_told_also_when_it_is_no_more(client, officer, recorded, change, sentences):
    with pghistory.context(user=officer.pk):
        change(recorded)

    assert newest(client, recorded.inspection) == [("Priya Shah", sentences)]


def test_a_new_finding_is_told_without_those_it_is_addressed_to(client, officer, recorded):
    with pghistory.context(user=officer.pk):
        added = factories.make_finding(recorded.inspection, kind="cause-of-concern", number=3, title="Custody")
        Addressee.objects.create(finding=added, kind="npcc")

    ((_, sentences),) = newest(client, added, "finding-history")
    assert sentences == ["added the cause of concern SE-2024-SOC-C3, “Custody”"]


def test_values_are_shown_and_not_whose_name_another_column_holds(client, officer, recorded):
    correct(client, recorded, deadline_wording="By 1 June 2025")
    confirmed_by = factories.make_officer(name="CANARY")
    Inspection.objects.update(publication_confirmed_by=confirmed_by, publication_confirmed_at=factories.AT)

    words = text_of(client.get(on("inspection-history", recorded.inspection)))

    assert "Field Before After Deadline By 1 March 2025 By 1 June 2025 Last day 1 March 2025 1 June 2025 The" in words
    assert "confirmed the day of publication" in words
    assert "CANARY" not in words


@pytest.mark.parametrize(
    ("names_staff", "who"), [(True, "Tom Reed"), (False, "Police and Crime Commissioner for Kent")]
)
def test_staff_of_another_office_are_named_where_it_wants_so(client, officer, recorded, names_staff, who):
    kent = factories.make_policing_body("kent-pcc", "Kent")
    PolicingBody.objects.filter(pk=kent.pk).update(names_staff=names_staff)
    with pghistory.context(user=factories.make_officer(name="Tom Reed", policing_body=kent).pk):
        Finding.objects.update(page="4")

    assert newest(client, recorded, "finding-history") == [(who, ["set the page of SE-2024-SOC-R1 to “4”"])]


def test_the_own_office_reads_its_own_names(client, officer, recorded):
    PolicingBody.objects.update(names_staff=False)
    correct(client, recorded, page="4")

    assert newest(client, recorded, "finding-history")[0][0] == "Priya Shah"


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_however_long_it_is(client, officer, recorded, django_assert_num_queries, count):
    for number in range(count):
        with pghistory.context(user=factories.make_officer().pk):
            _readdress(recorded)
            _grade(recorded)
            Finding.objects.update(page=str(number))
            recorded.inspection.forces.add(factories.make_force(f"force-{number}", f"Force {number}"))
            recorded.inspection.themes.create(slug=f"theme-{number}", name=f"Theme {number}")
    _link(recorded)
    facts = {"inspection": recorded.inspection, "force": factories.make_force(), "awarded_on": date(2024, 8, 30)}
    before = Grade.objects.create(question="Before", **facts)
    Grade.objects.create(question="After", supersedes=before, **facts)

    with django_assert_num_queries(15):
        client.get(on("inspection-history", recorded.inspection))


def test_an_inspection_leads_to_its_history_and_those_of_its_findings(client, recorded):
    client.force_login(factories.make_viewer())

    page = client.get(recorded.inspection.get_absolute_url()).text

    for name, thing in [("inspection-history", recorded.inspection), ("finding-history", recorded)]:
        assert f'href="{on(name, thing)}"' in page
