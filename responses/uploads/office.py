"""What Word, Excel and PowerPoint files may not have: macros, programs, other files, links that load or start."""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from responses.probe.faults import Fault, RefusedError
from responses.uploads import archive as zipped
from responses.uploads import markup
from responses.uploads.kinds import OFFICE

MAIN = {
    "docx": f"{OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}.presentationml.presentation.main+xml",
}
LARGEST_LIST = 1024 * 1024  # of parts, or of relationships
CONTENT_TYPES = "[Content_Types].xml"
MACROS = re.compile(r"macroEnabled|vbaProject|vbaData|macrosheet|activeX", re.IGNORECASE)
PARTS = re.compile(
    r"xml|rels|png|jpe?g|jpe|jfif|gif|bmp|tiff?|emf|wmf|svg|wdp|webp|ico|vml|bin|fntdata|odttf|ttf|docx|xlsx|pptx|psmdcp|sigs"
    r"|mp[34]|m4[av]|mov|wav"
)
PRINTER = re.compile(r"/printerSettings/[^/]+\.bin$")
NESTED = re.compile(r"/embeddings/[^/]+\.(docx|xlsx|pptx)$")

# The last word of a relationship's type.
INSIDE = {
    **dict.fromkeys(
        ["vbaProject", "wordVbaData", "xlMacrosheet", "xlIntlMacrosheet", "attachedToolbars"], Fault.MACROS
    ),
    **dict.fromkeys(["oleObject", "control", "activeXControlBinary", "aFChunk"], Fault.EMBEDDED),
    **dict.fromkeys(["externalLink", "connections"], Fault.LINKED),
    **dict.fromkeys(["webextension", "webextensiontaskpanes"], Fault.LOADS),
}
AWAY = re.compile(r"\s*(?:[\w+.-]+:|\\\\|//)")
FOLLOWED = re.compile(r"(?:https?|ftp|mailto|tel|file):|[^:]*$", re.IGNORECASE)  # only when somebody follows the link
OWN_DISK = re.compile(r"file:///[A-Za-z]:", re.IGNORECASE)

# All of these take one step a character, whatever is in the file: none may start again in what it has passed.
DDE_FIELD = re.compile(r'^[\s"]{0,20}DDE(?:AUTO)?\b', re.IGNORECASE | re.MULTILINE)
LOADING_FIELD = re.compile(
    r'^[\s"]{0,20}(?:INCLUDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE|RD)\b', DDE_FIELD.flags
)
ANOTHER_MACHINE = re.compile(r'\w://(?!/[A-Za-z]:)|(?:^|[\s"])\\{2,4}[\w.]')
TEXT = re.compile(r'"[^"]*+"')
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")  # texts, and names of sheets
OTHER_BOOK = re.compile(r"\[([^\[\]]*+)\](?:[\w.]*+|[^'\[\]!]*+')!")  # [a.xlsx]Sheet1!A1, not Table1[Costs]
WEB_FORMULA = re.compile(r"(?:WEBSERVICE|_xlfn\.IMAGE)\s*\(", re.IGNORECASE)
PROGRAM_ACTION = re.compile(r"ppaction://(?:program|macro|ole)", re.IGNORECASE)
FORMULAS = ["f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula"]
# Of all that is looked for.
WORDS = (b"|", b"[", b"webservice", b"_xlfn.image", b"instrtext", b"fldsimple", b"ppaction")
SMALL = 256 * 1024  # bytes: what has none of these words is read all the same
MOST_OF_CODE = 1024 * 1024  # characters


def look(content: BinaryIO, extension: str, *, within: zipped.Effort | None = None) -> None:
    """Raises RefusedError. `within`: it is itself part of another one, and may have none of its own."""
    effort = within or zipped.Effort()
    with zipped.opened(content) as archive:
        effort.spend_on(archive)
        parts = {part.filename: part for part in archive.infolist() if not part.is_dir()}
        if CONTENT_TYPES not in parts:
            raise RefusedError(Fault.OTHER_KIND)
        _look_at_types(zipped.whole(archive, parts[CONTENT_TYPES], most=LARGEST_LIST), parts, extension)
        for name, part in parts.items():
            _look_at_part(archive, name, part, extension, effort=effort, is_within=within is not None)


def _look_at_types(written: bytes, parts: dict[str, zipfile.ZipInfo], extension: str) -> None:
    types: list[dict[str, str]] = []
    markup.read([written], lambda _, attributes: types.append(attributes))
    if any(MACROS.search(each.get("ContentType", "")) for each in types):
        raise RefusedError(Fault.MACROS)
    main = [each.get("PartName", "").lstrip("/") for each in types if each.get("ContentType") == MAIN[extension]]
    if not any(name in parts for name in main):
        raise RefusedError(Fault.OTHER_KIND)


