"""What Word, Excel and PowerPoint files may not have: macros, programs, other files, links that load or start."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from responses.probe.faults import Fault, RefusedError
from responses.uploads import archive as zipped
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
FOLLOWED = re.compile(r"(?:https?|ftp|mailto|tel|file):|[^:]*$", re.IGNORECASE)  # only when somebody follows the link
OWN_DISK = re.compile(r"file:///[A-Za-z]:", re.IGNORECASE)

# All of these take one step a byte, whatever is in the file: none may start again in what it has passed.
FIELD = re.compile(rb'fldCharType="(begin)"|<(?:\w+:)?instrText[^<>]*>([^<]*)<|(?<!\w)\w{1,20}:instr="([^"<]*)"')
DDE_FIELD = re.compile(r'^[\s"]{0,20}DDE(?:AUTO)?\b', re.IGNORECASE | re.MULTILINE)
FORMULA_WITH_BAR = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?>([^<]*\|[^<]*)<")
QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")  # texts, and names of sheets
WEB_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?>[^<]*(?:WEBSERVICE|_xlfn\.IMAGE)\s*\(", re.IGNORECASE)
PROGRAM_ACTION = re.compile(rb"ppaction://(?:program|macro|ole)", re.IGNORECASE)


def look(content: BinaryIO, extension: str, *, within: bool = False) -> None:
    """Raises RefusedError. `within`: it is itself part of another one, and may have none of its own."""
    with zipped.opened(content) as archive:
        parts = {part.filename: part for part in archive.infolist() if not part.is_dir()}
        if CONTENT_TYPES not in parts:
            raise RefusedError(Fault.OTHER_KIND)
        _look_at_types(zipped.whole(archive, parts[CONTENT_TYPES], most=LARGEST_LIST), parts, extension)
        for name, part in parts.items():
            _look_at_part(archive, name, part, within=within)


def _look_at_types(written: bytes, parts: dict[str, zipfile.ZipInfo], extension: str) -> None:
    zipped.look_at_xml(written)
    types = [attributes for _, attributes in _elements(written)]
    if any(MACROS.search(each.get("ContentType", "")) for each in types):
        raise RefusedError(Fault.MACROS)
    main = [each.get("PartName", "").lstrip("/") for each in types if each.get("ContentType") == MAIN[extension]]
    if not any(name in parts for name in main):
        raise RefusedError(Fault.OTHER_KIND)


def _look_at_part(archive: zipfile.ZipFile, name: str, part: zipfile.ZipInfo, *, within: bool) -> None:
    extension = zipped.ending(name)
    if nested := NESTED.search(f"/{name}"):
        if within:
            raise RefusedError(Fault.EMBEDDED)
        look(io.BytesIO(zipped.whole(archive, part)), nested[1], within=True)
    elif not PARTS.fullmatch(extension):
        raise RefusedError(Fault.MACROS if "vba" in name.casefold() else Fault.STRANGE_PART)
    elif extension == "rels":
        _look_at_links(zipped.whole(archive, part, most=LARGEST_LIST))
    else:
        _look_inside(archive, name, part, is_xml=extension == "xml")
    if extension == "bin" and not PRINTER.search(f"/{name}"):
        raise RefusedError(Fault.MACROS if "vba" in name.casefold() else Fault.EMBEDDED)


def _look_inside(archive: zipfile.ZipFile, name: str, part: zipfile.ZipInfo, *, is_xml: bool) -> None:
    is_ours = not name.startswith("customXml/")
    for number, piece in enumerate(zipped.pieces(archive, part)):
        if number == 0:
            zipped.look_at_start(piece)
            if is_xml:
                zipped.look_at_xml(piece, utf8=is_ours)
        if is_xml and is_ours:
            _look_at_words(piece)
    if is_xml and name.startswith("word/"):
        _look_at_fields(zipped.whole(archive, part))


def _look_at_words(piece: bytes) -> None:
    if any(b"|" in QUOTED.sub(b"", formula.replace(b"&quot;", b'"')) for formula in FORMULA_WITH_BAR.findall(piece)):
        raise RefusedError(Fault.DDE)
    if WEB_FORMULA.search(piece):
        raise RefusedError(Fault.LOADS)
    if PROGRAM_ACTION.search(piece):
        raise RefusedError(Fault.ACTION)


def _look_at_fields(written: bytes) -> None:
    """A field's code may be written in pieces: D, DE, AUTO."""
    found = (field.groups(b"") for field in FIELD.finditer(written))
    codes = (b"\n" if begins else code or b"\n" + whole for begins, code, whole in found)
    if DDE_FIELD.search(html.unescape(b"".join(codes).decode())):
        raise RefusedError(Fault.DDE)


def _look_at_links(written: bytes) -> None:
    zipped.look_at_xml(written)
    for name, attributes in _elements(written):
        if name.rpartition(":")[2] == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            if attributes.get("TargetMode", "").casefold() == "external":
                _look_away(kind, attributes.get("Target", ""))
            elif kind in INSIDE:
                raise RefusedError(INSIDE[kind])


def _look_away(kind: str, target: str) -> None:
    """A link that somebody may follow is no harm, nor is a template that the writer's own disk had."""
    if kind == "hyperlink":
        if not FOLLOWED.match(target.strip()):
            raise RefusedError(Fault.ACTION)
    elif "externalLinkPath" in kind:
        raise RefusedError(Fault.LINKED)
    elif not (kind == "attachedTemplate" and OWN_DISK.match(target)):
        raise RefusedError(Fault.LOADS)


def _elements(written: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    parser.Parse(written, True)
    return iter(found)
