"""What a whole response says, paragraph by paragraph: in the project's own words, or as an office has published it.

Two published responses are not ours to keep here: they are read from the folder that REAL_RESPONSES names.
"""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Said:
    """A finding in the inspectorate's words, and the answer to it."""

    kind: str
    label: str
    words: str
    action: str


@dataclass(frozen=True)
class Whole:
    title: str
    report_on: date
    force: str
    our_comments: str
    signatory: str
    signatory_title: str
    answers: list[Said]
    chief_officer_comments: str = ""
    chief_officer_name: str = ""
    chief_officer_rank: str = ""

    @property
    def paragraphs(self):
        """In the order of the page."""
        yield from paragraphs(self.our_comments)
        yield from (self.signatory, self.signatory_title)
        yield from paragraphs(self.chief_officer_comments)
        yield from filter(None, (self.chief_officer_name, self.chief_officer_rank))
        for said in self.answers:
            yield from paragraphs(said.words)
            yield from paragraphs(said.action)


def paragraphs(text):
    """Without the marks of the small Markdown, which a reader does not see."""
    for paragraph in re.split(r"\n\s*\n|\n(?=- |\d+\. )", text.strip()):
        if paragraph:
            yield re.sub(r"^(?:- |\d+\. |#+ )+|\*\*|\[([^]]*)\]\([^)]*\)", r"\1", paragraph.strip())


OWN = Whole(
    title="How the county answers calls for help",
    report_on=date(2024, 8, 30),
    force="Hampshire and Isle of Wight Constabulary",
    our_comments="""\
We asked the inspectorate to look at this, and we are **glad** that it did. What it found matches what callers tell us.

## What the report says well

- Call handlers are kind, and callers say so.
- The new desk for repeat callers works; see [our visit in May](https://example.org/visit).

## What worries us

1. One call in nine is given up before anybody answers.
2. Nobody can say how many of those callers were in danger.

We do not accept that this is a matter of money alone: two forces of the same size do better with less.""",
    signatory="Chris Example",
    signatory_title="Police and Crime Commissioner",
    chief_officer_comments="""\
I accept both findings. We have moved twelve people to the evening shift since the fieldwork ended.

The figures for October were the best for three years. I know that one month proves little.""",
    chief_officer_name="Jo Example",
    chief_officer_rank="Chief Constable",
    answers=[
        Said(
            "cause-of-concern",
            "Cause of concern 1",
            "The force does not know which of the calls that it misses came from people at risk.",
            "We have asked for a count each week, and publish it on our website from January.",
        ),
        Said(
            "recommendation",
            "Recommendation 1",
            "By 1 March 2025, the force should call back everybody whose call it missed.",
            "We listen to twenty calls each month, and the deputy reports to our board by 1 March 2025.\n\n"
            "We pay for the software that finds the number of a caller who gave up.",
        ),
    ],
)


def of_the_south_east(text):
    """The response of 2024: our part, the force's part, then finding and answer in turn."""
    ours, theirs = (part.split("\n", 1)[1] for part in text.split("Response from: ")[1:])
    theirs, findings = theirs.split("Recommendations and cause for concern:")
    our_comments, signatory, title = _signed(ours)
    comments, name, rank = _signed(theirs)
    printed = re.split(r"^((?:Cause for concern|Recommendation) ?\d): ", findings, flags=re.MULTILINE)[1:]
    answers = []
    for label, both in zip(printed[::2], printed[1::2], strict=True):
        words, action = both.split("OPCC response: ")
        kind = "cause-of-concern" if label.startswith("Cause") else "recommendation"
        answers.append(Said(kind, label, words.strip(), action.strip()))
    return Whole(
        title="South-east regional response to serious and organised crime",
        report_on=date(2024, 8, 30),
        force="Hampshire and Isle of Wight Constabulary",
        our_comments=our_comments,
        signatory=signatory,
        signatory_title=title,
        chief_officer_comments=comments,
        chief_officer_name=name,
        chief_officer_rank=rank,
        answers=answers,
    )


def of_the_units(text):
    """The response of 2021: below the cookie banner our part alone, then each recommendation with its answer."""
    comments, findings = text.split("Response from: ")[1].split("\n", 1)[1].split("\nRecommendations\n")
    introduction, *listed = re.split(r"\n\s*\n|\n(?=\s*•)", findings.strip())
    lines = [re.sub(r"^\s*•\s*", "", line).strip() for line in listed if line.strip()]
    answers = [
        Said("recommendation", f"Recommendation {number}", words, action)
        for number, (words, action) in enumerate(zip(lines[::2], lines[1::2], strict=True), start=5)
    ]
    return Whole(
        title="The effectiveness of the regional organised crime units",
        report_on=date(2021, 2, 18),
        force="Hampshire Constabulary",
        our_comments=f"{comments.strip()}\n\n{introduction.strip()}",
        signatory="Somebody",
        signatory_title="Commissioner",
        answers=answers,
    )


def _signed(text):
    """The text, and who signs below it with what title."""
    text, signature = text.strip().rsplit("\n\n", 1)
    return text, *signature.strip().split("\n")


REAL = {"hampshire-soc-2024.txt": of_the_south_east, "hampshire-rocu-2021.txt": of_the_units}
