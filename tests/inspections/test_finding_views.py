"""Pages of findings."""

from datetime import date
from uuid import UUID

import pytest

from inspections import reference
from inspections.models import Addressee, Finding, FindingKind
from tests import factories
from tests.inspections.typed import finding, on, words
from tests.reading import errors_of

pytestmark = pytest.mark.django_db


def test_new_finding_is_added_with_its_deadline_read_back(client, officer):
    inspection = factories.make_inspection("SE-2024")
    force = inspection.forces.get()
    typed = finding(
        lead=[f"force:{force.pk}"],
        supporting=["regional-lead", "npcc"],
        addressee_name="South East",
        condition="those with a unit",
    )

    page = client.post(on("finding-new", inspection), typed)

    assert page.url == inspection.get_absolute_url()
    assert words(page) == ["SE-2024-R1 is added: “By 1 March 2025”: the last day is Saturday 1 March 2025."]
    added = Finding.objects.get()
    assert (added.reference, added.deadline_on, added.deadline_precision) == ("SE-2024-R1", date(2025, 3, 1), "day")
    assert set(added.addressees.values_list("kind", "force__code", "name", "part", "condition")) == {
        ("force", "hampshire", "", "lead", "those with a unit"),
        ("regional-lead", None, "South East", "supporting", "those with a unit"),
        ("npcc", None, "", "supporting", "those with a unit"),
    }


def test_new_finding_reads_the_deadline_out_of_the_words_when_the_wording_is_empty(client, officer):
    inspection = factories.make_inspection("SE-2024")
    text = "By February 2025, the chief constable should brief every shift."

    page = client.post(on("finding-new", inspection), finding(deadline_wording="", text=text))

    assert words(page) == [
        "SE-2024-R1 is added: “By February 2025”: the last day is Friday 28 February 2025, shown as “February 2025”."
    ]
    added = Finding.objects.get()
    assert (added.deadline_wording, added.deadline_precision) == ("By February 2025", "month")


def test_new_finding_leaves_the_deadline_out_when_told_that_there_is_none(client, officer):
    inspection = factories.make_inspection("SE-2024")
    text = "By February 2025, most forces had done this."

    page = client.post(on("finding-new", inspection), finding(deadline_wording="", undated="on", text=text))

    assert words(page) == ["SE-2024-R1 is added: no deadline."]
    assert Finding.objects.get().deadline_precision == "none"


def test_new_finding_counts_a_period_from_publication(client, officer):
    inspection = factories.make_inspection("SE-2024", published_on=date(2024, 8, 30))

    client.post(on("finding-new", inspection), finding(deadline_wording="within six months"))

    assert Finding.objects.get().deadline_on == date(2025, 2, 28)


def test_new_finding_without_a_publication_date_says_that_the_last_day_is_not_known(client, officer):
    inspection = factories.make_inspection("SE-2024", published_on=None)

    page = client.post(on("finding-new", inspection), finding(deadline_wording="within six months"))

    assert words(page) == ["SE-2024-R1 is added: “within six months”, without a last day."]


def test_new_finding_sent_twice_makes_one(client, officer):
    address = on("finding-new", factories.make_inspection())

    client.post(address, finding())
    client.post(address, finding())

    assert Finding.objects.count() == 1


def test_new_finding_sent_twice_with_other_words_offers_a_second_one(client, officer):
    address = on("finding-new", factories.make_inspection("SE-2024"))
    client.post(address, finding())

    page = client.post(address, finding(text="The force should train its staff."))

    told = "that is SE-2024-R1. Send it again to add these as well."
    assert errors_of(page) == {"__all__": [f"You have already sent this page, with other answers: {told}"]}
    assert page.context["form"]["text"].value() == "The force should train its staff."
    new_id = page.context["form"]["submission_id"].value()
    client.post(address, finding(text="The force should train its staff.", submission_id=new_id))
    assert [each.text for each in Finding.objects.order_by("reference")] == [
        finding()["text"],
        "The force should train its staff.",
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Share it all"},
        {"deadline_wording": "By 1 June 2025"},
        {"lead": ["npcc"], "condition": "those with a unit"},
        {"supporting": ["college"]},
    ],
)
def test_new_finding_sent_twice_with_any_other_answer_offers_a_second_one(client, officer, other):
    address, typed = on("finding-new", factories.make_inspection()), finding(lead=["npcc"])
    client.post(address, typed)

    pages = [client.post(address, typed), client.post(address, typed | other)]

    assert pages[0].status_code == 302
    assert "You have already sent this page, with other answers" in errors_of(pages[1])["__all__"][0]
    assert Finding.objects.count() == 1


