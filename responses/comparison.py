"""What differs between two texts of a response: by part and finding, by line, by word. Plain values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Any

ALIKE = 0.5  # of two lines: from here on one is the other, reworded
NEAR = 5  # lines looked at for the one that was reworded
LONGEST = 3000  # words and signs of a line that are compared one by one

type Document = Mapping[str, Any]
type Fields = dict[str, str]


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    LEFT_OUT = "left-out"


@dataclass(frozen=True)
class Run:
    mark: Mark
    text: str


@dataclass(frozen=True)
class Line:
    """A line of the text; one that is reworded has runs of several marks. `left_out` counts lines not shown."""

    mark: Mark
    runs: tuple[Run, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class FieldChange:
    label: str
    lines: tuple[Line, ...]

    @property
    def is_only_spacing(self) -> bool:
        return all(line.mark in {Mark.SAME, Mark.LEFT_OUT} for line in self.lines)


@dataclass(frozen=True)
class Change:
    """A part of the response, or the answer to a finding, that is not what it was."""

    key: str
    heading: str
    mark: Mark
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class _Part:
    heading: str
    fields: Fields


def compare(old: Document, new: Document) -> list[Change]:
    """In the order of the new text; what it no longer has comes last."""
    before, after = _parts(old), _parts(new)
    keys = [*after, *(key for key in before if key not in after)]
    return [_change(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def is_same(old: Document, new: Document) -> bool:
    return _parts(old) == _parts(new)


def _parts(document: Document) -> dict[str, _Part]:
    answers = {f"finding {each.get('reference')}": _answer(each) for each in document.get("answers", [])}
    office = document.get("policing_body", {})
    return {
        "report": _Part("The inspection", _report(document, office)),
        "ours": _Part(f"Response from {office.get('short_title', '')}", _ours(document)),
        "chief officer": _Part("Comments from the chief officer", _chief_officer(document.get("chief_officer", {}))),
        "reply": _Part("Reply to the chief officer’s comments", {"Reply": _text(document.get("our_reply"))}),
        **answers,
    }


def _report(document: Document, office: Document) -> Fields:
    published = _day(document.get("report_published_on")) or _text(document.get("report_published_wording"))
    return {
        "Title": _text(document.get("title")),
        "Also answers": "\n".join(report["title"] for report in document.get("also_answers", [])),
        "Inspected by": _text(document.get("inspectorate")),
        "About": "\n".join(force["name"] for force in document.get("forces", [])),
        "Report published": published,
        "Link to the report": _text(document.get("report_url")),
        "Response from": _text(office.get("name")),
        "Required by law": {True: "Yes", False: "No"}.get(document.get("is_statutory"), ""),  # type: ignore[arg-type]
    }


def _ours(document: Document) -> Fields:
    return {
        "Comments": _text(document.get("our_comments")),
        "Signed by": _text(document.get("signatory")),
        "Title of who signs": _text(document.get("signatory_title")),
    }


def _chief_officer(officer: Document) -> Fields:
    return {
        "Comments": _text(officer.get("comments")),
        "Signed by": _text(officer.get("name")),
        "Rank": _text(officer.get("rank")),
        "On behalf of": _text(officer.get("on_behalf_of")),
        "Invited to comment on": _day(officer.get("invited_on")),
    }


def _answer(answer: Document) -> _Part:
    name = answer.get("label") or answer.get("kind") or ""
    fields = {
        "Finding": f"{name}: {answer.get('title', '')}",
        "What the inspectorate said": _text(answer.get("text")),
        "Page": _text(answer.get("page")),
        "Deadline": _text(answer.get("deadline")),
        "Part of": _text(answer.get("under")),
        "Position": _text(answer.get("position_words")),
        "Action taken or proposed": _text(answer.get("action")),
        "Why no action is taken": _text(answer.get("no_action_reason")),
        "By": _day(answer.get("due_on")),
    }
    return _Part(fields["Finding"], fields)


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")


def _day(iso: str | None) -> str:
    day = date.fromisoformat(iso) if iso else None
    return f"{day.day} {day:%B %Y}" if day else ""


def _change(key: str, old: _Part | None, new: _Part | None) -> Change:
    here = new or old or _Part("", {})
    before, after = (part.fields if part else {} for part in (old, new))
    fields = [
        FieldChange(label, tuple(_lines(before.get(label, ""), after.get(label, ""))))
        for label in here.fields
        if before.get(label, "") != after.get(label, "")
    ]
    mark = Mark.CHANGED if old and new else Mark.ADDED if new else Mark.REMOVED
    return Change(key, here.heading, mark, tuple(fields))


def _lines(old: str, new: str) -> Iterator[Line]:
    """All lines that differ, each with the line before and after it."""
    lines = list(_all_lines(_split(old), _split(new)))
    differs = [line.mark != Mark.SAME for line in lines]
    shown = [any(differs[max(index - 1, 0) : index + 2]) for index in range(len(lines))]
    for is_shown, group in groupby(zip(shown, lines, strict=True), key=lambda pair: pair[0]):
        together = [line for _, line in group]
        if is_shown or len(together) == 1:
            yield from together
        else:
            yield Line(Mark.LEFT_OUT, left_out=len(together))


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _all_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_line(Mark.SAME, text) for text in old[start:end])
        else:
            yield from _replaced(old[start:end], new[new_start:new_end])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Old lines that are gone, new ones, and those that were reworded where they stand."""
    position = 0
    for line in old:
        near = range(position, min(position + NEAR, len(new)))
        found = next((index for index in near if _are_alike(line, new[index])), None)
        if found is None:
            yield _line(Mark.REMOVED, line)
            continue
        yield from (_line(Mark.ADDED, text) for text in new[position:found])
        yield Line(Mark.CHANGED, tuple(_runs(_tokens(line), _tokens(new[found]))))
        position = found + 1
    yield from (_line(Mark.ADDED, text) for text in new[position:])


def _line(mark: Mark, text: str) -> Line:
    return Line(mark, (Run(mark, text),))


def _are_alike(old: str, new: str) -> bool:
    words, new_words = _words(old), _words(new)
    if max(len(words), len(new_words)) > LONGEST:
        return False
    matcher = SequenceMatcher(None, words, new_words)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _tokens(text: str) -> list[str]:
    return re.findall(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]", text)


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Spaces between two changed words belong to the change: words are read together."""
    removed, added = "", ""
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        gone, came = "".join(old[start:end]), "".join(new[new_start:new_end])
        if tag != "equal" or ((removed or added) and gone.isspace()):
            removed, added = removed + gone, added + came
            continue
        yield from _changed(removed, added)
        removed, added = "", ""
        yield Run(Mark.SAME, gone)
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[Run]:
    """Without the space that both end with, which an equal one after a single change leaves there."""
    tail = removed[len(removed.rstrip()) :]
    tail = tail if added.endswith(tail) else ""
    for mark, text in ((Mark.REMOVED, removed.removesuffix(tail)), (Mark.ADDED, added.removesuffix(tail))):
        if text:
            yield Run(mark, text)
    if tail:
        yield Run(Mark.SAME, tail)
