"""Eight colleagues edit the same twenty replies at once: nobody's words are lost, and who is second sees both texts."""

import os
import random

import pytest
from django.http import QueryDict

from oversight.forms.conflict import Difference
from oversight.versions import StaleError
from responses.forms.evidence_reply import ReplyForm
from responses.models import EvidenceRound
from responses.workflow import evidence
from tests import factories
from tests.locks import at_once

WRITERS, REPLIES = 8, 20
EDITS = int(os.environ.get("EDITS_OF_EACH_WRITER", "8"))  # 500 for the figure of the issue


def form_of(answer, text):
    form = ReplyForm(
        QueryDict(mutable=True) | {"version": str(answer.version), "text": text}, answer=answer, user=answer.started_by
    )
    assert form.is_valid()
    return form


def save(answer, form):
    evidence.save_draft(answer, version=form.cleaned_data["version"], **form.draft())


def add(pk, words, refused):
    """As on the page: add to the text that is shown; where a colleague was first, to both texts that are shown then."""
    answer = EvidenceRound.objects.get(pk=pk)
    form = form_of(answer, f"{answer.text} {words}".strip())
    while form:
        typed = form.cleaned_data["text"]
        try:
            save(answer, form)
        except StaleError as error:
            form.show_conflict(error.current)
            refused.append((form.differences, error.current.text, typed))
            form = form_of(error.current, f"{error.current.text} {words}".strip())
        else:
            return


@pytest.mark.django_db(transaction=True)
def test_eight_writers_of_twenty_replies_lose_no_word_and_are_shown_both_texts_where_they_are_second():
    lead = factories.make_lead()
    follow_up = factories.make_follow_up(lead=lead)
    pks = [factories.make_round(factories.make_request(follow_up, lead=lead), text="").pk for _ in range(REPLIES)]
    written, refused = {pk: [] for pk in pks}, []

    def write(writer):
        chosen = random.Random(writer)
        for edit in range(EDITS):
            # Three times in four one of two replies that everybody is at: else nobody would meet.
            pk = chosen.choice(pks[:2] if edit % 4 else pks)
            add(pk, f"w{writer}e{edit}", refused)
            written[pk].append(f"w{writer}e{edit}")

    outcomes = at_once(*[lambda writer=writer: write(writer) for writer in range(WRITERS)])

    assert outcomes == [None] * WRITERS
    kept = {answer.pk: sorted(answer.text.split()) for answer in EvidenceRound.objects.all()}
    assert kept == {pk: sorted(words) for pk, words in written.items()}
    assert sum(len(words) for words in kept.values()) == WRITERS * EDITS
    assert sum(EvidenceRound.objects.values_list("version", flat=True)) == WRITERS * EDITS
    assert [differences for differences, _, _ in refused] == [
        [Difference("Your reply", theirs, yours, "text")] for _, theirs, yours in refused
    ]
    assert refused
