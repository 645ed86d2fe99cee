"""What a reader is shown of the difference between two texts of a response."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from responses.comparison import Mark, compare, is_same

SAYS = {
    "our_comments": "We welcome the report.",
    "signatory": "Chris Example",
    "policing_body": {"short_title": "the PCC", "name": "Police and Crime Commissioner for Hampshire"},
    "answers": [
        {"reference": "SE-R1", "label": "Recommendation 1", "title": "Share intelligence", "action": "We ask."}
    ],
}


def marked(old, new):
    """Each field that differs, its words marked [-gone-] and [+new+]."""
    return {
        f"{change.heading} / {field.label}": [_marked(line) for line in field.lines]
        for change in compare(SAYS | old, SAYS | new)
        for field in change.fields
    }


def _marked(line):
    if line.mark == Mark.LEFT_OUT:
        return f"({line.left_out} lines)"
    signs = {Mark.SAME: "{}", Mark.ADDED: "[+{}+]", Mark.REMOVED: "[-{}-]"}
    return "".join(signs[run.mark].format(run.text) for run in line.runs)


def comments(old, new):
    return marked({"our_comments": old}, {"our_comments": new})["Response from the PCC / Comments"]


def answer(**said):
    return {"answers": [SAYS["answers"][0] | said]}


def test_compare_finds_nothing_between_a_text_and_itself():
    assert compare(SAYS, dict(SAYS)) == []
    assert is_same(SAYS, dict(SAYS))


def test_compare_marks_words_inside_a_line():
    assert comments("We ask for monthly figures.", "We ask for quarterly figures. We publish them.") == [
        "We ask for [-monthly-][+quarterly+] figures.[+ We publish them.+]"
    ]


def test_compare_reads_neighbouring_words_together():
    assert comments("The force has ten good teams in place.", "The new unit has ten good teams in place.") == [
        "The [-force-][+new unit+] has ten good teams in place."
    ]


def test_compare_takes_a_word_out_with_one_space():
    assert comments("We ask for all monthly figures.", "We ask for monthly figures.") == [
        "We ask for [-all -]monthly figures."
    ]


def test_compare_shows_a_line_that_has_nothing_of_the_old_one_as_two():
    assert comments("We welcome the report.", "Nobody was inspected here.") == [
        "[-We welcome the report.-]",
        "[+Nobody was inspected here.+]",
    ]


def test_compare_finds_a_reworded_line_behind_a_new_one():
    assert comments("We ask for figures.", "Thank you.\n\nWe ask for more figures.") == [
        "[+Thank you.+]",
        "We ask for [+more +]figures.",
    ]


def test_compare_leaves_out_what_is_far_from_a_change():
    lines = [f"Line number {number} says what it says." for number in range(8)]
    changed = [*lines[:6], "Line number 6 says something.", *lines[7:]]

    assert comments("\n\n".join(lines), "\n\n".join(changed)) == [
        "(5 lines)",
        "Line number 5 says what it says.",
        "Line number 6 says [-what it says-][+something+].",
        "Line number 7 says what it says.",
    ]


def test_compare_knows_a_change_of_nothing_but_lines_apart():
    changes = compare(SAYS | {"our_comments": "One.\nTwo."}, SAYS | {"our_comments": "One.\n\nTwo."})

    assert [field.is_only_spacing for change in changes for field in change.fields] == [True]


def test_compare_takes_line_ends_of_any_program_for_the_same():
    assert is_same(SAYS | {"our_comments": "One.\r\nTwo."}, SAYS | {"our_comments": "One.\nTwo."})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"signatory": "Jo Example"}, {"Response from the PCC / Signed by": ["[-Chris-][+Jo+] Example"]}),
        (
            {},
            {"our_reply": "Thank you."},
            {"Reply to the chief officer’s comments / Reply": ["[+Thank you.+]"]},
        ),
        (
            {"chief_officer": {"invited_on": "2024-09-02"}},
            {"chief_officer": {"rank": "Chief Constable"}},
            {
                "Comments from the chief officer / Rank": ["[+Chief Constable+]"],
                "Comments from the chief officer / Invited to comment on": ["[-2 September 2024-]"],
            },
        ),
        (
            {"report_published_on": "2024-08-30"},
            {"report_published_on": None, "report_published_wording": "August 2024"},
            {"The inspection / Report published": ["[-30 -]August 2024"]},
        ),
        ({"is_statutory": True}, {"is_statutory": False}, {"The inspection / Required by law": ["[-Yes-]", "[+No+]"]}),
        (
            answer(position_words="Accepted", due_on="2025-03-01"),
            answer(position_words="Accepted in part", page=7),
            {
                "Recommendation 1: Share intelligence / Page": ["[+7+]"],
                "Recommendation 1: Share intelligence / Position": ["Accepted[+ in part+]"],
                "Recommendation 1: Share intelligence / By": ["[-1 March 2025-]"],
            },
        ),
        (
            answer(text="Share it by March."),
            answer(text="Share it by May."),
            {"Recommendation 1: Share intelligence / What the inspectorate said": ["Share it by [-March-][+May+]."]},
        ),
    ],
)
def test_compare_names_the_part_and_the_field(old, new, expected):
    assert marked(old, new) == expected


def test_compare_tells_new_findings_and_those_that_are_gone():
    other = {"reference": "SE-R2", "label": "Recommendation 2", "title": "Publish", "action": "We do."}

    changes = compare(SAYS, SAYS | {"answers": [other]})

    assert [(each.heading, each.mark) for each in changes] == [
        ("Recommendation 2: Publish", Mark.ADDED),
        ("Recommendation 1: Share intelligence", Mark.REMOVED),
    ]


def test_compare_says_nothing_of_the_day_of_publication_and_of_the_format():
    assert is_same(SAYS, SAYS | {"format": 7, "published_on": "2025-01-01", "report_date_confirmed": True})


texts = st.text(alphabet="ab .,\n", max_size=60)


@given(texts, texts)
def test_compare_shows_both_texts_whole(old, new):
    changes = compare({"our_reply": old}, {"our_reply": new})
    lines = [line for change in changes for field in change.fields for line in field.lines]
    assume(all(line.mark != Mark.LEFT_OUT for line in lines))
    read = _side(lines, Mark.REMOVED), _side(lines, Mark.ADDED)

    assert read == ((_lines(old), _lines(new)) if lines else ([], []))


def _lines(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def _side(lines, own):
    read = ["".join(run.text for run in line.runs if run.mark in {Mark.SAME, own}) for line in lines]
    return [line for line in read if line]


def test_compare_is_quick_with_long_texts():
    old = "\n".join(f"Paragraph {number} of a long text that says one thing after another." for number in range(1000))
    started = time.monotonic()

    compare(SAYS | {"our_comments": old}, SAYS | {"our_comments": old.replace("one", "some").replace("7", "seven")})

    assert time.monotonic() - started < 2
