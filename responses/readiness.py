"""What a response still lacks, and what is doubtful in it. Plain values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

COPIED_SHARE = 0.5  # of the recommendation's three-word sequences
SEQUENCE_WORDS = 3
FEWEST_SEQUENCES = 8  # shorter recommendations are repeated by accident
NO_RESPONSE = "no-response"  # as in models.Position
FOR_OTHERS = "for-others"


class Need(StrEnum):
    """What the law, or a complete register, wants of the answer to one finding."""

    EXPLANATION = "explanation"  # s.55(5B): the action, or why there is none (R10)
    MARK = "mark"  # an answer, or expressly none (R11)


@dataclass(frozen=True)
class AnswerDraft:
    reference: str
    anchor: str
    need: Need
    words: str
    deadline: str
    position: str
    action: str
    no_action_reason: str
    owner: str = ""
    due_on: date | None = None

    @property
    def text(self) -> str:
        return f"{self.action}\n{self.no_action_reason}".strip()

    @property
    def says_something(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Draft:
    our_comments: str
    signatory: str
    invited_on: date | None
    comments_due_on: date | None
    chief_officer_comments: str
    chief_officer_name: str
    answers: tuple[AnswerDraft, ...]
    our_reply: str = ""
    comments_sent: tuple[tuple[str, str], ...] = ()  # by each force through the portal, the last time
    recommendations: int = 0  # in the report, as far as it reaches us


@dataclass(frozen=True)
class Remark:
    """One thing to do or to look at, and the id of its place on the writing page."""

    anchor: str
    text: str
    stops_review: bool = True


def missing(draft: Draft) -> list[Remark]:
    """What stands between the draft and approval; most of it stops the review already (R8, R10, R11)."""
    return [*_missing_parts(draft), *(remark for answer in draft.answers for remark in _missing_answer(answer))]


def warnings(draft: Draft, *, on: date) -> list[Remark]:
    """What a reader would notice; it stops nobody (R12)."""
    return [*_early(draft, on), *(remark for answer in draft.answers for remark in _doubts(answer))]


def _missing_parts(draft: Draft) -> Iterator[Remark]:
    if not draft.our_comments.strip():
        yield Remark("id_our_comments", "Enter our comments")
    if not draft.signatory.strip():
        yield Remark("id_signatory", "Enter who signs the response")
    if draft.chief_officer_comments.strip():
        if not draft.chief_officer_name.strip():
            yield Remark("id_chief_officer_name", "Enter who signed the chief officer's comments")
    elif not draft.invited_on:
        yield Remark(
            "id_chief_officer_comments", "Enter the chief officer's comments, or the date they were invited to comment"
        )


def _missing_answer(answer: AnswerDraft) -> Iterator[Remark]:
    if answer.need == Need.MARK:
        if not answer.position or (answer.position != NO_RESPONSE and not answer.says_something):
            text = f"Answer {answer.reference}, or select “No response needed”"
            yield Remark(answer.anchor, text, stops_review=False)
    elif answer.position == NO_RESPONSE or not answer.says_something:
        yield Remark(answer.anchor, f"Enter the action on {answer.reference}, or why there is none")
    elif not answer.position:
        yield Remark(answer.anchor, f"Select our position on {answer.reference}")


def _early(draft: Draft, on: date) -> Iterator[Remark]:
    due_on = draft.comments_due_on
    if due_on and due_on >= on and not draft.chief_officer_comments.strip():
        day = f"{due_on.day} {due_on:%B %Y}"
        yield Remark("id_chief_officer_comments", f"The chief officer has until {day} to comment")


def _doubts(answer: AnswerDraft) -> Iterator[Remark]:
    if is_mostly_copied(answer.words, into=answer.text):
        yield Remark(answer.anchor, f"The answer to {answer.reference} repeats most of the inspectorate's words")
    is_ours = answer.position not in {NO_RESPONSE, FOR_OTHERS}
    if answer.deadline and is_ours and answer.says_something and not answer.action.strip():
        yield Remark(answer.anchor, f"{answer.reference} has a deadline, but its answer names no action")


def is_mostly_copied(words: str, *, into: str) -> bool:
    """Whether half of the three-word sequences of `words` come back in the answer (R12)."""
    original = sequences(words)
    if len(original) < FEWEST_SEQUENCES:
        return False
    return len(original & sequences(into)) / len(original) >= COPIED_SHARE


def sequences(text: str, long: int = SEQUENCE_WORDS) -> set[tuple[str, ...]]:
    """All runs of `long` words, whatever their case and the signs between them."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return {tuple(words[start : start + long]) for start in range(len(words) - long + 1)}
