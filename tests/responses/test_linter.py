"""What a careful reader would stumble over.

The cases are those of two real published responses, in our own words. The last tests read the real ones, from the
folder that the environment variable REAL_RESPONSES names; without it they are skipped.
"""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from responses import linter
from responses.readiness import AnswerDraft, Draft, Need

ON = date(2024, 10, 1)
ANSWER = AnswerDraft(
    reference="R1",
    anchor="finding-1",
    need=Need.EXPLANATION,
    words="By 1 March 2025, the force should brief every shift about organised crime and share what it learns.",
    deadline="1 March 2025",
    position="accepted",
    action="We will ask for figures in January, well before 1 March 2025, and publish them.",
    no_action_reason="",
    owner="Policy officer",
    due_on=None,
)
OTHER = replace(
    ANSWER,
    reference="R2",
    anchor="finding-2",
    words="The force should have enough analysts.",
    deadline="",
    action="We have paid for two posts from April 2025.",
)
SOUND = Draft(
    our_comments="We welcome the report.",
    signatory="Alex Morgan",
    invited_on=date(2024, 9, 2),
    comments_due_on=date(2024, 9, 30),
    chief_officer_comments="The force accepts the findings.",
    chief_officer_name="Sam Carter",
    answers=(ANSWER, OTHER),
    our_reply="Thank you.",
    recommendations=2,
)


def texts(draft=SOUND, **changes):
    return [remark.text for remark in linter.warnings(replace(draft, **changes), on=ON)]


def of_comments(text):
    return texts(our_comments=text)


def of_answer(**changes):
    return texts(answers=(replace(ANSWER, **changes), OTHER))


def test_warnings_finds_nothing_in_a_sound_response():
    assert texts() == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("While the region is graded as good, we are not content.", "region is graded as good"),
        (
            "The regional response as a whole was assessed as being “good”.",
            "regional response as a whole was assessed as being “good",
        ),
        ("The region received a grade of ‘good’.", "region received a grade of ‘good"),
        ("Our region got a good grade.", "region got a good grade"),
    ],
)
def test_warnings_names_a_grade_given_to_a_region(text, quoted):
    assert of_comments(text) == [f"“{quoted}”: a region has no grade. Name the force or unit that was graded"]


def test_warnings_lets_a_force_of_the_region_have_its_grade():
    assert of_comments("We work across the region. The force was graded good.") == []
    assert of_comments("The regional unit has a grade of good, and the region’s forces were graded adequate.") == []


@pytest.mark.parametrize("term", ["cause for concern", "Causes for concern"])
def test_warnings_names_a_term_that_the_inspectorate_does_not_use(term):
    assert of_comments(f"This is a {term}.") == [f"“{term}”: the inspectorate’s term is “cause of concern”"]
    assert of_comments("This is a cause of concern.") == []


@pytest.mark.parametrize(
    ("text", "quoted"), [("See [the report](#).", "](#)"), ("See [it]().", "]()"), ("The report (#) says so.", "(#)")]
)
def test_warnings_names_a_link_to_nowhere(text, quoted):
    assert of_comments(text) == [f"“{quoted}”: this link leads nowhere"]
    assert of_comments("See [the report](https://example.org/#top).") == []


def test_warnings_names_what_was_copied_along_with_a_web_page():
    said = of_comments("This site uses cookies\n\nSkip to main content\n\nWe welcome it.")

    assert said == ["“uses cookies”: this comes from a web page, not from the response"]


def test_warnings_names_an_answer_that_leans_on_another_one():
    said = of_answer(action="As above, by 1 March 2025.")

    assert said == ["“As above”: each answer is read on its own. Say it again here"]


def test_warnings_names_an_acronym_that_is_spelt_out_nowhere_once():
    assert of_comments("SOC hurts people. The OCGs behind SOC move on.") == [
        "SOC is not spelt out anywhere in the response",
        "OCG is not spelt out anywhere in the response",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Serious and organised crime (SOC) hurts. We fight SOC.",
        "The ROCUs (Regional Organised Crime Units) help. Each ROCU is joint.",
        "HMICFRS and the PCC agree on SE-2024-SOC-R1 and on form A12B.",
    ],
)
def test_warnings_takes_an_acronym_that_is_spelt_out_or_known(text):
    assert of_comments(text) == []


def test_warnings_takes_an_acronym_that_the_inspectorate_has_spelt_out():
    words = "The force should train its senior investigating officers (SIOs) by 1 March 2025."

    assert of_answer(words=words, action="Each SIO is trained by 1 March 2025.") == []


