"""What is OFFICIAL-SENSITIVE is read by those who may, and reaches nobody else by any address (R71)."""

from io import BytesIO

import pgtrigger
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from oversight.accounts.models import User
from responses import rules
from responses.models import (
    AssuranceUpdate,
    Event,
    EventKind,
    EvidenceBatch,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceRound,
    ItemAnswer,
    MoreTime,
)
from responses.models.event import ABOUT_FILES
from responses.workflow.telling import judges
from tests import factories
from tests.reading import text_of
from tests.responses.views.assurance.pages import update_facts
from tests.responses.views.one_story import AT, MARK, NAMES, SENSITIVE, OneStory, addresses, content_of, leaks

pytestmark = pytest.mark.django_db


def mark_everything():
    with pgtrigger.ignore():
        EvidenceRequest.objects.update(question=MARK, **SENSITIVE)
        EvidenceBatch.objects.update(question=MARK)
        EvidenceItem.objects.update(wording=MARK)
        ItemAnswer.objects.update(text=MARK, decision_note=MARK)
        EvidenceRound.objects.update(text=MARK, decision_note=MARK)
        MoreTime.objects.update(reason=MARK, decision_note=MARK)
        AssuranceUpdate.objects.update(text=MARK, limits=MARK, meeting=MARK, is_publishable=False, **SENSITIVE)
        Event.objects.exclude(request=None, assurance_update=None).update(detail=MARK, reason=MARK)
        mark_files()


def mark_files():
    with pgtrigger.ignore():
        EvidenceFile.objects.update(name=MARK, scan_note=MARK, **SENSITIVE)
        Event.objects.filter(kind__in=ABOUT_FILES).update(detail=MARK, reason=MARK)


def outsiders():
    """At the office and at the force, who are neither named in the request nor have the permission."""
    return [factories.make_approver(name="Olive Outside"), factories.make_lead(name="Lena Beside")]


# Among others: lists, the recommendation with its history and record, the reply and its judgement.
SAID_ON = [
    "responses:evidence-list",
    "responses:evidence-detail",
    "responses:evidence-decide",
    "responses:batch-list",
    "responses:batch-detail",
    "responses:follow-up-detail",
    "responses:follow-up-record",
    "responses:assurance-list",
    "responses:assurance-log",
    "responses:assurance-correct",
    "responses:file-detail",
    "responses:time-decide",
]


def test_no_address_shows_a_sensitive_request_to_who_may_not_read_it(client):
    story = OneStory()
    found = dict(addresses(story, NAMES))
    mark_everything()
    reader = factories.make_officer(reads_sensitive=True)

    assert list(leaks(client, outsiders(), found.items())) == []
    assert [name for _, name in leaks(client, [reader], [(name, found[name]) for name in SAID_ON])] == SAID_ON


def test_no_address_shows_a_sensitive_file_of_an_ordinary_request(client):
    story, about = (
        OneStory(),
        ("responses:file-", "responses:evidence-", "responses:assurance-", "responses:follow-up-de"),
    )
    found = list(addresses(story, [name for name in NAMES if name.startswith(about)]))
    mark_files()

    assert list(leaks(client, outsiders(), found)) == []


def test_the_back_office_shows_it_to_no_administrator_without_the_permission(client):
    story = OneStory()
    mark_everything()
    pages = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    own = ("change", "history")
    about = [reverse(f"admin:responses_evidencerequest_{page}", args=[story.replied.pk]) for page in own]
    found = [*((name, reverse(name)) for name in pages), *zip(own, about, strict=True)]

    assert list(leaks(client, [factories.make_administrator()], found)) == []


@pytest.mark.parametrize("who", ["asker", "lead", "delegate", "with the permission"])
def test_whoever_is_named_in_it_or_has_the_permission_reads_it(client, who):
    lead, colleague = factories.make_lead(), factories.make_lead(name="Kim Lee")
    request = factories.make_request(lead=lead, delegate=colleague, question="What did the source say?", **SENSITIVE)
    permitted = factories.make_viewer(reads_sensitive=True)
    client.force_login(
        {"asker": request.sent_by, "lead": lead, "delegate": colleague, "with the permission": permitted}[who]
    )

    assert "What did the source say?" in text_of(client.get(request.get_absolute_url()))


def test_the_others_are_told_that_it_is_there_how_far_it_is_and_when_it_is_due(client):
    request = factories.make_request(question="What did the source say?", **SENSITIVE)
    client.force_login(factories.make_lead(name="Kim Lee"))

    text = text_of(client.get(request.get_absolute_url()))

    assert f"{request.reference} Evidence request Sent Reply due 31 January 2025" in text
    assert "This request is OFFICIAL-SENSITIVE." in text