def test_new_finding_and_another_opens_the_form_again_under_the_same_cause_of_concern(client, officer):
    inspection = factories.make_inspection("SE-2024")
    address = on("finding-new", inspection)
    concern = finding(kind=factories.make_kind("cause-of-concern").pk, another="1")

    page = client.post(address, concern)

    added = Finding.objects.get()
    assert page.url == f"{address}?under={added.pk}"
    assert client.get(page.url).context["form"]["parent"].value() == str(added.pk)
    child = finding(submission_id=str(UUID(int=3)), parent=added.pk, another="1")
    assert client.post(page.url, child).url == page.url
    assert Finding.objects.get(reference="SE-2024-R1").parent == added


def test_new_finding_offers_the_inspected_bodies_unless_the_report_is_national(client, officer):
    forces = [factories.make_force(f"force-{number}", f"Force {number}") for number in range(16)]
    regional, national = factories.make_inspection(forces=forces[:2]), factories.make_inspection(forces=forces)

    offered = {
        inspection: [
            label for _, label in client.get(on("finding-new", inspection)).context["form"].fields["lead"].choices
        ]
        for inspection in (regional, national)
    }

    assert offered[regional][:3] == ["Force 0", "Force 1", "All chief constables"]
    assert offered[national][0] == "All chief constables"


def test_new_finding_starts_as_a_recommendation(client, officer):
    reference.load()

    form = client.get(on("finding-new", factories.make_inspection())).context["form"]

    assert form["kind"].value() == FindingKind.objects.get(code="recommendation").pk


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"kind": ""}, "kind", "Select a kind of finding"),
        ({"title": ""}, "title", "Enter a short title"),
        ({"text": ""}, "text", "Enter the inspectorate’s words"),
        (
            {"deadline_wording": "when they can spare the time, or not"},
            "deadline_wording",
            "Enter a deadline like By 1 March 2025 or within six months",
        ),
        (
            {"deadline_wording": "By 31 February 2025"},
            "deadline_wording",
            "There is no 31 February 2025. Check the day and the month.",
        ),
        (
            {"deadline_wording": "", "text": "By 31 April 2025 the force should act."},
            "deadline_wording",
            "There is no 31 April 2025. Check the day and the month.",
        ),
        ({"undated": "on"}, "undated", "Enter a deadline or select that there is none, not both"),
        ({"limb": "a"}, "parent", "Select the recommendation that this is a part of"),
        ({"limb": "1", "parent": "{whole}"}, "limb", "Enter a letter, like a"),
        ({"parent": "{whole}"}, "limb", "Enter the letter of this part of SE-2024-R1"),
        ({"parent": "{whole}", "limb": "(A)"}, "limb", "SE-2024-R1 already has a part a. Enter another letter"),
        (
            {"parent": "{elsewhere}"},
            "parent",
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        ({"kind": "{concern}", "parent": "{whole}"}, "parent", "Cause of concern stands by itself"),
        (
            {"parent": "{above}", "limb": "a"},
            "limb",
            "Leave the letter empty: SE-2024-C1 has whole recommendations under it",
        ),
        ({"lead": ["npcc"], "supporting": ["npcc"]}, "supporting", "Select each body once: it acts or it supports"),
        ({"lead": ["other"]}, "addressee_name", "Enter the name of the other body"),
    ],
)
def test_new_finding_says_beside_the_field_what_to_do(client, officer, typed, field, error):
    inspection = factories.make_inspection("SE-2024")
    whole = factories.make_finding(inspection, reference="SE-2024-R1")
    factories.make_finding(inspection, reference="SE-2024-R1a", parent=whole, limb="a")
    keys = {
        "whole": whole.pk,
        "above": factories.make_finding(inspection, kind="cause-of-concern", reference="SE-2024-C1").pk,
        "elsewhere": factories.make_finding().pk,
        "concern": factories.make_kind("cause-of-concern").pk,
    }
    filled = {name: value.format(**keys) if isinstance(value, str) else value for name, value in typed.items()}

    page = client.post(on("finding-new", inspection), finding() | filled)

    assert {name: messages for name, messages in errors_of(page).items() if name == field} == {field: [error]}
    assert Finding.objects.count() == 4