def test_warnings_names_an_acronym_with_a_letter_too_many():
    text = "We work with the South East Regional Organised Crime Unit (SEROUCU)."

    (said,) = of_comments(text)
    assert said.startswith("SEROUCU does not fit the words before it: “We work with the South East")
    assert of_comments(text.replace("SEROUCU", "SEROCU")) == []
    assert of_comments("We fund Hampshire and Isle of Wight Constabulary (HIOWC).") == []


def test_warnings_names_a_quotation_that_no_finding_has():
    assert of_comments("It asks us to “brief every shift about organised crime” soon.") == []
    assert of_comments("It asks us to “brief each and every shift about crime” soon.") == [
        "“brief each and every shift …” is not in the words of any finding. Check it against the report"
    ]
    assert of_comments("It says “brief every shift very early”.") == [
        "“brief every shift very early …” is not in the words of any finding. Check it against the report"
    ]
    assert of_comments("It says “not at all early”, and “inadequate”.") == []
    assert of_comments("It says ‘brief every shift very early’.") == [
        "“brief every shift very early …” is not in the words of any finding. Check it against the report"
    ]
    assert of_comments("It’s the force’s view, and the forces’ own plans aren’t all done.") == []


@pytest.mark.parametrize("number", ["8", "eight"])
def test_warnings_names_a_count_that_is_not_the_recorded_one(number):
    assert of_comments(f"The report makes {number} recommendations.") == [
        f"Our comments speak of {number} recommendations, and 2 are recorded"
    ]
    assert of_comments("The report makes two recommendations.") == []


def test_warnings_names_an_answer_without_the_deadline():
    left_out = ["The answer to R1 does not mention its deadline, 1 March 2025"]

    assert of_answer(action="We will ask for figures.") == left_out
    assert of_answer(action="We will ask for figures.", due_on=date(2025, 2, 1)) == []
    assert of_answer(action="We will ask for figures.", position="for-others") == []
    assert of_answer(deadline="February 2022", action="We will ask before february 2022.") == []


def test_warnings_names_an_answer_that_is_too_short_to_say_anything():
    noted = {"action": "We note this.", "deadline": "", "due_on": date(2025, 2, 1)}

    assert of_answer(**noted) == ["The answer to R1 is too short to say what is done"]
    assert of_answer(**noted, position="no-response") == []


def test_warnings_names_an_answer_that_says_neither_who_nor_when():
    assert of_answer(owner=" ") == ["The answer to R1 does not say who acts"]
    vague = replace(OTHER, action="We will pay for posts.")
    assert texts(answers=(ANSWER, vague)) == ["The answer to R2 does not say by when"]
    assert texts(answers=(ANSWER, replace(vague, due_on=date(2025, 4, 1)))) == []
    assert texts(answers=(ANSWER, replace(vague, need=Need.MARK))) == []


def test_warnings_names_two_answers_that_share_a_sentence():
    one = replace(ANSWER, action="By 1 March 2025 the force continues to work well with all of its partners.")
    other = replace(OTHER, action="In 2025, the force continues to work well with All of Its partners.")

    assert texts(answers=(one, other)) == ["The answers to R1 and R2 share a sentence"]
    third = replace(other, reference="R3", action="Again it continues to work well with all of its partners.")
    assert texts(answers=(one, other, replace(third, due_on=ON))) == [
        "The answers to R1 and R2 share a sentence",
        "The answers to R1 and R3 share a sentence",
    ]
    eight, seven = "continues to work well with all of its", "continues to work well with all of"
    assert texts(answers=(one, replace(other, action=f"In 2025, it {eight} friends."))) != []
    assert texts(answers=(one, replace(other, action=f"In 2025, it {seven} us."))) == []


def test_warnings_names_comments_that_are_not_those_that_the_force_sent():
    said = "What Surrey has sent through the portal is not in the chief officer's comments as it came"

    assert texts(comments_sent=(("Surrey", "The force accepts all findings."),)) == [said]
    assert texts(comments_sent=(("Surrey", "The force accepts\r\nthe findings. "),)) == []


def test_warnings_take_one_answer_to_the_same_words_for_no_copy():
    said = "By 1 March 2025 the force continues to work well with all of its partners."
    one, other = (replace(each, action=said, words="The force should brief all.") for each in (ANSWER, OTHER))

    assert texts(answers=(one, other)) == []


AMISS = "is not in the words of any finding. Check it against the report"


