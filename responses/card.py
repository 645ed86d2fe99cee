"""A finding and its answer in at most 90 words, from what is published and nothing else (R121)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from responses.prose import Listing, Piece, printable, read

# Words of each line; with the labels 89 at most.
FINDING, TO_DO, BY_WHEN, SO_FAR = 18, 24, 12, 28
ENDS = (".", "!", "?")

type Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Card:
    finding: str
    to_do: str
    by_when: str
    so_far: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        told = {"Finding": self.finding, "To do": self.to_do, "By when": self.by_when, "So far": self.so_far}
        return [(label, words) for label, words in told.items() if words]

    def __str__(self) -> str:
        return " ".join(f"{label}: {words}{'' if words.endswith((*ENDS, '…')) else '.'}" for label, words in self.lines)


def cards(answers: Iterable[Answer], only: Collection[str] | None = None) -> list[Card]:
    """Of the answers of one document, in their order; of those with the references alone, where any are named."""
    known = {answer["reference"]: answer for answer in answers}
    above = [answer["under"] for answer in known.values()]
    asked = [answer for reference, answer in known.items() if only is None or reference in only]
    return [_card(answer, known.get(answer["under"]), above.count(answer["reference"])) for answer in asked]


def _card(answer: Answer, above: Answer | None, below: int) -> Card:
    if below:
        asked = f"What the {below} findings under it ask" if below > 1 else "What the finding under it asks"
    else:
        asked = answer["title"] if above else answer["text"]
    return Card(
        finding=_short((above or answer)["title"], FINDING),
        to_do=_short(asked, TO_DO),
        by_when=_short(answer["deadline"], BY_WHEN),
        so_far=_short(f"{answer['position_words']}. {_said(answer)}" if answer["position"] else "", SO_FAR),
    )


def _said(answer: Answer) -> str:
    return " ".join(_words(read(answer["action"] or answer["no_action_reason"])))


def _words(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Listing):
            for item in piece.items:
                yield from _words(item.pieces)
        else:
            yield "".join(run.text for run in piece.runs)


def _short(text: str, words: int) -> str:
    """Whole sentences where one ends in time; otherwise cut off, with a mark."""
    found = printable(text).split()
    if len(found) <= words:
        return " ".join(found)
    kept = found[:words]
    last = max((place for place, word in enumerate(kept) if word.endswith(ENDS)), default=-1)
    return " ".join(kept[: last + 1]) if last >= words // 2 else " ".join(kept).rstrip(",;:") + "…"