# Correcting findings


def corrected(row, **facts):
    typed = finding(version=row.version, **facts)
    return {name: value for name, value in typed.items() if name != "submission_id"}


def test_edit_finding_shows_what_is_recorded_and_how_the_deadline_is_read(client, officer):
    row = factories.make_finding(deadline="By February 2022")
    Addressee.objects.create(finding=row, kind="other", name="Youth Justice Board", part="supporting")

    page = client.get(on("finding-edit", row))

    initial = page.context["form"].initial
    assert (initial["deadline_wording"], initial["lead"], initial["supporting"], initial["addressee_name"]) == (
        "By February 2022",
        [],
        ["other"],
        "Youth Justice Board",
    )
    assert "“By February 2022”: the last day is Monday 28 February 2022" in page.text


def test_edit_finding_changes_it_and_keeps_its_reference(client, officer):
    row = factories.make_finding(reference="SE-2024-R1")

    page = client.post(on("finding-edit", row), corrected(row, title="A better title", deadline_wording="By 2026"))

    assert page.url == row.inspection.get_absolute_url()
    row.refresh_from_db()
    assert (row.reference, row.title, row.deadline_on, row.version) == (
        "SE-2024-R1",
        "A better title",
        date(2026, 12, 31),
        1,
    )


def test_edit_finding_keeps_names_and_conditions_that_the_page_does_not_change(client, officer):
    row = factories.make_finding()
    for name, condition in [("Youth Justice Board", "in England"), ("Ofsted", "")]:
        Addressee.objects.create(finding=row, kind="other", name=name, condition=condition)
    form = client.get(on("finding-edit", row)).context["form"]
    same = {name: form.initial[name] for name in ("addressee_name", "condition")}

    client.post(on("finding-edit", row), corrected(row, lead=["other", "npcc"], **same))

    assert set(row.addressees.values_list("kind", "name", "condition")) == {
        ("other", "Youth Justice Board", "in England"),
        ("other", "Ofsted", ""),
        ("npcc", "", "in England"),
    }


def test_edit_finding_does_not_offer_itself_or_its_children_as_parents(client, officer):
    concern = factories.make_finding(kind="cause-of-concern")
    factories.make_finding(concern.inspection, parent=concern)
    other = factories.make_finding(concern.inspection, kind="cause-of-concern")

    form = client.get(on("finding-edit", concern)).context["form"]

    assert list(form.fields["parent"].queryset) == [other]


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("cause-of-concern", {"kind": "recommendation"}, "This has S-2 under it, so it cannot be of this kind"),
        ("recommendation", {"kind": "cause-of-concern"}, "This has S-2 under it, so it cannot be of this kind"),
        ("recommendation", {"limb": "b"}, "This has parts of its own, S-2, so it cannot be a part"),
    ],
)
def test_edit_finding_keeps_what_stands_under_it_where_it_fits(client, officer, kind, typed, error):
    whole = factories.make_finding(kind=kind)
    limb = "a" if kind == "recommendation" else ""
    factories.make_finding(whole.inspection, parent=whole, limb=limb, reference="S-2")
    same = {"kind": whole.kind.pk, "parent": factories.make_finding(whole.inspection).pk if "limb" in typed else ""}
    chosen = {"kind": factories.make_kind(typed["kind"]).pk} if "kind" in typed else typed

    page = client.post(on("finding-edit", whole), corrected(whole, **same | chosen))

    assert errors_of(page) == {next(iter(typed)): [error]}
    assert client.post(on("finding-edit", whole), corrected(whole, kind=whole.kind.pk)).status_code == 302


def test_edit_finding_that_somebody_else_has_overtaken_shows_both_texts(client, officer):
    row = factories.make_finding()
    client.post(on("finding-edit", row), corrected(row, text="Their words.", lead=["college"]))

    page = client.post(on("finding-edit", row), corrected(row, text="My words.", lead=["npcc"]))

    assert [(each.label, each.theirs, each.yours) for each in page.context["form"].differences] == [
        ("The inspectorate’s words", "Their words.", "My words."),
        ("Who must act", "College of Policing", "National Police Chiefs' Council"),
    ]
    assert "My words." in page.text
    row.refresh_from_db()
    assert row.text == "Their words."
