"""The public register: only what is published, the same for everybody, without a cookie."""

import gzip
from datetime import date

import pytest
from django.urls import reverse

from oversight.bodies.models import ForceName, PolicingBodyName
from responses.models import Publication, Response
from responses.workflow import correction
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import AT, publish

pytestmark = pytest.mark.django_db

REGISTER = "/register/"


def page_of(client, response):
    return client.get(reverse("responses:public-response", args=[response.slug]))


# What is read.


def test_detail_leads_to_where_it_was_published_first(client):
    response = publish(published_on=date(2024, 9, 30))
    assert "Where it was published" not in text_of(page_of(client, response))
    first = Publication.objects.get()
    first.pk, first.number, first.note = None, 2, "A figure."
    first.document |= {"proof_url": "", "first_proof_url": "https://www.example.org/first"}
    first.save()

    html = page_of(client, response).content.decode()

    assert html.count('href="https://www.example.org/first" rel="noopener">Where it was published on that day</a>') == 1


def test_detail_unfolds_how_its_last_day_was_counted(client):
    response = publish(inspection=factories.make_inspection(published_on=date(2024, 8, 6)))

    words = text_of(page_of(client, response))

    assert "the first of them. How this is counted Day 1 is Tuesday 6 August 2024" in words
    assert "The response was published on Tuesday 1 October 2024, day 57: 1 day late." in words


def test_detail_shows_the_three_parts_the_answers_and_who_signed(client):
    response = publish(our_reply="We thank the force.", chief_officer_rank="Deputy Chief Constable")
    finding = response.inspection.findings.get()

    words = text_of(page_of(client, response))

    assert "Response from the Commissioner We welcome the report. Donald Reed" in words
    assert "Comments from the chief officer The force accepts. Sam Carter Deputy Chief Constable" in words
    assert "Reply to the chief officer’s comments We thank the force." in words
    assert f"{finding.label}: {finding.title} Accepted in part {finding.text} HMICFRS, recommendation." in words
    assert "Deadline: 1 March 2025." in words
    assert "What the Commissioner has done or will do We ask for monthly figures." in words


def test_detail_says_that_the_chief_officer_was_invited_and_sent_nothing(client):
    response = publish(chief_officer_comments="", chief_officer_name="", invited_on=date(2024, 9, 2))

    assert "was invited to comment on 2 September 2024. No comments were received." in text_of(
        page_of(client, response)
    )


def test_detail_gives_the_reason_where_there_is_no_action(client):
    response = publish(said={"position": "not-accepted", "action": "", "no_action_reason": "It is done."})

    words = text_of(page_of(client, response))

    assert "Not accepted" in words
    assert "Why no action is taken It is done." in words
    assert "has done or will do" not in words


@pytest.mark.parametrize(
    ("published_on", "words"),
    [
        (date(2024, 8, 6), "1 October 2024, 1 day late"),
        (date(2024, 8, 7), "1 October 2024, on time"),
        (date(2017, 5, 1), "1 October 2024"),
    ],
)
def test_detail_says_whether_the_law_was_kept(client, published_on, words):
    response = publish(inspection=factories.make_inspection(published_on=published_on))

    assert f"Response published {words} In short" in text_of(page_of(client, response))


def test_detail_knows_no_verdict_without_a_day_of_the_report(client):
    inspection = factories.make_inspection(published_on=None, published_wording="August 2024")

    words = text_of(page_of(client, publish(inspection=inspection)))

    assert "Report published August 2024" in words
    assert "Response published 1 October 2024 In short" in words


def test_detail_says_when_the_law_did_not_ask_for_it(client):
    response = publish(section_55="voluntary", section_55_reason="Not inspected.")

    assert "1 October 2024. The law did not require a response." in text_of(page_of(client, response))


def test_detail_keeps_the_names_of_its_day_and_adds_todays(client, time_machine):
    force, body = factories.make_force(), factories.make_policing_body()
    ForceName.objects.update(starts_on=date(2022, 11, 16))
    ForceName.objects.create(force=force, name="Hampshire Constabulary", ends_on=date(2022, 11, 15))
    PolicingBodyName.objects.create(policing_body=body, name="Commissioner for Hampshire", ends_on=date(2022, 11, 15))
    inspection = factories.make_inspection(published_on=date(2021, 2, 18))
    response = publish(inspection=inspection, published_on=date(2021, 4, 1))
    time_machine.move_to(AT)

    words = text_of(page_of(client, response))

    assert "About Hampshire Constabulary (now Hampshire and Isle of Wight Constabulary)" in words
    assert "Commissioner for Hampshire (now Police and Crime Commissioner for Hampshire and Isle of Wight)" in words


