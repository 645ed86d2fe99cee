"""The comments of several chief officers, put together and taken apart."""

import pytest

from responses.statements import Said, Statement, above, taken_apart

UNIT = Said("The unit accepts.\n\n## Why\n\nIt is right.", "Kim Cole", "Head of Unit")
KENT = Said("So does Kent.", "Lee Hart", "DCC", "the Chief Constable")
FORCE = Said("The force accepts.", "Jo Example", "DCC")
FORCES = {"Kent", "SEROCU", "Hampshire"}


def put_together():
    two = above("SEROCU", UNIT, FORCE.text, force_of_rest="Hampshire", headings=FORCES)
    return above("Kent", KENT, two, force_of_rest="Nobody", headings=FORCES)


def written(text):
    return Said(text, FORCE.name, FORCE.rank)


def test_taken_apart_gives_each_force_its_words_and_who_signs_them():
    assert taken_apart(written(put_together()), [FORCE, UNIT, KENT]) == [
        Statement("Kent", KENT),
        Statement("SEROCU", UNIT),
        Statement("Hampshire", FORCE),
    ]


def test_a_heading_of_the_force_itself_stays_in_its_words():
    said = "## What we found\n\nThe force accepts."
    text = above("SEROCU", UNIT, said, force_of_rest="Hampshire", headings=FORCES)

    assert taken_apart(written(text), [UNIT])[-1] == Statement("Hampshire", Said(said, FORCE.name, FORCE.rank))


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("The force accepts.", [FORCE]),
        ("## Our view\n\nThe force accepts.", [FORCE]),
        (put_together().replace("So does Kent", "So does all Kent"), [FORCE, UNIT, KENT]),
        (f"## SEROCU\n\n{UNIT.below}\n\nThe force accepts.", [FORCE, UNIT]),
    ],
)
def test_taken_apart_leaves_alone_what_one_force_says_and_what_was_changed(text, sent):
    assert taken_apart(written(text), sent) == []
