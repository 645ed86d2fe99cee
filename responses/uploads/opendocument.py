"""What ODT and ODS files may not have: macros, programs, links that load or start things."""

import re
import zipfile
from typing import BinaryIO

from responses.probe.faults import Fault, RefusedError
from responses.uploads import archive as zipped
from responses.uploads.kinds import TYPES

PARTS = re.compile(r"xml|rdf|png|jpe?g|gif|svg|svm|bmp|emf|wmf|tiff?|webp|ttf|otf")
UNNAMED = re.compile(r"^(?:mimetype|layout-cache|(?:.*/)?(?:ObjectReplacements|Pictures)/[^/.]+)$")
MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/")
WORDS = {
    re.compile(
        rb"vnd\.sun\.star\.(?:script|[\w-]*package)|<(?:\w+:)?event-listener\b|macro://", re.IGNORECASE
    ): Fault.MACROS,
    re.compile(rb"<(?:[\w-]+:)?(?:dde-source|dde-connection-decl|dde-link)\b"): Fault.DDE,
    re.compile(rb"<(?:[\w-]+:)?(?:table-source|cell-range-source|database-source-\w+)\b"): Fault.LINKED,
    re.compile(rb"<(?:[\w-]+:)?(?:section-source|floating-frame|plugin|applet)\b"): Fault.LOADS,
    re.compile(
        rb"<(?:[\w-]+:)?(?:image|object|object-ole|fill-image|font-face-uri)\b[^<>]*:href\s*=\s*[\"'](?:\w+:|/|\\\\|\.\.)"
    ): Fault.LOADS,
    re.compile(rb"formula\s*=\s*[\"'][^\"']*(?:WEBSERVICE\s*\(|\bDDE\s*\()", re.IGNORECASE): Fault.LOADS,
}


def look(content: BinaryIO, extension: str) -> None:
    """Raises RefusedError."""
    with zipped.opened(content) as archive:
        parts = {part.filename: part for part in archive.infolist() if not part.is_dir()}
        if not {"mimetype", "content.xml"} <= parts.keys():
            raise RefusedError(Fault.OTHER_KIND)
        if zipped.whole(archive, parts["mimetype"]).strip() != TYPES[extension][0].encode():
            raise RefusedError(Fault.OTHER_KIND)
        if "META-INF/manifest.xml" in parts:
            _look_at_manifest(zipped.whole(archive, parts["META-INF/manifest.xml"]))
        for name, part in parts.items():
            _look_at_part(archive, name, part)


def _look_at_manifest(written: bytes) -> None:
    zipped.look_at_xml(written)
    if b"encryption-data" in written:
        raise RefusedError(Fault.PROTECTED)


def _look_at_part(archive: zipfile.ZipFile, name: str, part: zipfile.ZipInfo) -> None:
    extension = zipped.ending(name)
    if name.casefold().startswith(MACRO_FOLDERS):
        raise RefusedError(Fault.MACROS)
    for number, piece in enumerate(zipped.pieces(archive, part)):
        if number == 0:
            zipped.look_at_start(piece)
        if extension in {"xml", "rdf"}:
            _look_at_words(piece, is_first=number == 0)
    if not PARTS.fullmatch(extension) and not UNNAMED.match(name):
        raise RefusedError(Fault.STRANGE_PART)


def _look_at_words(piece: bytes, *, is_first: bool) -> None:
    if is_first:
        zipped.look_at_xml(piece)
    for words, fault in WORDS.items():
        if words.search(piece):
            raise RefusedError(fault)
