"""What is missing and what is doubtful, on one page with the way to each place."""

import pytest

from tests import factories
from tests.reading import text_of
from tests.responses.views.response.pages import address, written

pytestmark = pytest.mark.django_db


def test_check_keeps_what_blocks_apart_from_what_is_only_doubtful(client, officer):
    response = written(answered=False, signatory="", our_comments="A cause for concern.")
    finding = response.inspection.findings.get()
    area = factories.make_finding(response.inspection, kind="area-for-improvement", reference="SE-A1")

    page = client.get(address("check", response))

    assert (
        "Missing before it can be sent for review Enter who signs the response "
        f"Enter the action on {finding.reference}, or why there is none "
        "Missing before it can be approved Answer SE-A1, or select “No response needed” Worth another look"
    ) in text_of(page)
    assert "“cause for concern”: the inspectorate’s term is “cause of concern”" in text_of(page)
    write = address("write", response)
    shown = page.content.decode()
    places = ["id_signatory", f"finding-{finding.pk}", f"finding-{area.pk}", "id_our_comments"]
    assert [shown.count(f'href="{write}#{place}"') for place in places] == [1, 1, 1, 1]


def test_check_says_that_nothing_is_missing(client, officer):
    response = written(answered=False)
    finding = response.inspection.findings.get()
    said = {"action": "We ask for figures by 1 March 2025.", "owner": "Policy officer"}
    response.answers.create(finding=finding, position="accepted", **said)

    words = text_of(client.get(address("check", response)))

    assert "Nothing that the law wants is missing. Nothing else looks doubtful." in words


def test_check_gives_a_viewer_the_words_without_the_way(client):
    response = written(signatory="")
    client.force_login(factories.make_viewer())

    page = client.get(address("check", response))

    assert "Enter who signs the response" in text_of(page)
    assert address("write", response) not in page.content.decode()


def test_detail_counts_what_is_doubtful_and_leads_to_it(client, officer):
    page = client.get(written(our_comments="A cause for concern.").get_absolute_url())

    assert "3 things are worth another look" in text_of(page)
    assert f'href="{address("check", page.context["response"])}"' in page.content.decode()
