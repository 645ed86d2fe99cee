"""Long texts: a small Markdown, read into pieces, which the page, the PDF and the Word file show alike (ADR 8)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import repeat

import nh3
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

SCHEMES = {"http", "https", "mailto"}
RULES = ["autolink", "emphasis", "escape", "heading", "link", "list", "newline"]
UPPER_HEADINGS = {"h1", "h2"}
MAX_NESTING = 24  # a dozen lists inside each other; the parser drops what is deeper, so such a text is shown plain
LOWEST_HEADING = 6
KEPT = 256  # texts: what is published is read again and again

HEADING_CLASSES = {3: "govuk-heading-m", 4: "govuk-heading-s"}
CLASSES = {
    "p": {"govuk-body"},
    "ul": {"govuk-list", "govuk-list--bullet"},
    "ol": {"govuk-list", "govuk-list--number"},
    "a": {"govuk-link"},
    **{f"h{level}": {"govuk-heading-m", "govuk-heading-s"} for level in range(3, LOWEST_HEADING + 1)},
}
TAGS = {*CLASSES, "br", "em", "li", "strong"}

# What XML, and so Word, cannot hold, and what turns round the words after it.
UNPRINTABLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")  # Word copies a line break as a vertical tab
COPIED_BULLET = re.compile(r"^([ \t]*)[•●▪‣·◦\uf0b7][ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """Words in one style; a line break is a run of its own."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""

    @property
    def is_break(self) -> bool:
        return self.text == "\n"


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """`level` 1 stands directly under the heading of the page that the text belongs to, 2 under that."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Item:
    """`number` is the one that was typed; none at a bullet."""

    pieces: tuple["Piece", ...]
    number: int | None = None


@dataclass(frozen=True)
class Listing:
    is_numbered: bool
    items: tuple[Item, ...]


type Piece = Paragraph | Heading | Listing


def read(text: str) -> list[Piece]:
    """The text as it is meant. Whatever is not of the small Markdown stays as it was typed."""
    cleaned = printable(text)
    tokens = _PARSER.parse(COPIED_BULLET.sub(r"\1- ", cleaned))
    if any(token.level >= MAX_NESTING - 2 for token in tokens):
        return plain(cleaned)
    return _levelled(_piece(node) for node in SyntaxTreeNode(tokens).children)


def plain(text: str) -> list[Piece]:
    """The words of others, whose asterisks mean nothing: paragraphs and lines."""
    parts = re.split(r"\n[ \t]*(?:\n[ \t]*)+", printable(text).strip())
    return [Paragraph(tuple(_lines(part))) for part in parts if part]


def printable(text: str) -> str:
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))


def _lines(part: str) -> Iterator[Run]:
    for number, line in enumerate(part.split("\n")):
        if number:
            yield Run("\n")
        yield Run(line.strip())


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": MAX_NESTING}).enable(RULES)
    parser.validateLink = _may_link  # type: ignore[method-assign]
    return parser


def _may_link(url: str) -> bool:
    scheme, colon, rest = url.partition(":")
    return scheme.lower() in SCHEMES and bool(colon and rest.strip("/"))


_PARSER = _parser()


def _piece(node: SyntaxTreeNode) -> Piece:
    if node.type in {"bullet_list", "ordered_list"}:
        return _listing(node)
    runs = tuple(run for child in node.children for run in _runs(child, Run("")))
    if node.type == "heading" and runs:
        return Heading(1 if node.tag in UPPER_HEADINGS else 2, runs)
    return Paragraph(runs or (Run(node.markup),))


def _levelled(found: Iterable[Piece]) -> list[Piece]:
    """A heading that stands under no upper one is an upper one: pages skip no level."""
    upper, levelled = False, []
    for piece in found:
        is_heading = isinstance(piece, Heading)
        levelled.append(replace(piece, level=1) if isinstance(piece, Heading) and not upper else piece)
        upper = upper or is_heading
    return levelled


def _listing(node: SyntaxTreeNode) -> Listing:
    numbers = [int(item.info) for item in node.children] if node.type == "ordered_list" else []
    if numbers and numbers != sorted(set(numbers)):  # 1, 1, 1: counted by whoever reads it
        numbers = list(range(numbers[0], numbers[0] + len(numbers)))
    items = [tuple(_within(_piece(each)) for each in item.children) for item in node.children]
    counted: Iterable[int | None] = numbers or repeat(None)
    return Listing(bool(numbers), tuple(map(Item, items, counted)))


def _within(piece: Piece) -> Piece:
    """A list is no place for a heading."""
    if isinstance(piece, Heading):
        return Paragraph(tuple(replace(run, bold=True) for run in piece.runs))
    return piece


def _runs(node: SyntaxTreeNode, style: Run) -> Iterator[Run]:
    if node.type in {"softbreak", "hardbreak"}:
        yield Run("\n")
    elif node.type == "text":
        yield from [replace(style, text=node.content)] if node.content else []
    else:
        within = _styled(node, style)
        yield from (run for child in node.children for run in _runs(child, within))


def _styled(node: SyntaxTreeNode, style: Run) -> Run:
    match node.type:
        case "strong":
            return replace(style, bold=True)
        case "em":
            return replace(style, italic=True)
        case "link":
            return replace(style, link=str(node.attrs["href"]))
    return style


@lru_cache(maxsize=KEPT)
def html(text: str, top: int = 3) -> str:
    """The text for a page; its upper headings are h`top`. Cleaned once more, whatever is wrong above."""
    return nh3.clean(
        _html(read(text), top),
        tags=TAGS,
        attributes={"a": {"href"}, "li": {"value"}},
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )


def _html(found: Iterable[Piece], top: int) -> str:
    return "\n".join(_element(piece, top) for piece in found)


def _element(piece: Piece, top: int) -> str:
    match piece:
        case Paragraph(runs):
            return f'<p class="govuk-body">{_inline(runs)}</p>'
        case Heading(level, runs):
            rank = min(top + level - 1, LOWEST_HEADING)
            return f'<h{rank} class="{HEADING_CLASSES.get(rank, "govuk-heading-s")}">{_inline(runs)}</h{rank}>'
        case Listing(is_numbered, items):
            tag, look = ("ol", "number") if is_numbered else ("ul", "bullet")
            rows = "".join(_item(item, top) for item in items)
            return f'<{tag} class="govuk-list govuk-list--{look}">{rows}</{tag}>'


def _item(item: Item, top: int) -> str:
    """Its first words stand beside the bullet, without a paragraph of their own."""
    value = f' value="{item.number}"' if item.number is not None else ""
    first, rest = item.pieces[:1], item.pieces[1:]
    beside = _inline(first[0].runs) if first and isinstance(first[0], Paragraph) else _html(first, top)
    return f"<li{value}>{beside}{_html(rest, top)}</li>"


def _inline(runs: Iterable[Run]) -> str:
    return "".join(_words(run) for run in runs)


def _words(run: Run) -> str:
    if run.is_break:
        return "<br>"
    words = escape(run.text, quote=False)
    words = f"<em>{words}</em>" if run.italic else words
    words = f"<strong>{words}</strong>" if run.bold else words
    return f'<a class="govuk-link" href="{escape(run.link)}">{words}</a>' if run.link else words
