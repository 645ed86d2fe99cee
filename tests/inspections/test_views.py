"""Pages of inspections."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import reference
from inspections.models import Addressee, Finding, Inspection, Theme
from tests import factories
from tests.inspections.typed import finding, on, report, words
from tests.reading import day, errors_of, text_of

pytestmark = pytest.mark.django_db
LIST = reverse("inspections:inspection-list")
NEW = reverse("inspections:inspection-new")
START_PAGES = ["follow-up-start", "response-start"]


# Who may come in


@pytest.mark.parametrize("name", ["inspection-detail", "inspection-edit", "finding-new"])
def test_pages_of_an_inspection_let_offices_read_and_writers_write(client, name):
    inspection = factories.make_inspection()
    writes = name != "inspection-detail"
    elsewhere = factories.make_officer(policing_body=factories.make_policing_body("kent-pcc", "Kent"))
    expected = [
        (factories.make_officer(), 200),
        (elsewhere, 200),
        (factories.make_viewer(), 403 if writes else 200),
        (factories.make_lead(), 404),
        (factories.make_lead(force=factories.make_force("kent", "Kent Police")), 404),
    ]

    for user, status in expected:
        client.force_login(user)
        assert (user.role, client.get(on(name, inspection)).status_code) == (user.role, status)


@pytest.mark.parametrize(("address", "for_viewer"), [(LIST, 200), (NEW, 403)])
def test_list_and_new_are_for_offices(client, address, for_viewer):
    for user, status in [
        (factories.make_officer(), 200),
        (factories.make_viewer(), for_viewer),
        (factories.make_lead(), 404),
    ]:
        client.force_login(user)
        assert (user.role, client.get(address).status_code) == (user.role, status)


def test_edit_finding_is_for_those_who_write(client):
    finding = factories.make_finding()

    for user, status in [
        (factories.make_officer(), 200),
        (factories.make_viewer(), 403),
        (factories.make_lead(), 404),
    ]:
        client.force_login(user)
        assert (user.role, client.get(on("finding-edit", finding)).status_code) == (user.role, status)


def test_every_page_sends_a_stranger_to_sign_in(client):
    finding = factories.make_finding()
    names = ["inspection-detail", "inspection-edit", "finding-new"]
    addresses = [LIST, NEW, on("finding-edit", finding), *(on(name, finding.inspection) for name in names)]

    for address in addresses:
        assert client.get(address).url == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("name", ["inspection-edit", "finding-new"])
def test_a_viewer_cannot_post_either(client, name):
    inspection = factories.make_inspection()
    client.force_login(factories.make_viewer())

    assert client.post(on(name, inspection), report() | finding()).status_code == 403
    assert client.post(NEW, report()).status_code == 403
    assert Inspection.objects.get() == inspection
    assert Finding.objects.count() == 0


# One inspection


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_however_many_findings(client, officer, django_assert_num_queries, count):
    inspection = factories.make_inspection()
    for _ in range(count):
        finding = factories.make_finding(inspection)
        Addressee.objects.create(finding=finding, kind="force", force=factories.make_force())

    with django_assert_num_queries(13):
        page = client.get(inspection.get_absolute_url())

    assert len(page.context["entries"]) == count


def test_detail_shows_deadlines_as_printed_and_never_more_precise(client, officer):
    inspection = factories.make_inspection()
    factories.make_finding(inspection, deadline="By February 2022")

    page = client.get(inspection.get_absolute_url())

    assert "<dd>February 2022</dd>" in page.text
    assert "28 February 2022" not in page.text


def test_detail_warns_of_a_cause_of_concern_without_a_recommendation(client, officer):
    inspection = factories.make_inspection()
    concern = factories.make_finding(inspection, kind="cause-of-concern", deadline="")
    warning = "A cause of concern comes with at least one recommendation"
    assert warning in client.get(inspection.get_absolute_url()).text

    for deadline in ["By 1 September 2025", "By 1 March 2025"]:
        factories.make_finding(inspection, parent=concern, deadline=deadline)

    page = client.get(inspection.get_absolute_url())
    assert warning not in page.text
    assert "<dt>Earliest deadline of its recommendations</dt><dd>1 March 2025</dd>" in page.text


def test_detail_says_how_old_the_fieldwork_was(client, officer):
    inspection = factories.make_inspection(fieldwork_from=date(2023, 5, 1), fieldwork_to=date(2023, 7, 31))

    page = client.get(inspection.get_absolute_url())

    assert "1 May 2023 to 31 July 2023" in text_of(page)
    assert "Ended 12 months before publication" in page.text


def test_detail_shows_each_stage_that_is_known_with_its_age(client, officer):
    stages = {"announced_on": date(2023, 3, 1), "fieldwork_to": date(2023, 7, 31)}
    inspection = factories.make_inspection(draft_received_on=date(2024, 3, 1), **stages)

    words = text_of(client.get(inspection.get_absolute_url()))

    assert "Announced 1 March 2023 Fieldwork To 31 July 2023 Ended 12 months before publication" in words
    assert "Draft for an accuracy check 1 March 2024 7 months after the fieldwork ended" in words


def test_detail_unfolds_a_date_that_was_worked_out_and_none_that_is_printed(client, officer):
    inspection = factories.make_inspection()
    for deadline in ["Within six months", "By 1 March 2025"]:
        factories.make_finding(inspection, deadline=deadline)

    words = text_of(client.get(inspection.get_absolute_url()))

    assert words.count("How this is counted") == 1
    assert "“Within six months” counts from that day. February 2025 has no day 30, so its last day counts." in words


def test_detail_and_response_show_the_deadline_that_the_report_itself_sets(client, officer):
    facts = {"own_deadline_wording": "within 3 months", "own_recipient": "Ofsted"}
    inspection = factories.make_inspection(**facts)
    response = factories.make_response(inspection)

    for page in (client.get(inspection.get_absolute_url()), client.get(response.get_absolute_url())):
        assert (
            "Deadline set by the report within 3 months (by 30 November 2024) The response goes to Ofsted"
            in text_of(page)
        )


def test_detail_says_nothing_of_stages_and_deadlines_that_are_not_known(client, officer):
    words = text_of(client.get(factories.make_inspection().get_absolute_url()))

    assert [word for word in ("Announced", "Draft for", "Deadline set by the report") if word in words] == []


def test_detail_asks_for_the_date_that_is_missing_and_for_one_that_nobody_confirmed(client, officer):
    undated = factories.make_inspection(published_on=None, published_wording="August 2024")
    imported = factories.make_inspection(published_on=date(2024, 8, 30))

    assert "This report needs a date" in client.get(undated.get_absolute_url()).text
    assert "Nobody has confirmed the publication date" in client.get(imported.get_absolute_url()).text


def test_detail_offers_a_viewer_nothing_to_press(client):
    finding = factories.make_finding()
    inspection = finding.inspection
    writes = [on(name, inspection) for name in ("inspection-edit", "finding-new")]
    writes += [
        on("finding-edit", finding),
        reverse("responses:follow-up-start", args=[inspection.pk]),
        reverse("responses:response-start", args=[inspection.pk]),
    ]

    client.force_login(factories.make_officer())
    page = client.get(inspection.get_absolute_url())
    assert [address for address in writes if f'href="{address}"' not in page.text] == []

    factories.make_follow_up(finding)
    client.force_login(factories.make_viewer())
    page = client.get(inspection.get_absolute_url())
    assert [address for address in writes if f'href="{address}"' in page.text] == []
    assert f"{reverse('responses:follow-up-list')}?inspection={inspection.pk}" in page.text


def test_detail_offers_only_what_is_left_to_do(client, officer):
    inspection = factories.make_inspection(forces=[factories.make_force()])
    factories.make_follow_up(factories.make_finding(inspection), policing_body=officer.policing_body)
    response = factories.make_response(inspection, policing_body=officer.policing_body)
    start, respond = (reverse(f"responses:{name}", args=[inspection.pk]) for name in START_PAGES)

    page = client.get(inspection.get_absolute_url())
    assert start not in page.text
    assert respond not in page.text
    assert f'href="{response.get_absolute_url()}">Our response</a>' in page.text

    factories.make_finding(inspection)
    page = client.get(inspection.get_absolute_url())
    assert f'href="{start}"' in page.text
    assert "Follow up more findings</a>" in page.text


def test_detail_shows_grades_with_their_scale(client, officer):
    reference.load()
    inspection = factories.make_inspection()
    tier = reference.GradeTier.objects.get(scale__first_year=2021, name="Inadequate")
    grade = inspection.grades.create(
        force=factories.make_force(), question="Serious and organised crime", tier=tier, awarded_on=date(2024, 8, 30)
    )

    page = client.get(inspection.get_absolute_url())

    assert list(page.context["grades"]) == [grade]
    assert "Inadequate" in page.text
    assert "Five tiers, from 2021" in page.text


# Recording


def test_new_records_the_inspection_and_leads_to_it(client, officer):
    theme = Theme.objects.create(slug="soc", name="Serious and organised crime")
    typed = report(themes=[theme.pk], url="example.org/report", **day("fieldwork_to", date(2023, 7, 31)))

    page = client.post(NEW, typed)

    inspection = Inspection.objects.get()
    assert page.url == inspection.get_absolute_url()
    assert words(page) == ["SE-2024-SOC is recorded. Add its findings next."]
    assert (
        inspection.reference,
        inspection.kind,
        inspection.published_on,
        inspection.fieldwork_to,
        inspection.url,
    ) == (
        "SE-2024-SOC",
        "regional",
        date(2024, 8, 30),
        date(2023, 7, 31),
        "https://example.org/report",
    )
    assert (inspection.publication_confirmed_by, inspection.publication_confirmed_at) == (officer, factories.AT)
    assert [force.code for force in inspection.forces.all()] == ["hampshire"]
    assert list(inspection.themes.all()) == [theme]


def test_new_takes_a_report_whose_day_is_not_known(client, officer):
    client.post(NEW, report(**day("published_on", None), published_wording="August 2024"))

    inspection = Inspection.objects.get()
    assert (inspection.published_on, inspection.published_wording) == (None, "August 2024")


def test_new_sent_twice_makes_one_inspection_and_leads_to_it_twice(client, officer):
    first, second = client.post(NEW, report()), client.post(NEW, report())

    assert first.url == second.url == Inspection.objects.get().get_absolute_url()


def test_new_gives_each_page_its_own_one_time_id(client, officer):
    ids = {client.get(NEW).context["form"]["submission_id"].value() for _ in range(2)}

    assert len(ids) == 2


def test_new_adds_all_territorial_forces_in_one_tick(client, officer):
    unit = factories.make_force("serocu", "SEROCU", kind="unit")
    factories.make_force("kent", "Kent Police")

    client.post(NEW, report(forces=[unit.pk], national="on"))

    assert {force.code for force in Inspection.objects.get().forces.all()} == {"serocu", "kent", "hampshire"}


def test_new_puts_the_offices_own_bodies_first(client, officer):
    factories.make_force()
    kent = factories.make_force("kent", "Kent Police", policing_body=factories.make_policing_body("kent-pcc", "Kent"))
    kent.region = "Eastern"
    kent.save()

    choices = client.get(NEW).context["form"].fields["forces"].choices

    assert [(group, [label for _, label in bodies]) for group, bodies in choices] == [
        ("Overseen by your office", ["Hampshire and Isle of Wight"]),
        ("Eastern", ["Kent Police"]),
    ]


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"reference": ""}, "reference", "Enter a reference"),
        (
            {"reference": "se 2024"},
            "reference",
            "Enter a reference of capital letters, numbers and hyphens, like SE-2024-SOC",
        ),
        ({"reference": "TAKEN"}, "reference", "TAKEN is the reference of another inspection. Enter another one"),
        ({"title": ""}, "title", "Enter the title of the report"),
        ({"kind": ""}, "kind", "Select a kind of inspection"),
        ({"inspectorate": ""}, "inspectorate", "Enter who inspected"),
        ({"url": "not an address"}, "url", "Enter an address like https://www.example.org/report"),
        (day("published_on", None), "published_on", "Enter the publication date, or below what you know of it"),
        (day("published_on", date(2024, 9, 3)), "published_on", "Publication date must be today or in the past"),
        ({"published_on_1": "13"}, "published_on", "Publication date must have a real month"),
        (
            day("fieldwork_from", date(2024, 2, 2)) | day("fieldwork_to", date(2024, 2, 1)),
            "fieldwork_to",
            "End of fieldwork must be the same as or after its start",
        ),
        (
            day("fieldwork_to", date(2024, 8, 31)),
            "fieldwork_to",
            "End of fieldwork must be before the publication date",
        ),
        ({"forces": []}, "forces", "Select the inspected bodies"),
        (
            day("announced_on", date(2024, 2, 2)) | day("fieldwork_from", date(2024, 2, 1)),
            "fieldwork_from",
            "Start of fieldwork must be the same as or after the announcement",
        ),
        (
            day("fieldwork_from", date(2024, 2, 2)) | day("draft_received_on", date(2024, 2, 1)),
            "draft_received_on",
            "Day of the draft must be the same as or after the start of fieldwork",
        ),
        (
            day("draft_received_on", date(2024, 8, 31)),
            "published_on",
            "Publication date must be the same as or after the day of the draft",
        ),
        (
            {"own_deadline_wording": "soon enough"},
            "own_deadline_wording",
            "Enter a deadline like By 1 March 2025 or within six months.",
        ),
        (
            {"own_recipient": "Ofsted"},
            "own_deadline_wording",
            "Enter the deadline, or take out to whom the response goes",
        ),
    ],
)
def test_new_says_beside_the_field_what_to_do_and_keeps_what_was_typed(client, officer, typed, field, error):
    taken = factories.make_inspection("TAKEN")

    page = client.post(NEW, report(title="My own title") | typed)

    assert errors_of(page) == {field: [error]}
    assert Inspection.objects.get() == taken
    assert typed.get("title", "My own title") in page.text


# Correcting


def edited(inspection, **facts):
    typed = report(version=inspection.version, **facts)
    return {name: value for name, value in typed.items() if name not in {"reference", "submission_id"}}


def test_edit_shows_what_is_recorded(client, officer):
    inspection = factories.make_inspection(title="The report", fieldwork_to=date(2023, 7, 31))

    form = client.get(on("inspection-edit", inspection)).context["form"]

    assert form.initial["title"] == "The report"
    assert form.initial["fieldwork_to"] == date(2023, 7, 31)
    assert form.initial["forces"] == [str(factories.make_force().pk)]
    assert "reference" not in form.fields


def test_edit_keeps_the_stages_and_the_reports_own_deadline(client, officer):
    inspection = factories.make_inspection("SE-2024-SOC")
    days = day("announced_on", date(2023, 3, 1)) | day("draft_received_on", date(2024, 3, 1))
    facts = {"own_deadline_wording": "By 1 March 2025", "own_recipient": "Ofsted"}

    client.post(on("inspection-edit", inspection), edited(inspection, **days, **facts))

    kept = client.get(on("inspection-edit", inspection)).context["form"].initial
    assert (kept["announced_on"], kept["draft_received_on"]) == (date(2023, 3, 1), date(2024, 3, 1))
    assert (kept["own_deadline_wording"], kept["own_recipient"]) == ("By 1 March 2025", "Ofsted")


def test_edit_tells_which_deadlines_the_corrected_day_has_moved(client, officer):
    inspection = factories.make_inspection("SE-2024", published_on=date(2024, 8, 20))
    factories.make_finding(inspection, deadline="within six months", reference="SE-2024-R1")
    factories.make_finding(inspection, deadline="By 1 March 2025", reference="SE-2024-R2")

    page = client.post(on("inspection-edit", inspection), edited(inspection))

    assert page.url == inspection.get_absolute_url()
    assert words(page) == [
        (
            "SE-2024 is saved. Deadlines that count from publication have moved: SE-2024-R1 was within six months "
            "(by 20 February 2025), now within six months (by 28 February 2025)."
        )
    ]
    assert Finding.objects.get(reference="SE-2024-R1").deadline_on == date(2025, 2, 28)


def test_edit_of_a_page_that_somebody_else_has_overtaken_shows_both_texts_and_then_saves(client, officer):
    inspection = factories.make_inspection(kind="regional")
    kent = factories.make_force("kent", "Kent Police")
    address, mine = on("inspection-edit", inspection), edited(inspection, title="My title", forces=[kent.pk])
    client.post(address, edited(inspection, title="Their title"))

    page = client.post(address, mine)

    shown = [(each.label, each.theirs, each.yours) for each in page.context["form"].differences]
    assert shown == [
        ("Title of the report", "Their title", "My title"),
        ("Inspected bodies", "Hampshire and Isle of Wight", "Kent Police"),
    ]
    assert "Their title" in page.text
    assert 'value="My title"' in page.text
    assert Inspection.objects.get().title == "Their title"

    client.post(address, mine | {"version": page.context["form"]["version"].value()})
    assert Inspection.objects.get().title == "My title"
