"""Several people on one page, field by field."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from responses.merging import Merge, digest, digests, merge

NAMES = st.sampled_from(["comments", "reply", "signatory"])
TEXTS = st.dictionaries(NAMES, st.sampled_from(["", "one", "two", "three"]))


def merged(*, opened, saved, typed):
    return merge({"reply": typed}, saved={"reply": saved}, opened={"reply": digest(opened)})


def test_merge_takes_what_only_this_person_has_changed():
    assert merged(opened="old", saved="old", typed="mine") == Merge(changes={"reply": "mine"})
    assert merged(opened="old", saved="old", typed="") == Merge(changes={"reply": ""})


def test_merge_leaves_what_only_somebody_else_has_changed():
    assert merged(opened="old", saved="theirs", typed="old") == Merge(kept=["reply"])


def test_merge_leaves_to_the_person_what_both_have_changed():
    assert merged(opened="old", saved="theirs", typed="mine") == Merge(conflicts=["reply"])


def test_merge_sees_nothing_to_do_where_both_say_the_same():
    assert merged(opened="old", saved="same", typed="same") == Merge()
    assert merged(opened="old", saved="old", typed="old") == Merge()


def test_merge_takes_what_the_page_did_not_show_for_empty():
    typed, saved = {"new": "", "other": "mine", "free": "mine"}, {"new": "theirs", "other": "theirs"}

    assert merge(typed, saved=saved, opened={}) == Merge({"free": "mine"}, ["new"], ["other"])


@given(opened=TEXTS, saved=TEXTS, typed=TEXTS)
def test_merge_never_replaces_what_somebody_else_has_changed(opened, saved, typed):
    result = merge(typed, saved=saved, opened=digests(opened))

    assert [name for name in result.changes if saved.get(name, "") != opened.get(name, "")] == []
    lost = {name for name, text in typed.items() if text not in {saved.get(name, ""), opened.get(name, "")}}
    assert lost <= result.changes.keys() | set(result.conflicts)


def test_digest_sees_no_difference_in_line_ends_and_edges():
    assert digest("One.\r\n\r\nTwo. ") == digest("One.\n\nTwo.")
    assert digest(None) == digest("") == digest(" \n")
    assert digest("One.\nTwo.") != digest("One. Two.")
    assert digest(date(2025, 3, 1)) == digest("2025-03-01")