def test_detail_names_a_force_once_while_its_name_is_the_same(client):
    assert "About Hampshire and Isle of Wight Constabulary Report published" in text_of(page_of(client, publish()))


def test_detail_stays_as_it_was_published(client):
    response = publish()
    response.inspection.title = "Another title"
    response.inspection.save()
    response.answers.update(action="Another action.")
    Response.objects.update(our_comments="Other comments.")

    words = text_of(page_of(client, response))

    assert "We welcome the report." in words
    assert "We ask for monthly figures." in words
    assert not [other for other in ("Another title", "Another action", "Other comments") if other in words]


def test_detail_escapes_what_was_typed(client):
    html = page_of(client, publish(our_comments="<script>alert(1)</script>\n\nSecond.")).content.decode()

    assert '<p class="govuk-body">&lt;script&gt;alert(1)&lt;/script&gt;</p>' in html
    assert '<p class="govuk-body">Second.</p>' in html


# What never is.

CANARY = "CANARY-7f3a"


@pytest.mark.parametrize("status", ["draft", "with-force", "in-review", "approved"])
def test_nothing_unpublished_is_ever_public(client, status):
    facts = {"approved_at": AT, "approved_by": factories.make_approver()} if status == "approved" else {}
    response = factories.make_response(status=status, our_comments=CANARY, **facts)

    assert page_of(client, response).status_code == 404
    assert CANARY not in client.get(REGISTER).content.decode()


def test_a_withdrawn_response_is_no_longer_public(client):
    response = publish(our_comments="It names a victim.")
    by = factories.make_approver()
    correction.withdraw(response, number=1, reason="It named a victim.", by=by, at=AT)

    page = page_of(client, response)
    assert page.status_code == 410
    assert "This response was withdrawn on 1 October 2024. Why it was withdrawn It named a victim." in text_of(page)
    assert "It names a victim." not in page.content.decode()
    listed = client.get(REGISTER)
    assert "Withdrawn The response was withdrawn on 1 October 2024. Read why" in text_of(listed)
    assert "It names a victim." not in listed.content.decode()


def test_public_pages_name_nobody_but_who_signs_and_tell_nothing_internal(client):
    officer = factories.make_officer(name=f"{CANARY} officer")
    inspection = factories.make_inspection()
    response = publish(
        inspection=inspection,
        section_55="voluntary",
        section_55_reason=f"{CANARY} reason",
        said={"owner": f"{CANARY} owner"},
    )
    lead = factories.make_lead(name=f"{CANARY} lead")
    finding = inspection.findings.get()
    follow_up = factories.make_follow_up(finding, lead=lead, by=officer)
    factories.make_update(follow_up, text=f"{CANARY} note", by=officer)
    factories.make_request(follow_up, lead=lead, question=f"{CANARY} question")
    response.events.create(
        policing_body=response.policing_body, kind="response-moved", by=officer, at=AT, reason=f"{CANARY} history"
    )
    Response.objects.update(our_comments=f"{CANARY} later draft", our_reply=f"{CANARY} later reply")

    client.force_login(officer)
    pages = [page_of(client, response), client.get(REGISTER), client.get(REGISTER, {"q": "organised"})]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert not [page for page in pages if CANARY in page.content.decode()]
    assert not [page for page in pages if "Alex Morgan" in page.content.decode()]  # who approved and published it


# The list.


def test_list_shows_each_response_with_its_days(client):
    inspection = factories.make_inspection(title="Organised crime", url="https://example.org/report")
    publish(inspection=inspection, slug="organised-crime")

    page = client.get(REGISTER)

    assert (
        "1 response Organised crime Police and Crime Commissioner for Hampshire and Isle of Wight "
        "Report published 30 August 2024 (not confirmed) Response published 1 October 2024, on time Read the report"
        in text_of(page)
    )
    assert 'href="/register/organised-crime/"' in page.content.decode()
    assert 'href="https://example.org/report"' in page.content.decode()


def test_list_is_careful_where_the_day_of_the_report_is_not_known(client):
    publish(inspection=factories.make_inspection(published_on=None, published_wording="August 2024"))
    publish(inspection=factories.make_inspection(published_on=None))

    words = text_of(client.get(REGISTER))

    assert "Report published August 2024 Response published 1 October 2024" in words
    assert "Report published on a day we do not know Response published 1 October 2024" in words
    assert "late" not in words.partition("2 responses")[2]


def test_list_shows_no_verdict_on_a_voluntary_response(client):
    publish(section_55="voluntary", section_55_reason="Not inspected.")

    assert "on time" not in text_of(client.get(REGISTER)).partition("1 response")[2]


def titles(client, **asked):
    return [publication.title for publication in client.get(REGISTER, asked).context["page"]]


