"""A response as a document to keep: one outline of the published data, which the PDF and the Word file show alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from oversight.days import plain_date
from responses import prose
from responses.clock import verdict_once_published
from responses.models import Publication
from responses.prose import Paragraph, Piece, Run


class Passage(StrEnum):
    """How a part of the text stands on the paper."""

    WORDS = "words"
    QUOTE = "quote"  # of the inspectorate
    LEAD = "lead"  # a line that stays with what follows
    SIGNATURE = "signature"  # stays with what it signs
    DUE = "due"  # stays with the action


@dataclass(frozen=True)
class Text:
    pieces: list[Piece]
    passage: Passage = Passage.WORDS


@dataclass(frozen=True)
class Section:
    """`level` is 1 under the title; headings inside its texts stand under it."""

    level: int
    heading: str
    texts: list[Text]


@dataclass(frozen=True)
class Paper:
    title: str
    office: str
    facts: list[tuple[str, str]]
    sections: list[Section]
    is_draft: bool


def of_publication(publication: Publication) -> Paper:
    document, note = _printable(publication.document), prose.printable(publication.note)
    facts = [("Response published", _published(document))]
    if document.get("first_proof_url"):
        facts.append(("Where it was published on that day", document["first_proof_url"]))
    if note:
        corrected = f"{_day(document['published_on'])}, version {publication.number}. {note}"
        facts.append(("Corrected", corrected))
        if document.get("proof_url"):
            facts.append(("Where the correction was published on that day", document["proof_url"]))
    return _paper(document, facts, is_draft=False)


def of_draft(document: dict[str, Any], *, awaits_comments: bool = False) -> Paper:
    published = [("Response published", "Not yet: this is a draft")]
    return _paper(_printable(document), published, is_draft=True, awaits_comments=awaits_comments)


def _printable(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """What neither XML nor a font can show is left out, wherever somebody pasted it."""
    if isinstance(value, str):
        return prose.printable(value)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list) else value


def _paper(
    document: dict[str, Any], published: list[tuple[str, str]], *, is_draft: bool, awaits_comments: bool = False
) -> Paper:
    office = document["policing_body"]["name"]
    facts = [
        ("Inspected by", document["inspectorate"]),
        ("About", ", ".join(force["name"] for force in document["forces"])),
        ("Report published", _reported(document)),
        ("Response from", office),
        *published,
    ]
    shown = [(label, value) for label, value in facts if value]
    return Paper(document["title"], office, shown, list(_sections(document, awaits_comments)), is_draft)


def _reported(document: dict[str, Any]) -> str:
    if not document["report_published_on"]:
        return document["report_published_wording"] or "Date not known"
    confirmed = "" if document["report_date_confirmed"] else " (not confirmed)"
    return _day(document["report_published_on"]) + confirmed


def _published(document: dict[str, Any]) -> str:
    """The day that the law asks about is that of the first version."""
    first = document.get("first_published_on") or document["published_on"]
    if not document["is_statutory"]:
        return f"{_day(first)}. The law did not require a response."
    last_day = document.get("last_day")
    if not last_day:
        return _day(first)
    return f"{_day(first)}, {verdict_once_published(date.fromisoformat(first), date.fromisoformat(last_day))}"


def _sections(document: dict[str, Any], awaits_comments: bool) -> Iterator[Section]:
    office, officer = document["policing_body"]["short_title"], document["chief_officer"]
    signatory = _signature(document["signatory"], document["signatory_title"])
    yield Section(1, f"Response from {office}", [_words(document["our_comments"]), *signatory])
    yield from _commented(officer, awaits_comments)
    if document["our_reply"]:
        yield Section(1, "Reply to the chief officer’s comments", [_words(document["our_reply"])])
    if document["answers"]:
        yield Section(1, "Answers to each finding", [])
        for answer in document["answers"]:
            yield from _answer(answer, document["inspectorate"], office)


def _commented(officer: dict[str, Any], awaits_comments: bool) -> Iterator[Section]:
    """Where several forces have commented, each under its name."""
    statements = officer.get("statements", [])
    yield Section(1, "Comments from the chief officer", [] if statements else list(_comments(officer, awaits_comments)))
    for each in statements:
        yield Section(2, each["force"], list(_comments(each)))


def _comments(officer: dict[str, Any], awaits_comments: bool = False) -> Iterator[Text]:
    if officer["comments"]:
        behalf = f"on behalf of {officer['on_behalf_of']}" if officer["on_behalf_of"] else ""
        yield _words(officer["comments"])
        yield from _signature(officer["name"], officer["rank"], behalf)
    elif awaits_comments:
        yield _line("The chief officer has been invited to comment. The comments will stand here.")
    elif officer["invited_on"]:
        invited = _day(officer["invited_on"])
        yield _line(f"The chief officer was invited to comment on {invited}. No comments were received.")
    else:
        yield _line("There are no comments yet.")


def _answer(answer: dict[str, Any], inspectorate: str, office: str) -> Iterator[Section]:
    quoted = Text([*prose.plain(answer["text"]), _source(answer, inspectorate)], Passage.QUOTE)
    position = [_line(answer["position_words"], Passage.LEAD)] if answer["position"] else []
    yield Section(2, f"{answer['label'] or answer['kind']}: {answer['title']}", [*position, quoted])
    if answer["action"]:
        due = [_line(f"By: {_day(answer['due_on'])}", Passage.DUE)] if answer["due_on"] else []
        yield Section(3, f"What {office} has done or will do", [_words(answer["action"]), *due])
    if answer["no_action_reason"]:
        yield Section(3, "Why no action is taken", [_words(answer["no_action_reason"])])


def _source(answer: dict[str, Any], inspectorate: str) -> Piece:
    kind = answer["kind"][:1].lower() + answer["kind"][1:]
    facts = [
        answer.get("report", ""),
        f"{inspectorate}, {kind}" + (f", page {answer['page']}" if answer["page"] else ""),
        f"Deadline: {answer['deadline']}" if answer["deadline"] else "",
        f"Part of {answer['under']}" if answer["under"] else "",
        f"Our reference: {answer['reference']}",
    ]
    return Paragraph((Run(". ".join(filter(None, facts)), italic=True),))


def _signature(name: str, *rest: str) -> list[Text]:
    if not name:
        return []
    below = [run for line in filter(None, rest) for run in (Run("\n"), Run(line))]
    return [Text([Paragraph((Run(name, bold=True), *below))], Passage.SIGNATURE)]


def _words(text: str) -> Text:
    return Text(prose.read(text))


def _line(text: str, passage: Passage = Passage.WORDS) -> Text:
    return Text([Paragraph((Run(text),))], passage)


def _day(iso: str) -> str:
    return plain_date(date.fromisoformat(iso))
