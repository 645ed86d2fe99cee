"""What a response still lacks, and what is doubtful in it."""

from dataclasses import replace
from datetime import date

import pytest

from responses import readiness
from responses.models import Position
from responses.readiness import AnswerDraft, Draft, Need, Remark

ON = date(2024, 10, 1)
WORDS = (
    "By 1 March 2025, the force should make sure that this crime is a priority across the workforce "
    "and should improve how it shares what it learns with frontline teams."
)
ANSWER = AnswerDraft(
    reference="SE-R1",
    anchor="finding-1",
    need=Need.EXPLANATION,
    words=WORDS,
    deadline="1 March 2025",
    position="accepted",
    action="We will ask for monthly figures and publish them.",
    no_action_reason="",
)
AREA = replace(ANSWER, reference="SE-A1", anchor="finding-2", need=Need.MARK, deadline="")
READY = Draft(
    our_comments="We welcome the report.",
    signatory="Alex Morgan",
    invited_on=date(2024, 9, 2),
    comments_due_on=date(2024, 9, 30),
    chief_officer_comments="The force accepts the findings.",
    chief_officer_name="Sam Carter",
    answers=(ANSWER, AREA),
)


def missing(draft=READY, **changes):
    return readiness.missing(replace(draft, **changes))


def missing_answer(answer=ANSWER, **changes):
    return missing(answers=(replace(answer, **changes),))


def warnings(**changes):
    return readiness.warnings(replace(READY, **changes), on=ON)


def doubts(**changes):
    return [remark.text for remark in warnings(answers=(replace(ANSWER, **changes),))]


def test_missing_finds_nothing_in_a_complete_draft():
    assert missing() == []


@pytest.mark.parametrize("blank", ["", "  \n"])
def test_missing_wants_our_comments_and_who_signs_them(blank):
    assert missing(our_comments=blank, signatory=blank) == [
        Remark("id_our_comments", "Enter our comments"),
        Remark("id_signatory", "Enter who signs the response"),
    ]


def test_missing_wants_the_chief_officers_comments_or_an_invitation():
    wanted = Remark(
        "id_chief_officer_comments", "Enter the chief officer's comments, or the date they were invited to comment"
    )

    assert missing(chief_officer_comments=" ", invited_on=None) == [wanted]
    assert missing(chief_officer_comments="", chief_officer_name="") == []
    assert missing(invited_on=None) == []


def test_missing_wants_to_know_who_signed_the_chief_officers_comments():
    assert missing(chief_officer_name=" ") == [
        Remark("id_chief_officer_name", "Enter who signed the chief officer's comments")
    ]


@pytest.mark.parametrize(
    "changes",
    [{"action": ""}, {"action": " \n"}, {"position": "no-response"}, {"position": "", "action": ""}],
)
def test_missing_names_a_recommendation_without_action_or_reason(changes):
    assert missing_answer(**changes) == [Remark("finding-1", "Enter the action on SE-R1, or why there is none")]


def test_missing_takes_a_reason_for_no_action():
    assert missing_answer(action="", no_action_reason="The force has done it.", position="not-accepted") == []


def test_missing_wants_a_position_on_a_recommendation():
    assert missing_answer(position="") == [Remark("finding-1", "Select our position on SE-R1")]


@pytest.mark.parametrize("changes", [{"position": ""}, {"position": "", "action": ""}, {"action": ""}])
def test_missing_wants_the_rest_answered_or_marked_but_lets_it_be_reviewed(changes):
    text = "Answer SE-A1, or select “No response needed”"
    assert missing_answer(AREA, **changes) == [Remark("finding-2", text, stops_review=False)]


def test_missing_takes_no_response_for_what_is_no_recommendation():
    assert missing_answer(AREA, position="no-response", action="") == []


def test_warnings_finds_nothing_in_a_complete_draft():
    assert warnings() == []


def test_warnings_says_that_the_chief_officer_still_has_time():
    early = {"chief_officer_comments": "", "comments_due_on": ON}

    assert warnings(**early) == [
        Remark("id_chief_officer_comments", "The chief officer has until 1 October 2024 to comment")
    ]
    assert warnings(**{**early, "comments_due_on": date(2024, 9, 30)}) == []
    assert warnings(**{**early, "comments_due_on": None}) == []
    assert warnings(comments_due_on=ON) == []


def test_warnings_names_an_answer_that_repeats_the_recommendation():
    copied = "I will make sure that " + WORDS[28:].lower()

    assert warnings(answers=(replace(ANSWER, action=copied),)) == [
        Remark("finding-1", "The answer to SE-R1 repeats most of the inspectorate's words")
    ]


def test_warnings_names_a_dated_recommendation_with_no_action():
    without = {"action": "", "no_action_reason": "Done already."}

    assert doubts(**without) == ["SE-R1 has a deadline, but its answer names no action"]
    assert doubts(**without, deadline="") == []
    assert doubts(**without, position="for-others") == []
    assert doubts(**without, position="no-response") == []
    assert doubts(action="") == []


@pytest.mark.parametrize(
    ("answer", "copied"),
    [
        (WORDS, True),
        (WORDS.upper().replace(",", ";"), True),
        ("The force should make sure that this crime is a priority across the workforce and should be.", True),
        ("The force should make sure that this crime is a priority.", False),
        ("We will fund two more analysts from April.", False),
        ("", False),
    ],
)
def test_is_mostly_copied_compares_runs_of_three_words(answer, copied):
    assert readiness.is_mostly_copied(WORDS, into=answer) is copied


def test_is_mostly_copied_starts_at_half():
    ten_sequences = "a b c d e f g h i j k l"

    assert readiness.is_mostly_copied(ten_sequences, into="a b c d e f g") is True
    assert readiness.is_mostly_copied(ten_sequences, into="a b c d e f") is False


def test_is_mostly_copied_leaves_short_recommendations_alone():
    assert readiness.is_mostly_copied("a b c d e f g h i j", into="a b c d e f g h i j") is True
    assert readiness.is_mostly_copied("a b c d e f g h i", into="a b c d e f g h i") is False


def test_readiness_calls_positions_what_the_model_calls_them():
    assert (readiness.NO_RESPONSE, readiness.FOR_OTHERS) == (Position.NO_RESPONSE, Position.FOR_OTHERS)
