"""The PDF and the Word file of a response: for everybody once published, for the office before."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from responses import pdf
from responses.models import Response
from responses.workflow import correction
from tests import factories
from tests.reading import text_of
from tests.responses.papers import words_of_pdf, words_of_word
from tests.responses.views.published import AT, publish

pytestmark = pytest.mark.django_db

READ = {"pdf": words_of_pdf, "docx": words_of_word}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BOTH = pytest.mark.parametrize("ending", ["pdf", "docx"])


def file_of(client, response, ending, **headers):
    return client.get(reverse(f"responses:public-{ending}", args=[response.slug]), headers=headers)


def draft_of(client, response, ending):
    return client.get(reverse(f"responses:response-{ending}", args=[response.pk]))


@BOTH
def test_file_holds_what_is_published(client, ending):
    response = publish(our_comments="We **welcome** it.\n\n- and act")
    Response.objects.update(our_comments="Other comments.")

    words = READ[ending](file_of(client, response, ending).content)

    assert "Response from the Commissioner We welcome it." in words
    assert "What the Commissioner has done or will do We ask for monthly figures." in words
    assert "Other comments." not in words


@pytest.mark.parametrize(
    ("ending", "content_type", "disposition"),
    [
        ("pdf", "application/pdf", 'inline; filename="response-organised-crime.pdf"'),
        ("docx", WORD, 'attachment; filename="response-organised-crime.docx"'),
    ],
)
def test_file_says_what_it_is_and_may_be_kept(client, ending, content_type, disposition):
    page = file_of(client, publish(slug="organised-crime"), ending)

    assert page.headers["Content-Type"] == content_type
    assert page.headers["Content-Disposition"] == disposition
    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in page.headers.get("Vary", "")
    assert not page.cookies


@BOTH
def test_file_is_sent_once_to_whoever_keeps_it(client, ending):
    response = publish()
    etag = file_of(client, response, ending).headers["ETag"]

    again = file_of(client, response, ending, if_none_match=etag)
    cache.clear()
    made_anew = file_of(client, response, ending, if_none_match=etag)

    assert (again.status_code, made_anew.status_code) == (304, 304)


@BOTH
def test_file_is_made_once(client, ending, django_assert_num_queries):
    response = publish()
    file_of(client, response, ending)

    with django_assert_num_queries(2):
        file_of(client, response, ending)


@BOTH
@pytest.mark.parametrize("status", ["draft", "with-force", "in-review", "approved"])
def test_no_file_of_what_is_not_published(client, status, ending):
    facts = {"approved_at": AT, "approved_by": factories.make_approver()} if status == "approved" else {}

    assert file_of(client, factories.make_response(status=status, **facts), ending).status_code == 404


@BOTH
def test_no_kept_file_outlives_a_withdrawal(client, ending):
    response = publish(our_comments="A name that should not be here.")
    assert "A name" in READ[ending](file_of(client, response, ending).content)

    correction.withdraw(response, number=1, reason="It named a victim.", by=factories.make_approver(), at=AT)
    page = file_of(client, response, ending)

    assert page.status_code == 410
    assert "It named a victim." in text_of(page)
    assert "A name" not in page.content.decode()


def test_page_offers_the_files_with_their_sizes(client):
    response = publish(slug="organised-crime")

    page = client.get(reverse("responses:public-response", args=["organised-crime"]))
    html = page.content.decode()
    sizes = [round(len(file_of(client, response, ending).content) / 1024) for ending in READ]

    offered = re.findall(r'href="(/register/organised-crime/response\.\w+)">Download as (\w+), (\d+)KB<', html)
    assert offered == [
        ("/register/organised-crime/response.pdf", "PDF", str(sizes[0])),
        ("/register/organised-crime/response.docx", "Word", str(sizes[1])),
    ]


def version_of(client, response, number, ending):
    return client.get(reverse(f"responses:public-version-{ending}", args=[response.slug, number]))


def published_twice():
    """The second as a copy of the first, with another text."""
    response = publish(our_comments="The first words.", slug="organised-crime")
    second = response.publications.get()
    second.pk, second.number, second.note, second.published_at = None, 2, "Reworded.", AT + timedelta(days=1)
    second.document["our_comments"] = "The second words."
    second.save()
    return response


@BOTH
def test_an_earlier_version_has_files_of_its_own(client, ending):
    response = published_twice()

    page = version_of(client, response, 1, ending)

    words = READ[ending](page.content)
    assert ("The first words." in words, "The second words." in words) == (True, False)
    assert f'filename="response-organised-crime-version-1.{ending}"' in page.headers["Content-Disposition"]
    assert version_of(client, response, 3, ending).status_code == 404
    offered = client.get(reverse("responses:public-version", args=["organised-crime", 1])).content.decode()
    assert f'href="/register/organised-crime/versions/1/response.{ending}"' in offered


@BOTH
def test_no_file_of_a_version_outlives_its_withdrawal(client, ending):
    response, by = published_twice(), factories.make_approver()
    version_of(client, response, 1, ending)

    correction.withdraw(response, number=2, reason="It named a victim.", by=by, at=AT + timedelta(days=2))

    answers = [version_of(client, response, number, ending) for number in (1, 2)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert "words" not in answers[0].content.decode()


@BOTH
def test_the_files_are_there_once_it_is_published(
    client, django_capture_on_commit_callbacks, django_assert_num_queries, ending
):
    with django_capture_on_commit_callbacks(execute=True):
        response = publish()

    with django_assert_num_queries(2):
        file_of(client, response, ending)


# Drafts.


def test_page_stays_where_a_file_cannot_be_made(client, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "TEMPLATE", tmp_path / "lost.typ")
    response = publish()

    page = client.get(reverse("responses:public-response", args=[response.slug]))

    assert "We welcome the report." in text_of(page)
    assert "Download as Word" in text_of(page)
    assert "Download as PDF" not in text_of(page)


@BOTH
def test_a_draft_is_for_the_office_and_says_that_it_is_one(client, ending):
    response = factories.make_response(our_comments="We are still writing.", slug="organised-crime")
    client.force_login(factories.make_viewer())

    page = draft_of(client, response, ending)

    assert "Response published: Not yet: this is a draft" in READ[ending](page.content)
    assert "We are still writing." in READ[ending](page.content)
    assert f'filename="draft-organised-crime.{ending}"' in page.headers["Content-Disposition"]
    assert "public" not in page.headers.get("Cache-Control", "")


@BOTH
def test_a_draft_is_of_the_text_as_it_stands(client, ending):
    response = publish()
    Response.objects.update(our_comments="We have thought again.", status="draft")
    client.force_login(factories.make_officer())

    assert "We have thought again." in READ[ending](draft_of(client, response, ending).content)


@BOTH
@pytest.mark.parametrize(
    ("due_in", "words"), [(0, "The comments will stand here."), (-1, "No comments were received.")]
)
def test_a_draft_does_not_say_that_no_comments_came_while_there_is_time(client, ending, due_in, words):
    today = timezone.localdate()
    days = {"invited_on": today - timedelta(days=20), "comments_due_on": today + timedelta(days=due_in)}
    response = factories.make_response(**days)
    client.force_login(factories.make_officer())

    assert words in READ[ending](draft_of(client, response, ending).content)


def test_the_response_leads_to_its_drafts_and_to_the_files_that_are_out(client):
    client.force_login(factories.make_officer())
    draft, published = factories.make_response(), publish(inspection=factories.make_inspection(title="Firearms"))

    of_draft, of_published = (text_of(client.get(each.get_absolute_url())) for each in (draft, published))

    assert "On paper Draft as PDF Draft as Word" in of_draft
    assert "Published response as" not in of_draft
    assert "On paper Published response as PDF Published response as Word" in of_published


def test_a_file_is_of_the_version_that_is_current(client):
    response = publish()
    first = file_of(client, response, "pdf").content
    publication = response.publications.get()
    publication.pk, publication.number, publication.note = None, 2, "The figure was wrong."
    publication.published_at = AT + timedelta(days=1)
    publication.save()

    second = file_of(client, response, "pdf").content

    assert "Corrected" not in words_of_pdf(first)
    assert "version 2. The figure was wrong." in words_of_pdf(second)