@pytest.mark.parametrize(
    ("comments", "said"),
    [
        (
            "We use ABCD.",
            ["The chief officer's comments do not spell out ABCD. Ask the force what it stands for"],
        ),
        ("We use ABCD (a better crime desk).", []),
        (
            "It says “all is quite well in the end”.",
            [f"In the chief officer's comments, “all is quite well in …” {AMISS}"],
        ),
    ],
)
def test_warnings_name_acronyms_and_quotations_in_the_chief_officers_comments(comments, said):
    assert texts(chief_officer_comments=comments) == said


def test_warnings_name_an_acronym_of_both_texts_once():
    assert texts(our_comments="ABCD helps.", chief_officer_comments="ABCD helps.") == [
        "ABCD is not spelt out anywhere in the response"
    ]


def test_warnings_compare_what_each_force_has_sent():
    sent = (("Surrey", "The force accepts the findings."), ("SEROCU", "So does the unit."))

    assert texts(comments_sent=sent) == [
        "What SEROCU has sent through the portal is not in the chief officer's comments as it came"
    ]
    assert texts(comments_sent=sent, chief_officer_comments=f"{sent[1][1]}\n\n{sent[0][1]}") == []


def test_warnings_lead_to_the_place_of_what_they_name():
    draft = replace(SOUND, our_reply="A cause for concern.", answers=(replace(ANSWER, owner=""), OTHER))

    assert [remark.anchor for remark in linter.warnings(draft, on=ON)] == ["id_our_reply", "finding-1"]


@pytest.fixture
def real():
    """Reads one of the two real responses; cuts it into our comments, and answers by recommendation."""
    folder = os.environ.get("REAL_RESPONSES")
    if not folder:
        pytest.skip("REAL_RESPONSES names no folder with the two real responses")
    return lambda name: (Path(folder) / name).read_text("utf-8")


def linted(comments, answers, **facts):
    draft = Draft(
        our_comments=comments,
        signatory="",
        invited_on=None,
        comments_due_on=None,
        chief_officer_comments="",
        chief_officer_name="",
        answers=tuple(
            replace(ANSWER, reference=f"R{number}", words=words, deadline=deadline, action=action, owner="")
            for number, (words, deadline, action) in enumerate(answers, start=1)
        ),
        **facts,
    )
    return [remark.text for remark in linter.warnings(draft, on=ON)]


def test_warnings_trip_over_the_real_response_of_2024(real):
    text = real("hampshire-soc-2024.txt")
    comments, _, findings = text.partition("Recommendations and cause for concern:")
    pairs = re.findall(r"(?:concern|Recommendation) ?\d: (.+?)\n+OPCC response: (.+?)\n", findings + "\n", re.DOTALL)
    days = ["", "1 March 2025", "1 September 2025"]
    said = linted(comments, [(words, day, action) for (words, action), day in zip(pairs, days, strict=True)])

    assert any(each.startswith("“region is graded as good”") for each in said)
    assert any(each.startswith("SEROUCU does not fit the words before it") for each in said)
    assert "“(#)”: this link leads nowhere" in said or "“](#)”: this link leads nowhere" in said
    assert "“cause for concern”: the inspectorate’s term is “cause of concern”" in said
    assert "The answer to R2 repeats most of the inspectorate's words" in said
    assert "The answer to R3 does not mention its deadline, 1 September 2025" in said
    assert "The answer to R2 does not mention its deadline, 1 March 2025" not in said
    assert "The answer to R3 does not say who acts" in said


def test_warnings_trip_over_the_real_response_of_2021(real):
    text = real("hampshire-rocu-2021.txt")
    comments, *answers = re.split(r"\n\s*•\s+By February 2022", text)
    pairs = [each.split("\n", 1) for each in answers]
    said = linted(
        comments, [("By February 2022" + words, "February 2022", action) for words, action in pairs], recommendations=6
    )

    assert "“uses cookies”: this comes from a web page, not from the response" in said
    assert "“cause for concern”: the inspectorate’s term is “cause of concern”" in said
    assert "Our comments speak of 8 recommendations, and 6 are recorded" in said
    assert "“As above”: each answer is read on its own. Say it again here" in said
    assert "The answers to R1 and R2 share a sentence" in said
    assert [each for each in said if "its deadline, February 2022" in each] == [
        "The answer to R1 does not mention its deadline, February 2022",
        "The answer to R2 does not mention its deadline, February 2022",
    ]
    assert any(each.startswith("“are disappointed that we still …” is not in the words") for each in said)