def _look_at_part(
    archive: zipfile.ZipFile, name: str, part: zipfile.ZipInfo, kind: str, *, effort: zipped.Effort, is_within: bool
) -> None:
    extension = zipped.ending(name)
    if nested := NESTED.search(f"/{name}"):
        if is_within:
            raise RefusedError(Fault.EMBEDDED)
        look(io.BytesIO(zipped.whole(archive, part)), nested[1], within=effort)
    elif not PARTS.fullmatch(extension):
        raise RefusedError(Fault.MACROS if "vba" in name.casefold() else Fault.STRANGE_PART)
    elif extension == "rels":
        markup.read([zipped.whole(archive, part, most=LARGEST_LIST)], _look_at_link)
    else:
        _look_inside(archive, name, part, kind if extension == "xml" else "")
    if extension == "bin" and not PRINTER.search(f"/{name}"):
        raise RefusedError(Fault.MACROS if "vba" in name.casefold() else Fault.EMBEDDED)


def _look_inside(archive: zipfile.ZipFile, name: str, part: zipfile.ZipInfo, kind: str) -> None:
    """`kind` is empty where it is not XML."""
    pieces = zipped.looked_at(zipped.pieces(archive, part))
    if kind and (part.file_size <= SMALL or markup.may_say(zipped.pieces(archive, part), WORDS)):
        _look_at_words(pieces, kind, utf8=not name.startswith("customXml/"))
    elif kind:
        markup.read_start(pieces)
    for _ in pieces:
        pass  # to the end


def _look_at_words(pieces: Iterable[bytes], kind: str, *, utf8: bool) -> None:
    fields = _Fields()
    texts: dict[str, dict[str, markup.Hear]] = {
        "xlsx": dict.fromkeys(FORMULAS, _look_at_formula),
        "docx": {"instrText": fields.add},
    }
    markup.read(pieces, fields.see, texts.get(kind), utf8=utf8)
    fields.look()


def _look_at_formula(formula: str) -> None:
    if "|" in formula and "|" in QUOTED.sub("", formula):
        raise RefusedError(Fault.DDE)
    if "(" in formula and WEB_FORMULA.search(formula):
        raise RefusedError(Fault.LOADS)
    if "[" in formula and names_a_book(formula):
        raise RefusedError(Fault.LINKED)


def names_a_book(formula: str) -> bool:
    """By its own name. “[1]” is the first of those that a list of relationships has to name."""
    return any(not found[1].isdecimal() for found in OTHER_BOOK.finditer(TEXT.sub("", formula)))


class _Fields:
    """The code of the field that is being read. It may be written in pieces: D, DE, AUTO."""

    def __init__(self) -> None:
        self.code: list[str] = []
        self.length = 0

    def see(self, name: str, attributes: dict[str, str]) -> None:
        if name == "fldChar" and "begin" in attributes.values():
            self.look()
        elif name == "fldSimple":
            self.look("\n".join(attributes.values()))
        elif "action" in attributes and PROGRAM_ACTION.search(attributes["action"]):
            raise RefusedError(Fault.ACTION)

    def add(self, text: str) -> None:
        self.code.append(text)
        self.length += len(text)
        if self.length > MOST_OF_CODE:
            raise RefusedError(Fault.TOO_MUCH_INSIDE)

    def look(self, further: str = "") -> None:
        code = "".join([*self.code, "\n", further])
        if DDE_FIELD.search(code):
            raise RefusedError(Fault.DDE)
        if LOADING_FIELD.search(code) and ANOTHER_MACHINE.search(code):
            raise RefusedError(Fault.LOADS)
        self.code, self.length = [], 0


def _look_at_link(name: str, attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2]
    if name == "Relationship" and attributes.get("TargetMode", "").casefold() == "external":
        _look_away(kind, attributes.get("Target", ""))
    elif name == "Relationship" and kind in INSIDE:
        raise RefusedError(INSIDE[kind])
    elif name == "Relationship" and AWAY.match(attributes.get("Target", "")):
        raise RefusedError(Fault.LOADS)


def _look_away(kind: str, target: str) -> None:
    """A link that somebody may follow is no harm, nor is a template that the writer's own disk had."""
    if kind == "hyperlink":
        if not FOLLOWED.match(target.strip()):
            raise RefusedError(Fault.ACTION)
    elif "externalLinkPath" in kind:
        raise RefusedError(Fault.LINKED)
    elif not (kind == "attachedTemplate" and OWN_DISK.match(target)):
        raise RefusedError(Fault.LOADS)
