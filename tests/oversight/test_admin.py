"""The back office."""

from datetime import date

import pytest
from django.contrib import admin
from django.core import mail
from django.urls import reverse

from inspections import reference as inspections_reference
from inspections.models import Addressee, Finding, FindingKind, Grade, GradeTier, Inspection
from oversight.accounts.models import Role, User
from oversight.bodies.models import Force
from responses import reference as responses_reference
from responses.models import EvidenceRequest, FollowUp, Notice, Response
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    administrator = factories.make_administrator()
    client.force_login(administrator)
    return administrator


def changelist(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def change(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def add(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def formset(prefix, *rows, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    return data | {f"{prefix}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


def errors(page):
    found = dict(page.context["adminform"].form.errors)
    for each in page.context["inline_admin_formsets"]:
        for form in each.formset.forms:
            found |= form.errors
    return {name: list(messages) for name, messages in found.items()}


def make_world(count):
    """As many of everything as asked for."""
    inspections_reference.load()
    responses_reference.load()
    for number in range(count):
        force = factories.make_force(f"force-{number}", f"Force {number}")
        inspection = factories.make_inspection(forces=[force])
        finding = factories.make_finding(inspection)
        follow_up = factories.make_follow_up(finding, force=force, lead=factories.make_lead(force=force))
        factories.make_request(follow_up, lead=follow_up.lead)
        factories.make_response(inspection)
        inspection.grades.create(
            force=force, question="Overall", tier=GradeTier.objects.first(), awarded_on=date(2024, 8, 30)
        )


MODELS = [model for model in admin.site._registry if model._meta.app_label in {"bodies", "accounts"}]
MODELS += [model for model in admin.site._registry if model._meta.app_label in {"inspections", "responses"}]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_changelists_search_and_cost_the_same_however_many_rows(client, administrator, model):
    make_world(1)
    client.get(changelist(model))
    few = _queries(client, changelist(model))

    make_world(3)

    assert _queries(client, changelist(model)) == few
    if admin.site._registry[model].search_fields:
        assert client.get(changelist(model), {"q": "nothing like it"}).context["cl"].result_count == 0


def _queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_back_office_is_for_administrators(client):
    for make, status in [
        (factories.make_administrator, 200),
        (factories.make_officer, 403),
        (factories.make_approver, 403),
        (factories.make_viewer, 403),
        (factories.make_lead, 403),
    ]:
        client.force_login(make())
        page = client.get(changelist(Force), follow=True)
        assert (make.__name__, page.status_code) == (make.__name__, status)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nothing_can_be_deleted(client, administrator, model, rf):
    request = rf.get("/")
    request.user = administrator

    assert admin.site._registry[model].has_delete_permission(request) is False


@pytest.mark.parametrize("model", [FollowUp, EvidenceRequest, Response], ids=lambda model: model.__name__)
def test_what_the_pages_change_can_only_be_looked_at_and_only_by_its_office(client, administrator, model):
    make_world(1)
    row = model.objects.get()

    assert client.get(change(row)).status_code == 200
    assert client.post(change(row), {"status": "done"}).status_code == 403
    assert client.get(add(model)).status_code == 403

    kent = factories.make_policing_body("kent-pcc", "Kent")
    client.force_login(factories.make_administrator(policing_body=kent))
    assert client.get(changelist(model)).context["cl"].result_count == 0
    assert client.get(change(row), follow=True).redirect_chain[0][0] == reverse("admin:index")
    assert client.get(reverse(f"admin:responses_{model._meta.model_name}_history", args=[row.pk])).status_code == 404


def test_letters_of_another_office_are_not_shown(client, administrator):
    make_world(1)
    Notice.objects.owe("assigned", to=factories.make_lead(), at=factories.AT, follow_up=FollowUp.objects.get())
    assert client.get(changelist(Notice)).context["cl"].result_count == 1

    kent = factories.make_policing_body("kent-pcc", "Kent")
    client.force_login(factories.make_administrator(policing_body=kent))
    assert client.get(changelist(Notice)).context["cl"].result_count == 0


# The record


def test_record_shows_who_changed_what_with_old_and_new_value(client, administrator):
    force = factories.make_force()
    page = client.post(
        change(force),
        {
            "code": "hampshire",
            "kind": "territorial",
            "short_name": "Hampshire",
            "country": "England",
            "aliases": "HC,HP",
        }
        | formset("names", {"id": force.names.get().pk, "force": force.pk, "name": "Hampshire Police"}, initial=1)
        | formset("oversights")
        | formset("memberships")
        | formset("engagements"),
    )
    assert page.url == changelist(Force)

    page = client.get(reverse("admin:bodies_force_history", args=[force.pk]))

    newest = page.context["lines"][0]
    assert (newest.by, newest.what) == ("Adam Field", "Changed")
    assert [(each.label, each.before, each.after) for each in newest.changes] == [
        ("Short name", "Hampshire and Isle of Wight", "Hampshire"),
        ("Aliases", "", "HC, HP"),
    ]
    assert page.context["lines"][-1].what == "Added"
    assert "HC, HP" in page.text


def test_record_names_the_people_and_bodies_that_keys_stand_for(client, administrator):
    follow_up = factories.make_follow_up()
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=factories.make_lead(name="Dana Brook"), status="in-progress")

    page = client.get(reverse("admin:responses_followup_history", args=[follow_up.pk]))

    newest = page.context["lines"][0]
    assert newest.by == "The portal"
    assert [(each.label, each.before, each.after) for each in newest.changes] == [
        ("Force lead", "", "Dana Brook"),
        ("Status", "Awaiting allocation", "In progress"),
    ]


def test_record_writes_days_and_times_as_people_do(client, administrator):
    inspection = factories.make_inspection(published_on=date(2024, 8, 30))
    Inspection.objects.filter(pk=inspection.pk).update(
        publication_confirmed_at=factories.AT, publication_confirmed_by=administrator
    )

    page = client.get(reverse("admin:inspections_inspection_history", args=[inspection.pk]))

    newest, added = page.context["lines"]
    assert ("Published on", "", "30 August 2024") in [(each.label, each.before, each.after) for each in added.changes]
    assert [(each.label, each.after) for each in newest.changes] == [
        ("Publication confirmed at", "2 September 2024 at 11am"),
        ("Publication confirmed by", "Adam Field"),
    ]


def test_record_of_a_frozen_text_tells_of_all_but_the_page_as_data(client, administrator):
    version = factories.make_version(factories.make_response(policing_body=administrator.policing_body))

    page = client.get(reverse("admin:responses_version_history", args=[version.pk]))

    [added] = page.context["lines"]
    assert [each.label for each in added.changes] == ["Response", "Number", "Submitted at", "Submitted by"]


def test_record_of_what_is_not_tracked_says_so(client, administrator):
    inspections_reference.load()
    theme = inspections_reference.Theme.objects.first()

    page = client.get(reverse("admin:inspections_theme_history", args=[theme.pk]))

    assert "Nothing is on record." in page.text


# People


def person(**facts):
    typed = {"email": "new@example.org", "name": "Noor Example", "role": "officer", "is_active": "on"}
    return typed | {"policing_body": factories.make_policing_body().pk} | facts


def test_a_new_person_gets_a_letter_that_leads_to_a_password(client, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(add(User), person())

    assert page.url == changelist(User)
    new = User.objects.get(email="new@example.org")
    assert (new.role, new.policing_body, new.has_usable_password()) == (
        Role.OFFICER,
        factories.make_policing_body(),
        False,
    )
    (letter,) = mail.outbox
    assert letter.to == ["new@example.org"]
    address = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    assert client.get(address.removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"email": "TAKEN@example.org"}, "email", "Somebody with this email address has an account already."),
        (
            {"policing_body": ""},
            "__all__",
            "A force lead belongs to one force; everybody else to one policing body.",
        ),
        (
            {"role": "force-lead"},
            "__all__",
            "A force lead belongs to one force; everybody else to one policing body.",
        ),
    ],
)
def test_a_person_is_refused_in_words(client, administrator, typed, field, message):
    factories.make_officer("taken@example.org")

    page = client.post(add(User), person() | typed)

    assert errors(page) == {field: [message]}
    assert not User.objects.filter(email="new@example.org").exists()


def test_deactivating_a_person_keeps_them_and_shuts_them_out(client, administrator):
    officer = factories.make_officer("leaver@example.org")

    client.post(change(officer), person(email="leaver@example.org", is_active=""))

    officer.refresh_from_db()
    assert officer.is_active is False
    client.force_login(officer)
    assert client.get(reverse("responses:work-list")).status_code == 302


def test_send_link_writes_to_those_who_may_sign_in(client, administrator, django_capture_on_commit_callbacks):
    here, left = factories.make_officer("here@example.org"), factories.make_officer("left@example.org", is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(changelist(User), {"action": "send_link", "_selected_action": [here.pk, left.pk]})

    assert [letter.to for letter in mail.outbox] == [["here@example.org"]]


def test_people_of_another_office_are_out_of_reach(client, administrator):
    kent = factories.make_policing_body("kent-pcc", "Kent")
    theirs = factories.make_officer("kent@example.org", policing_body=kent)
    their_lead = factories.make_lead(force=factories.make_force("kent", "Kent Police", policing_body=kent))
    our_lead = factories.make_lead()

    page = client.get(changelist(User))

    assert set(page.context["cl"].queryset) == {administrator, our_lead}
    for user in (theirs, their_lead):
        assert client.get(change(user)).status_code == 302
    assert client.post(add(User), person(policing_body=kent.pk)).context["adminform"].form.errors["policing_body"]
    moved = person(email=our_lead.email, role="force-lead", policing_body="", force=their_lead.force_id)
    assert client.post(change(our_lead), moved).context["adminform"].form.errors["force"]


# Inspections


def inspection_form(**facts):
    typed = {
        "reference": "SE-2024",
        "title": "The report",
        "kind": "regional",
        "inspectorate": "HMICFRS",
        "published_on": "2024-08-30",
        "forces": [factories.make_force().pk],
    }
    return typed | facts


def finding_row(**facts):
    kind = FindingKind.objects.get(code="recommendation").pk
    return {"kind": kind, "title": "Share it", "text": "Within six months, share it."} | facts


def test_an_inspection_is_typed_in_with_findings_and_grades_on_one_page(client, administrator):
    inspections_reference.load()
    tier, force = GradeTier.objects.first(), factories.make_force()
    grade = {"force": force.pk, "question": "Overall", "tier": tier.pk, "awarded_on": "2024-08-30"}

    page = client.post(
        add(Inspection),
        inspection_form()
        | formset("findings", finding_row(), finding_row(text="Do.", deadline_wording="By February 2025"))
        | formset("grades", grade),
    )

    assert page.url == changelist(Inspection)
    inspection = Inspection.objects.get()
    assert (inspection.publication_confirmed_by, inspection.published_on) == (administrator, date(2024, 8, 30))
    assert list(inspection.forces.all()) == [force]
    assert list(Finding.objects.order_by("pk").values_list("reference", "deadline_wording", "deadline_on")) == [
        ("SE-2024-R1", "Within six months", date(2025, 2, 28)),
        ("SE-2024-R2", "By February 2025", date(2025, 2, 28)),
    ]
    assert Grade.objects.get().tier == tier


def test_an_inspection_corrected_here_moves_what_counts_from_publication(client, administrator):
    inspections_reference.load()
    inspection = factories.make_inspection("SE-2024", published_on=date(2024, 8, 30))
    finding = factories.make_finding(inspection, deadline="within six months", text="Act.")
    row = {"id": finding.pk, "inspection": inspection.pk, "kind": finding.kind_id, "title": finding.title}
    row |= {"text": "Act.", "label": finding.label, "deadline_wording": "within six months"}

    typed = inspection_form(published_on="2024-09-10", reference="OTHER")
    page = client.post(change(inspection), typed | formset("findings", row, initial=1) | formset("grades"))

    assert page.url == changelist(Inspection)
    inspection.refresh_from_db()
    finding.refresh_from_db()
    assert (inspection.reference, inspection.version, finding.deadline_on) == ("SE-2024", 1, date(2025, 3, 10))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"deadline_wording": "sometime or never, whichever"},
            {"deadline_wording": ["Enter a deadline like By 1 March 2025 or within six months."]},
        ),
        (
            {"deadline_wording": "By 31 June 2025"},
            {"deadline_wording": ["There is no 31 June 2025. Check the day and the month."]},
        ),
        ({"limb": "a"}, {"parent": ["Select the recommendation that this is a part of."]}),
        ({"parent": "elsewhere"}, {"parent": ["Select a finding of this inspection."]}),
    ],
)
def test_a_finding_is_refused_in_words(client, administrator, typed, expected):
    inspections_reference.load()
    inspection = factories.make_inspection("SE-2024")
    if typed.get("parent"):
        typed = typed | {"parent": factories.make_finding().pk}

    page = client.post(
        change(inspection), inspection_form() | formset("findings", finding_row(**typed)) | formset("grades")
    )

    assert errors(page) == expected
    assert inspection.findings.count() == 0


