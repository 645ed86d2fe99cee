"""A finding and its answer in at most 90 words, from what is published and nothing else (R121)."""

import pytest

from responses.card import cards


def answer(reference="R1", **facts):
    return {
        "reference": reference,
        "under": "",
        "title": "Share intelligence",
        "text": "The force should share what it learns. It should check that this works.",
        "deadline": "1 March 2025",
        "position": "partly",
        "position_words": "Accepted in part",
        "action": "We ask for **monthly** figures.\n\n- Each board\n- Each year",
        "no_action_reason": "",
    } | facts


def test_a_recommendation_of_its_own_tells_what_it_asks_by_when_and_what_is_done():
    (card,) = cards([answer()])

    assert card.lines == [
        ("Finding", "Share intelligence"),
        ("To do", "The force should share what it learns. It should check that this works."),
        ("By when", "1 March 2025"),
        ("So far", "Accepted in part. We ask for monthly figures. Each board Each year"),
    ]
    assert str(card) == (
        "Finding: Share intelligence. "
        "To do: The force should share what it learns. It should check that this works. "
        "By when: 1 March 2025. "
        "So far: Accepted in part. We ask for monthly figures. Each board Each year."
    )


@pytest.mark.parametrize(("below", "asked"), [(1, "the finding under it asks"), (2, "the 2 findings under it ask")])
def test_a_cause_of_concern_leads_to_what_stands_under_it_and_that_back_to_it(below, asked):
    parts = [answer(f"R{number}", under="C1") for number in range(1, below + 1)]

    cause, first, *_ = cards([answer("C1", title="Too little is known", deadline=""), *parts])

    assert cause.lines[:2] == [("Finding", "Too little is known"), ("To do", f"What {asked}")]
    assert first.lines[:2] == [("Finding", "Too little is known"), ("To do", "Share intelligence")]


@pytest.mark.parametrize(
    ("facts", "so_far"),
    [
        ({"action": "", "no_action_reason": "It is done."}, "Accepted in part. It is done."),
        ({"action": "", "position": "no-response", "position_words": "No response needed"}, "No response needed."),
    ],
)
def test_the_reason_stands_where_there_is_no_action(facts, so_far):
    (card,) = cards([answer(**facts)])

    assert card.so_far == so_far


def test_a_line_without_a_fact_is_left_out():
    (card,) = cards([answer(deadline="", position="", position_words="")])

    assert [label for label, _ in card.lines] == ["Finding", "To do"]


def test_a_long_text_ends_with_its_last_whole_sentence_or_with_a_mark():
    long = "word " * 30
    kept, cut = cards([answer(text=f"{'word ' * 15}end. {long}"), answer("R2", text=long)])

    assert kept.to_do == f"{'word ' * 15}end."
    assert cut.to_do == f"{'word ' * 24}".strip() + "…"


def test_a_card_has_ninety_words_at_most():
    long = dict.fromkeys(("title", "text", "deadline", "position_words", "action"), "word " * 200)

    assert [len(str(card).split()) for card in cards([answer(**long)])] == [89]
