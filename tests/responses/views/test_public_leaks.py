"""Nothing unpublished reaches anybody: every private text is marked, then every public address is read (R66).

Private is every text that is not named here, and the addresses themselves say which of them are public:
a new field and a new page are held to this without a word, or fail.
"""

import zlib
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from inspections.models import Finding, Grade, GradeTier, Inspection, Theme
from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from responses.models import Publication, Response
from tests import factories
from tests.stories import told_once

pytestmark = pytest.mark.django_db

MARK = "leak-7f3a-"
FOUND = b"-7f3a-"  # a search for `leak` comes back in its field; an ETag may hold any four digits
APPS = ["bodies", "accounts", "inspections", "responses"]
ROOM = len(MARK) + 8

# What everybody may know as it stands. Of a publication all but who has a receipt of its day.
PUBLIC = {
    "bodies.Force": "*",
    "bodies.ForceName": "*",
    "bodies.PolicingBody": {"code", "area"},
    "bodies.PolicingBodyName": "*",
    "bodies.Engagement": "*",
    "inspections.Theme": "*",
    "inspections.FindingKind": "*",
    "inspections.GradeScale": "*",
    "inspections.GradeTier": "*",
    "responses.Publication": {"document", "title", "note", "proof_url"},
    "responses.Withdrawal": {"reason"},
    "responses.Response": {"slug"},
}
# Texts that would be a leak above all; each has to be marked for the test to mean anything.
WORST = {
    "accounts.User.name",
    "accounts.User.email",
    "inspections.Inspection.title",
    "inspections.Grade.question",
    "inspections.Finding.text",
    "responses.Response.our_comments",
    "responses.Response.chief_officer_comments",
    "responses.Publication.proof",
    "responses.Version.document",
    "responses.Answer.action",
    "responses.Answer.owner",
    "responses.Event.reason",
    "responses.FollowUp.applicability_reason",
    "responses.DeadlineRevision.reason",
    "responses.DeadlineRevision.agreed_by",
    "responses.DateChange.reason",
    "responses.DateChange.meanwhile",
    "responses.AssuranceUpdate.text",
    "responses.EvidenceRequest.question",
    "responses.EvidenceRound.text",
    "responses.EvidenceFile.name",
}


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker, _settings_of_a_test_run):
    """The demo, a report that is announced and one that comes next month, with every private text marked."""
    with told_once(django_db_blocker):
        call_command("demo")
        _tell_what_is_to_come()
        with pgtrigger.ignore():
            marks = {where for model in _models() for where in _mark(model)}
        yield marks


def _tell_what_is_to_come():
    force, officer = Force.objects.get(code="hampshire"), User.objects.filter(role="officer").earliest("pk")
    tomorrow = timezone.localdate() + timedelta(days=1)
    for reference, facts in {"ANNOUNCED": {"announced_on": tomorrow}, "EMBARGOED": {"published_on": tomorrow}}.items():
        inspection = factories.make_inspection(reference, kind="peel", forces=[force], **{"published_on": None} | facts)
        finding = factories.make_finding(inspection)
        Grade.objects.create(
            inspection=inspection,
            force=force,
            question="What is to come",
            tier=GradeTier.objects.earliest("pk"),
            awarded_on=timezone.localdate(),
        )
        response = factories.make_response(inspection, policing_body=officer.policing_body)
        response.answers.create(finding=finding, action="To come.", owner="Somebody")


def _models():
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if not hasattr(model, "pgh_tracked_model"):
                yield model


def _mark(model):
    public = PUBLIC.get(model._meta.label, set())
    if public != "*":
        for field in model._meta.get_fields():
            if field.concrete and field.name not in public and _takes_a_mark(field):
                yield from _mark_field(model, field)


def _takes_a_mark(field):
    if isinstance(field, models.JSONField):
        return True
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.primary_key
    return is_text and (field.max_length is None or field.max_length >= ROOM)


