"""What ODT and ODS files may not have: macros, programs, links that load or start things."""

import re
import zipfile
from typing import BinaryIO

from responses.probe.faults import Fault, RefusedError
from responses.uploads import archive as zipped
from responses.uploads import markup
from responses.uploads.kinds import TYPES
from responses.uploads.office import names_a_book

PARTS = re.compile(r"xml|rdf|png|jpe?g|gif|svg|svm|bmp|emf|wmf|tiff?|webp|ttf|otf")
UNNAMED = re.compile(r"^(?:mimetype|layout-cache|(?:.*/)?(?:ObjectReplacements|Pictures)/[^/.]+)$")
MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/")
ELEMENTS = {
    "event-listener": Fault.MACROS,
    **dict.fromkeys(["dde-source", "dde-connection-decl", "dde-link"], Fault.DDE),
    **dict.fromkeys(["table-source", "cell-range-source"], Fault.LINKED),
    **dict.fromkeys(["database-source-sql", "database-source-table", "database-source-query"], Fault.LINKED),
    **dict.fromkeys(["section-source", "floating-frame", "plugin", "applet"], Fault.LOADS),
}
MACRO = re.compile(r"vnd\.sun\.star\.(?:script|[\w-]*package)|macro://", re.IGNORECASE)
PICTURES = {"image", "fill-image", "background-image", "list-level-style-image"}
LOADED = PICTURES | {"object", "object-ole", "font-face-uri", "definition-src", "sound", "auto-reload"}
ELSEWHERE = re.compile(r"\s*(?:[\w+.-]+:|/|\\|\.\.)")
OTHER_FILE = re.compile(r"\.\w{1,5}#(?!REF!)[$\w'.]")  # a.ods#$Sheet1.A1; “.A#REF!” and “[#All]” name none
TEXT_OR_NAME = re.compile(r"""\"(?:[^"]|"")*+"|'(?:[^']|'')*+'""")
WEB_FORMULA = re.compile(r"WEBSERVICE\s*\(|\bDDE\s*\(", re.IGNORECASE)


def look(content: BinaryIO, extension: str) -> None:
    """Raises RefusedError."""
    with zipped.opened(content) as archive:
        zipped.Effort().spend_on(archive)
        parts = {part.filename: part for part in archive.infolist() if not part.is_dir()}
        if not {"mimetype", "content.xml"} <= parts.keys():
            raise RefusedError(Fault.OTHER_KIND)
        if zipped.whole(archive, parts["mimetype"]).strip() != TYPES[extension][0].encode():
            raise RefusedError(Fault.OTHER_KIND)
        if "META-INF/manifest.xml" in parts:
            manifest = zipped.whole(archive, parts["META-INF/manifest.xml"])
            markup.read([manifest], _look_for_password)
        for name, part in parts.items():
            _look_at_part(archive, name, part)


def _look_for_password(name: str, attributes: dict[str, str]) -> None:
    if name == "encryption-data":
        raise RefusedError(Fault.PROTECTED)


def _look_at_part(archive: zipfile.ZipFile, name: str, part: zipfile.ZipInfo) -> None:
    extension = zipped.ending(name)
    if name.casefold().startswith(MACRO_FOLDERS):
        raise RefusedError(Fault.MACROS)
    pieces = zipped.looked_at(zipped.pieces(archive, part))
    if extension in {"xml", "rdf"}:
        markup.read(pieces, _look_at_element)
    for _ in pieces:
        pass  # to the end
    if not PARTS.fullmatch(extension) and not UNNAMED.match(name):
        raise RefusedError(Fault.STRANGE_PART)


def _look_at_element(name: str, attributes: dict[str, str]) -> None:
    if name in ELEMENTS:
        raise RefusedError(ELEMENTS[name])
    if attributes and MACRO.search("\n".join(attributes.values())):
        raise RefusedError(Fault.MACROS)
    for attribute, value in attributes.items():
        if name in LOADED and markup.local(attribute) == "href" and ELSEWHERE.match(value):
            raise RefusedError(Fault.LOADS)
        if attribute.endswith("formula"):
            _look_at_formula(value)


def _look_at_formula(formula: str) -> None:
    if WEB_FORMULA.search(formula):
        raise RefusedError(Fault.LOADS)
    if _names_a_file(formula) or (formula.startswith("msoxl:") and names_a_book(formula)):
        raise RefusedError(Fault.LINKED)


def _names_a_file(formula: str) -> bool:
    """'../a.ods'#$Sheet1.A1, '\\\\evil\\a.ods'#…, file:///a.ods#…; in one step a character."""
    for found in TEXT_OR_NAME.finditer(formula):
        if found[0].startswith("'") and formula.startswith("#", found.end()):
            return True
    bare = TEXT_OR_NAME.sub(_name, formula)
    address = bare.find("://")
    return (address >= 0 and "#" in bare[address:]) or OTHER_FILE.search(bare) is not None


def _name(found: re.Match[str]) -> str:
    """What is in quotation marks is only words; an apostrophe begins the name of a sheet or a file."""
    return "" if found[0].startswith('"') else found[0]
