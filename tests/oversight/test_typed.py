"""What a person sent comes back to be copied: words, not secrets, and nothing that was only chosen."""

import pytest
from django.utils.datastructures import MultiValueDict

from oversight.typed import Text, Typed, typed_in


def test_what_was_only_chosen_is_not_given_back():
    typed = typed_in(
        MultiValueDict({"lead": ["force:12", "Half"], "due_on_1": ["3"], "next": ["/Work/"]}), MultiValueDict()
    )

    assert typed == Typed([Text("lead", "Half")])


@pytest.mark.parametrize(
    ("text", "label", "rows"),
    [
        (Text("chief_officer_comments", "Yes."), "Chief officer comments", 2),
        (Text("action-17", "One.\nTwo.\n" + "x" * 61), "Action", 5),
        (Text("reason-12-3", "Long.\n" * 40), "Reason", 20),
        (Text("12", "No."), "Text", 2),
    ],
)
def test_words_that_come_back_stand_in_a_box_that_fits_them(text, label, rows):
    assert (text.label, text.rows) == (label, rows)