def test_list_shows_the_latest_first(client):
    publish(inspection=factories.make_inspection(title="Earlier"), published_on=date(2024, 9, 2))
    publish(inspection=factories.make_inspection(title="Later"))

    assert titles(client) == ["Later", "Earlier"]


def _three():
    surrey = factories.make_force("surrey", "Surrey Police", policing_body=factories.make_policing_body("s", "Surrey"))
    early = factories.make_inspection(title="Custody", published_on=date(2021, 2, 18))
    publish(inspection=early, published_on=date(2021, 4, 1))
    publish(inspection=factories.make_inspection(title="Vetting"))
    publish(
        inspection=factories.make_inspection(title="Crime data", forces=[surrey]),
        policing_body=factories.make_policing_body("s", "Surrey"),
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Custody", "Vetting", "Crime data"}),
        ({"q": "CUSTO"}, {"Custody"}),
        ({"q": "Isle of Wight"}, {"Custody", "Vetting"}),
        ({"q": "nothing like it"}, set()),
        ({"year": "2021"}, {"Custody"}),
        ({"year": "2021", "q": "vetting"}, set()),
        ({"force": "surrey"}, {"Crime data"}),
        ({"force": "nowhere", "year": "1066"}, {"Custody", "Vetting", "Crime data"}),
    ],
)
def test_list_is_searched_by_title_force_and_year(client, asked, found):
    _three()

    assert set(titles(client, **asked)) == found


def test_list_finds_a_force_by_its_former_name(client):
    _three()
    ForceName.objects.filter(force__code="hampshire").update(starts_on=date(2022, 11, 16))
    force = factories.make_force()
    ForceName.objects.create(force=force, name="Hampshire Constabulary", ends_on=date(2022, 11, 15))

    assert set(titles(client, q="hampshire constab")) == {"Custody", "Vetting"}


def test_list_offers_the_years_and_forces_that_it_has(client):
    _three()

    form = client.get(REGISTER).context["filter"].form

    assert list(form.fields["year"].choices) == [("", "All years"), ("2024", "2024"), ("2021", "2021")]
    assert list(form.fields["force"].choices) == [
        ("", "All forces"),
        ("hampshire", "Hampshire and Isle of Wight"),
        ("surrey", "Surrey Police"),
    ]


def test_list_says_why_it_is_empty(client):
    assert "No responses yet Each response appears here on the day it is published." in text_of(client.get(REGISTER))
    publish()
    none_match = text_of(client.get(REGISTER, {"q": "nothing like it"}))
    assert "Show all responses Remove this filter: Search by title or force nothing like it No responses" in none_match


def test_list_is_read_in_pages(client):
    for number in range(26):
        publish(inspection=factories.make_inspection(title=f"Report {number}"))

    page = client.get(REGISTER, {"page": "2", "q": "report"})

    assert len(page.context["page"]) == 1
    assert "?page=1&amp;q=report" in page.content.decode()


# Speed and cookies.


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many_rows(client, django_assert_num_queries, count):
    for _ in range(count):
        publish()

    with django_assert_num_queries(4):
        page = client.get(REGISTER)

    assert len(page.context["page"]) == count


def test_a_public_page_is_sent_compressed_and_recognised_again(client):
    asked = {"Accept-Encoding": "gzip"}
    page = client.get(REGISTER, headers=asked)

    assert gzip.decompress(page.content) == client.get(REGISTER).content
    assert (page.headers["Content-Encoding"], page.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert client.get(REGISTER, headers=asked | {"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_detail_stays_within_its_queries(client, django_assert_num_queries):
    response = publish()
    page_of(client, response)  # makes its files

    with django_assert_num_queries(5):
        page_of(client, response)


@pytest.mark.parametrize("signed_in", [False, True])
def test_public_pages_are_the_same_for_everybody_and_may_be_kept(client, signed_in):
    response = publish()
    if signed_in:
        client.force_login(factories.make_officer())
        client.get(reverse("responses:work-list"))
    else:
        client.cookies["sessionid"] = 32 * "x"  # of a session that is over

    for page in (client.get(REGISTER), page_of(client, response)):
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in page.headers.get("Vary", "")
        assert not page.cookies
        assert "Sign out" not in page.content.decode()


def test_public_pages_are_not_sent_again_while_they_are_the_same(client):
    response = publish()
    tag = page_of(client, response).headers["ETag"]
    address = reverse("responses:public-response", args=[response.slug])

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    ForceName.objects.update(name="Wessex Police")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", [REGISTER, "/register/none/"])
def test_public_pages_are_only_read(client, path):
    assert client.post(path).status_code == 405


def test_an_unknown_address_is_not_there(client):
    assert client.get("/register/none/").status_code == 404