def _mark_field(model, field):
    """A rule of the database may want it empty: then nothing can leak there."""
    own = Cast("pk", models.TextField())
    mark = {"leak": MARK} if isinstance(field, models.JSONField) else Concat(Value(MARK), own)
    try:
        with transaction.atomic():
            if _private(model, field.name).update(**{field.name: mark}):
                yield f"{model._meta.label}.{field.name}"
    except IntegrityError:
        pass


def _private(model, name):
    rows = model._default_manager.all()
    out = [each.pk for each in Inspection.objects.all() if each.is_out(timezone.localdate())]
    if model is Inspection:
        return rows.exclude(pk__in=out)
    if model is Response:  # why none is needed can be read by everybody
        return rows.exclude(section_55="does-not-apply")
    if model is Finding and name in {"reference", "deadline_wording"}:  # by which its dates are told (R102)
        return rows.exclude(inspection__in=out)
    return rows.exclude(inspection__in=out) if model is Grade else rows


# Addresses.


def _public(patterns, namespace=""):
    """Names of the addresses that need no sign-in."""
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _public(each.url_patterns, inner)
        elif not getattr(each.callback, "login_required", True):
            yield namespace + each.name


# What the addresses are about: everything there is, published or not.
ABOUT = {
    "account_reset_password_from_key": lambda: [["0", "expired"]],
    "responses:public-response": lambda: Response.objects.values_list("slug"),
    "responses:public-pdf": lambda: Response.objects.values_list("slug"),
    "responses:public-docx": lambda: Response.objects.values_list("slug"),
    "responses:public-version": lambda: Publication.objects.values_list("response__slug", "number"),
    "responses:public-version-pdf": lambda: Publication.objects.values_list("response__slug", "number"),
    "responses:public-version-docx": lambda: Publication.objects.values_list("response__slug", "number"),
    "responses:public-difference": lambda: ((slug, 1, 2) for (slug,) in Response.objects.values_list("slug")),
    "responses:public-force": lambda: Force.objects.values_list("code"),
    "responses:public-policing-body": lambda: PolicingBody.objects.values_list("code"),
    "responses:public-force-feed": lambda: Force.objects.values_list("code"),
    "responses:public-theme-feed": lambda: Theme.objects.values_list("slug"),
}
ASKED = {"responses:public-list": ["?q=leak", "?page=2", "?q=leak&year=2024&timing=late&force=hampshire"]}


def _addresses():
    for name in sorted(set(_public(get_resolver().url_patterns))):
        for args in ABOUT.get(name, lambda: [[]])():
            address = reverse(name, args=args)
            yield from [address, *(address + asked for asked in ASKED.get(name, []))]


def _all_of(page):
    """Also what is packed: a Word file is a zip, a PDF holds packed streams."""
    content = b"".join(page.streaming_content) if page.streaming else page.content
    if content.startswith(b"PK"):
        parts = ZipFile(BytesIO(content))
        content = b"".join(parts.read(name) for name in parts.namelist())
    if content.startswith(b"%PDF"):
        content += b"".join(_unpacked(part) for part in content.split(b"stream")[1::2])
    return content + str(page.headers).encode()


def _unpacked(stream):
    try:
        return zlib.decompressobj().decompress(stream.lstrip(b"\r\n"))
    except zlib.error:
        return stream


def test_the_worst_that_could_leak_is_marked(marked):
    assert WORST - marked == set()


def test_no_public_address_lets_anything_out(marked, client):
    pages = {address: client.get(address) for address in _addresses()}

    assert [address for address, page in pages.items() if FOUND in _all_of(page)] == []
    assert {page.status_code for page in pages.values()} <= {200, 302, 404, 410}
    told = [address for address, page in pages.items() if not page.streaming and b"date has been moved" in page.content]
    assert told == ["/register/how-forces-respond-to-stalking-invented-example/"]  # that page alone (R102)


def test_the_way_in_which_leaks_are_found_finds_them(marked, client):
    client.force_login(User.objects.filter(role="officer").earliest("pk"))

    assert FOUND in _all_of(client.get(reverse("responses:work-list")))
