"""The ZIP archive that an Office or OpenDocument file is: what it says of itself is checked before it is unpacked."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from xml.parsers import expat

from responses.probe.faults import Fault, RefusedError

MOST_PARTS = 1000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_OF_ONE = 32 * 1024 * 1024  # a part that is read as a whole
MOST_ELEMENTS = 3_200_000  # 50,000 rows of 20 cells, each with a formula and its value
MOST_ATTRIBUTES = 8_000_000
BEARABLE_RATIO = 100
TOO_SMALL_TO_HURT = 10 * 1024 * 1024
PIECE = 64 * 1024

END = struct.Struct("<4s4H2LH")  # the record at the end of an archive
LOCAL = struct.Struct("<4s5H3L2H")  # the header before each part
LARGEST_DIRECTORY = MOST_PARTS * 512
BETWEEN_PARTS = 64  # bytes: what a writer adds who learns the size of a part while writing it
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, expat.ExpatError)
BAD_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\\|[\x00-\x1f\x7f]")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"%PDF-", b"{\\rtf")
MARKUP = {"xml", "rels", "rdf"}
OLE = b"\xd0\xcf\x11\xe0"


@contextmanager
def opened(content: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """An archive whose directory is sound. Raises RefusedError, also for what goes wrong while it is read."""
    try:
        _look_at_ends(content)
        with zipfile.ZipFile(content) as archive:
            _look_at_directory(archive)
            _look_at_places(archive, content)
            yield archive
    except BROKEN as error:
        raise RefusedError(Fault.DAMAGED) from error


def _look_at_ends(content: BinaryIO) -> None:
    content.seek(0)
    start = content.read(1024)
    size = content.seek(0, io.SEEK_END)
    content.seek(max(0, size - END.size))
    signature, _, _, _, count, length, at, comment = END.unpack(content.read(END.size))
    if not start.startswith(b"PK\x03\x04") or signature != b"PK\x05\x06" or b"%PDF-" in start:
        raise RefusedError(Fault.TWO_FILES if zipfile.is_zipfile(content) else Fault.DAMAGED)
    if comment or at + length + END.size != size:
        raise RefusedError(Fault.TWO_FILES)
    if count > MOST_PARTS or length > LARGEST_DIRECTORY:
        raise RefusedError(Fault.TOO_MANY_PARTS)


def _look_at_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.casefold() for part in parts]
    if len(parts) > MOST_PARTS:
        raise RefusedError(Fault.TOO_MANY_PARTS)
    if len(set(names)) < len(names) or any(_is_odd(part) for part in parts):
        raise RefusedError(Fault.BAD_PARTS)
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError(Fault.PROTECTED)
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    too_dense = unpacked > TOO_SMALL_TO_HURT and unpacked > packed * BEARABLE_RATIO
    if unpacked > MOST_UNPACKED or too_dense:
        raise RefusedError(Fault.TOO_MUCH_INSIDE)


def _is_odd(part: zipfile.ZipInfo) -> bool:
    return (
        bool(BAD_NAME.search(part.orig_filename))
        or stat.S_ISLNK(part.external_attr >> 16)
        or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        or (part.is_dir() and part.file_size > 0)
    )


def _look_at_places(archive: zipfile.ZipFile, content: BinaryIO) -> None:
    """No part may lie in another one, nor in the directory; nor may anything lie between them."""
    free = 0
    for part in sorted(archive.infolist(), key=lambda part: part.header_offset):
        if not 0 <= part.header_offset - free <= BETWEEN_PARTS:
            raise RefusedError(Fault.BAD_PARTS)
        content.seek(part.header_offset)
        *_, name_length, extra_length = LOCAL.unpack(content.read(LOCAL.size))
        free = part.header_offset + LOCAL.size + name_length + extra_length + part.compress_size
    if not 0 <= archive.start_dir - free <= BETWEEN_PARTS:
        raise RefusedError(Fault.BAD_PARTS)


class Effort:
    """What may be read of one file and of those inside it: each element takes time, however few bytes it has.

    Counted before anything is read, and never fewer than there are; remarks and equals signs in texts count too.
    """

    def __init__(self) -> None:
        self.unpacked = self.elements = self.attributes = 0

    def spend_on(self, archive: zipfile.ZipFile) -> None:
        parts = archive.infolist()
        self.unpacked += sum(part.file_size for part in parts)
        if self.unpacked > MOST_UNPACKED:
            raise RefusedError(Fault.TOO_MUCH_INSIDE)
        for part in parts:
            if ending(part.filename) in MARKUP:
                self._count(pieces(archive, part))

    def _count(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            self.elements += piece.count(b"<") - piece.count(b"</")
            self.attributes += piece.count(b"=")
            if self.elements > MOST_ELEMENTS or self.attributes > MOST_ATTRIBUTES:
                raise RefusedError(Fault.TOO_MANY_ELEMENTS)


def ending(name: str) -> str:
    """“rels” for “_rels/.rels”; empty where the last part of the name has none."""
    return name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""


def pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """To the end, so that its checksum is compared."""
    seen = 0
    with archive.open(part) as unpacked:
        while piece := unpacked.read(PIECE):
            seen += len(piece)
            yield piece
    if seen != part.file_size:
        raise RefusedError(Fault.BAD_PARTS)


def whole(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, most: int = MOST_OF_ONE) -> bytes:
    if part.file_size > most:
        raise RefusedError(Fault.TOO_MUCH_INSIDE)
    return archive.read(part)


def looked_at(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same, of any part, unless it is a program, an archive or what old Office formats are made of."""
    for number, piece in enumerate(pieces):
        if number == 0 and piece.startswith((*PROGRAMS, *ARCHIVES, OLE)):
            raise RefusedError(Fault.EMBEDDED)
        yield piece