def test_nobody_finds_it_by_words_that_they_may_not_read(client):
    request = factories.make_request(question="What did the source say?", **SENSITIVE)
    address = reverse("responses:evidence-list")
    found = {}
    for person in [factories.make_approver(), request.sent_by, factories.make_lead(name="Kim Lee"), request.lead]:
        client.force_login(person)
        found[person] = client.get(address, {"q": "source"}).context["number"]

    assert list(found.values()) == [0, 1, 0, 1]


@pytest.mark.parametrize("verb", ["decide", "withdraw"])
def test_who_may_not_read_a_request_does_not_judge_it(client, verb):
    request = factories.make_request(status="answered", **SENSITIVE)
    factories.make_round(request, submitted_at=AT)
    address = reverse(f"responses:evidence-{verb}", args=[request.pk])
    client.force_login(factories.make_approver())

    assert client.get(address).status_code == 403
    client.force_login(request.sent_by)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["evidence-reply", "evidence-hand-on", "time-ask"])
def test_a_colleague_at_the_force_replies_to_it_only_when_it_is_handed_on(client, name):
    request, colleague = factories.make_request(status="opened", **SENSITIVE), factories.make_lead(name="Kim Lee")
    factories.make_round(request)
    address = reverse(f"responses:{name}", args=[request.pk])
    client.force_login(colleague)

    assert client.get(address).status_code == 403
    EvidenceRequest.objects.update(delegate=colleague)
    assert client.get(address).status_code == 200


def test_the_rule_says_the_same_of_rows_that_are_loaded_and_of_rows_to_be_found():
    story, people = OneStory(), outsiders()
    people += [story.lead, story.replied.sent_by, story.update.by, factories.make_officer(reads_sensitive=True)]
    mark_everything()
    EvidenceRequest.objects.filter(pk=story.replied.pk).update(classification="official")
    rows = {
        EvidenceRequest: EvidenceRequest.objects.all(),
        EvidenceFile: EvidenceFile.objects.select_related("round__request"),
        AssuranceUpdate: AssuranceUpdate.objects.all(),
        Event: Event.objects.for_timeline(),
    }

    for person in people:
        for model, loaded in rows.items():
            found = set(model.objects.readable_by(person).values_list("pk", flat=True))
            assert found == {row.pk for row in loaded if rules.can_read(person, row)}, (person.name, model.__name__)


@pytest.mark.parametrize("classification", ["above", ""])
def test_secret_is_sent_away_and_nothing_typed_is_lost(client, classification):
    follow_up = factories.make_follow_up(lead=factories.make_lead())
    client.force_login(follow_up.officer or factories.make_officer())
    address = reverse("responses:evidence-ask", args=[follow_up.pk])

    page = client.post(address, {"question": "What did they say?", "classification": classification})

    said = {"above": "Nothing marked SECRET or TOP SECRET may be put into this service.", "": "Select how sensitive"}
    assert page.context["form"].errors["classification"][0].startswith(said[classification])
    assert page.context["form"]["question"].value() == "What did they say?"
    assert not EvidenceRequest.objects.exists()


def lines_of(page):
    return content_of(page).decode().splitlines()[1:]


def test_files_of_requests_leave_out_what_is_sensitive_and_say_so(client):
    request = factories.make_request(question="What did the source say?", **SENSITIVE)
    factories.make_request(question="What was done?", sent_by=request.sent_by)
    client.force_login(request.sent_by)

    ordinary, left_out = lines_of(client.get(reverse("responses:evidence-csv")))

    assert "What was done?" in ordinary
    assert left_out == "1 request marked OFFICIAL-SENSITIVE is left out."
    assert not Event.objects.filter(kind=EventKind.EXPORTED).exists()


def test_whoever_may_read_it_can_choose_to_take_it_and_that_is_on_record(client):
    request = factories.make_request(question="What did the source say?", **SENSITIVE)
    factories.make_request(question="What did the other say?", **SENSITIVE)
    factories.make_request(question="Of what everybody may read.")
    client.force_login(request.sent_by)

    own, _ordinary, left_out = lines_of(client.post(reverse("responses:evidence-csv")))

    assert "What did the source say?" in own
    assert left_out == "1 request marked OFFICIAL-SENSITIVE is left out."
    taken = Event.objects.filter(kind=EventKind.EXPORTED).values_list("request", "by")
    assert list(taken) == [(request.pk, request.sent_by_id)]


