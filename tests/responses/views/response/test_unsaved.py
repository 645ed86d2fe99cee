"""What is typed and not saved: kept for the person who typed it, offered again, and never saved by itself."""

import pytest

from responses.models import Response, UnsavedText
from responses.workflow import unsaved
from responses.workflow import writing as workflow
from tests import factories
from tests.reading import text_of
from tests.responses.views.response.pages import NOW, address, typed

pytestmark = pytest.mark.django_db


def keep(client, response, **changes):
    return client.post(address("unsaved", response), typed(response, csrfmiddlewaretoken="secret", **changes))


def test_unsaved_keeps_what_is_typed_and_leaves_the_response_alone(client, officer):
    response = factories.make_response(our_comments="Saved.")

    keep(client, response, our_comments="Half a sen")
    page = keep(client, response, our_comments="Half a sentence.")

    assert (page.status_code, page.text) == (200, "10:30am")
    kept = UnsavedText.objects.get()
    assert (kept.person, kept.saved_at, kept.sent["our_comments"]) == (officer, NOW, "Half a sentence.")
    assert "csrfmiddlewaretoken" not in kept.sent
    response.refresh_from_db()
    assert (response.our_comments, response.version) == ("Saved.", 0)


def test_write_offers_what_was_kept_to_the_person_alone(client, officer):
    response = factories.make_response()
    keep(client, response, our_comments="CANARY")

    page = client.get(address("write", response))
    assert "You have unsaved changes from 1 October 2024 at 10:30am." in text_of(page)
    assert page.context["form"]["our_comments"].value() == ""
    client.force_login(factories.make_officer())
    for query in ("", "?unsaved=use"):
        assert "CANARY" not in client.get(address("write", response) + query).content.decode()


def test_write_puts_what_was_kept_into_the_page_and_saves_it_on_a_press(client, officer):
    response = factories.make_response()
    keep(client, response, our_comments="Half a sentence.")

    page = client.get(address("write", response) + "?unsaved=use")
    assert "You have unsaved changes" not in text_of(page)
    form = page.context["form"]
    assert form["our_comments"].value() == "Half a sentence."
    client.post(address("write", response), {name: form.data[name] for name in form.data})

    assert Response.objects.get().our_comments == "Half a sentence."
    assert UnsavedText.objects.count() == 0


def test_write_merges_what_was_kept_with_what_others_have_saved_since(client, officer):
    response = factories.make_response()
    keep(client, response, our_comments="Mine.", signatory="", chief_officer_name="")
    workflow.save(response, facts={"signatory": "Theirs."}, answers={}, by=factories.make_officer(), at=NOW)

    form = client.get(address("write", response) + "?unsaved=use").context["form"]
    assert (form["our_comments"].value(), form["signatory"].value()) == ("Mine.", "Theirs.")
    client.post(address("write", response), {name: form.data[name] for name in form.data})

    response.refresh_from_db()
    assert (response.our_comments, response.signatory) == ("Mine.", "Theirs.")


def test_write_offers_nothing_where_it_is_what_is_saved(client, officer):
    response = factories.make_response()
    sent = typed(response)
    client.post(address("write", response), sent)
    client.post(address("unsaved", response), sent)  # a letter that was late on its way

    assert "You have unsaved changes" not in text_of(client.get(address("write", response)))


def test_unsaved_is_discarded_on_a_press(client, officer):
    response = factories.make_response()
    keep(client, response)
    UnsavedText.objects.create(response=response, person=factories.make_officer(), sent={}, saved_at=NOW)

    page = client.post(address("unsaved", response), {"discard": "yes"}, follow=True)

    assert "Your unsaved changes are discarded." in text_of(page)
    assert UnsavedText.objects.filter(person=officer).count() == 0
    assert UnsavedText.objects.count() == 1


def test_unsaved_refuses_what_is_far_too_long_and_keeps_the_last(client, officer):
    response = factories.make_response()
    keep(client, response, our_comments="Short.")

    page = keep(client, response, our_comments="x" * unsaved.LIMIT)

    assert (page.status_code, page.text) == (413, "This is too long to be kept while you write. Save it.")
    assert UnsavedText.objects.get().sent["our_comments"] == "Short."


def test_write_offers_nothing_where_only_others_have_changed_what_is_saved(client, officer):
    response = factories.make_response()
    sent = typed(response)
    client.post(address("unsaved", response), sent)
    workflow.save(response, facts=form_facts(sent) | {"our_reply": "Theirs."}, answers={}, by=officer, at=NOW)
    client.post(address("unsaved", response), sent)

    assert "You have unsaved changes" not in text_of(client.get(address("write", response)))


def form_facts(sent):
    return {name: sent[name] for name in workflow.PARTS if name in sent}
