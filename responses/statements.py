"""The comments of several chief officers: one text to write in, a statement of each force to read. Plain values."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

HEADED = re.compile(r"## (?P<name>[^\n]+)\n\n")


@dataclass(frozen=True)
class Said:
    """What a force has sent, and who signs it."""

    text: str
    name: str
    rank: str = ""
    on_behalf_of: str = ""

    @property
    def below(self) -> str:
        """The words with the signature as Markdown."""
        behalf = f"on behalf of {self.on_behalf_of}" if self.on_behalf_of else ""
        signed = ", ".join(filter(None, [f"**{self.name}**", self.rank, behalf]))
        return f"{self.text}\n\n{signed}"


@dataclass(frozen=True)
class Statement:
    """What stands under the name of one force."""

    force: str
    said: Said


def above(force: str, said: Said, rest: str, *, force_of_rest: str, headings: Collection[str]) -> str:
    """`said` on top of what is there; the rest gets a heading of its own where it has none of `headings`."""
    match = HEADED.match(rest)
    headed = rest if match and match["name"] in headings else f"## {force_of_rest}\n\n{rest}"
    return f"## {force}\n\n{said.below}\n\n{headed}"


def taken_apart(written: Said, sent: Iterable[Said]) -> list[Statement]:
    """Statement by statement; what is signed beside the text is the last one.

    Nothing where one force speaks, or where somebody has changed what was sent: then the text stands as it is.
    """
    statements, rest, texts = [], written.text, list(sent)
    while found := next(((each, match) for each in texts if (match := _on_top(each, rest))), None):
        said, match = found
        statements.append(Statement(match["name"], said))
        rest = rest[match.end() :]
    last = HEADED.match(rest)
    if not statements or last is None:
        return []
    own = Said(rest[last.end() :], written.name, written.rank, written.on_behalf_of)
    return [*statements, Statement(last["name"], own)]


def _on_top(said: Said, rest: str) -> re.Match[str] | None:
    return re.match(rf"{HEADED.pattern}{re.escape(said.below)}\n\n", rest)