@pytest.mark.parametrize(
    ("who", "filters", "offered", "said"),
    [
        ("author", {}, True, "You can take those that you can read too."),
        ("author", {"state": "withdrawn"}, False, ""),
        ("permitted viewer", {}, True, "You can take those that you can read too."),
        (
            "viewer",
            {},
            False,
            "that are OFFICIAL-SENSITIVE, which you cannot read, and say how many.",
        ),
    ],
)
def test_the_list_offers_what_is_sensitive_to_who_may_read_any_of_it(client, who, filters, offered, said):
    factories.make_request(status="withdrawn")
    request = factories.make_request(**SENSITIVE)
    permitted = {"reads_sensitive": who == "permitted viewer"}
    client.force_login(request.sent_by if who == "author" else factories.make_viewer(**permitted))

    page = client.get(reverse("responses:evidence-list"), filters)

    assert ("CSV file with OFFICIAL-SENSITIVE" in page.text) == offered
    assert said in text_of(page)
    assert ("leave out requests" in text_of(page)) == bool(said)


def test_a_workbook_says_what_it_leaves_out(client):
    request = factories.make_request(**SENSITIVE)
    client.force_login(request.sent_by)

    book = load_workbook(BytesIO(content_of(client.get(reverse("responses:evidence-xlsx")))))

    assert book.worksheets[0]["A2"].value == "1 request marked OFFICIAL-SENSITIVE is left out."


def test_what_is_sensitive_cannot_be_published(client):
    follow_up = factories.make_follow_up()
    client.force_login(factories.make_officer())
    facts = update_facts(classification="official-sensitive", is_publishable="yes")

    page = client.post(reverse("responses:assurance-log", args=[follow_up.pk]), facts)

    assert page.context["form"].errors == {
        "is_publishable": ["Select “Our office only”: what is OFFICIAL-SENSITIVE cannot be published"]
    }


def test_a_file_is_marked_for_good_and_the_history_does_not_name_it(client):
    request = factories.make_request(status="answered")
    file = factories.make_file(factories.make_round(request, submitted_at=AT), name="Sources.txt")
    outsider = factories.make_approver()
    client.force_login(outsider)
    address = reverse("responses:file-mark", args=[file.pk])

    page = client.post(address, follow=True)

    file.refresh_from_db()
    assert file.classification == "official-sensitive"
    assert page.redirect_chain == [(request.get_absolute_url(), 302)]
    assert "It also has files that are OFFICIAL-SENSITIVE, which you cannot read." in text_of(page)
    told = Event.objects.filter(kind=EventKind.FILE_MARKED).values_list("by", "detail", "request")
    assert list(told) == [(outsider.pk, "", request.pk)]
    assert client.post(address).status_code == 404
    client.force_login(request.lead)
    client.post(address)
    assert Event.objects.filter(kind=EventKind.FILE_MARKED).count() == 1


def test_where_who_asked_has_left_the_letter_goes_to_those_who_may_read_it():
    request = factories.make_request(**SENSITIVE)
    User.objects.filter(pk=request.sent_by_id).update(is_active=False)

    assert set(judges(request)) == set(User.objects.writers_of(request.policing_body))

    reader = factories.make_officer(reads_sensitive=True)
    assert judges(request) == [reader]


def test_a_force_marks_what_it_adds_and_a_colleague_does_not_see_it_in_the_draft(client):
    request = factories.make_request(status="opened")
    answer = factories.make_round(request)
    address = reverse("responses:evidence-reply", args=[request.pk])
    facts = {"version": 0, "text": "Done.", "draft": "1", "files_are_sensitive": "on"}
    client.force_login(request.lead)

    client.post(address, {**facts, "files": SimpleUploadedFile("Sources.txt", b"Names.")})

    assert list(answer.files.values_list("name", "classification")) == [("Sources.txt", "official-sensitive")]
    assert "Sources.txt" in client.get(address).text
    client.force_login(factories.make_lead(name="Kim Lee"))
    assert [name in client.get(address).text for name in ("Done.", "Sources.txt")] == [True, False]


def test_of_a_request_that_is_sensitive_every_file_is(client):
    request = factories.make_request(status="opened", **SENSITIVE)
    file = factories.make_file(factories.make_round(request))
    client.force_login(request.lead)

    page = client.get(reverse("responses:evidence-reply", args=[request.pk]))

    assert file.is_sensitive
    assert "files_are_sensitive" not in page.context["form"].fields