def test_a_finding_corrected_here_keeps_its_addressees_and_reads_its_deadline_again(client, administrator):
    finding = factories.make_finding(factories.make_inspection("SE-2024"), reference="SE-2024-R1")
    kept = Addressee.objects.create(finding=finding, kind="npcc")
    row = {"id": kept.pk, "finding": finding.pk, "kind": "npcc", "part": "lead"}
    other = {"finding": finding.pk, "kind": "other", "name": "Youth Justice Board", "part": "supporting"}
    typed = {"kind": finding.kind_id, "title": "Better", "text": "Act.", "deadline_wording": "By 2026"}

    page = client.post(change(finding), typed | formset("addressees", row, other, initial=1))

    assert page.url == changelist(Finding)
    finding.refresh_from_db()
    assert (finding.title, finding.deadline_on, finding.version) == ("Better", date(2026, 12, 31), 1)
    assert set(finding.addressees.values_list("kind", "name", "part")) == {
        ("npcc", "", "lead"),
        ("other", "Youth Justice Board", "supporting"),
    }


def test_an_addressee_must_name_its_force(client, administrator):
    finding = factories.make_finding()
    typed = {"kind": finding.kind_id, "title": "Better", "text": "Act."}
    row = {"finding": finding.pk, "kind": "force", "part": "lead"}

    page = client.post(change(finding), typed | formset("addressees", row))

    assert errors(page) == {"__all__": ["Choose the force for “A force or unit”, and only then."]}
    assert finding.addressees.count() == 0
