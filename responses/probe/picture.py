"""What a picture must be: one whole PNG or JPEG of a bearable size, with nothing behind it."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from PIL import Image

from responses.probe.faults import Fault, RefusedError

MOST_PIXELS = 50_000_000
FORMATS = {"png": {"PNG"}, "jpg": {"JPEG", "MPO"}, "jpeg": {"JPEG", "MPO"}}
# Phones put their own things behind a JPEG. What others could run or unpack is refused.
# Each is long enough not to turn up by chance in the megabytes of a film.
RUNS = re.compile(
    rb"PK\x03\x04.\0|%PDF-|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x7fELF[\1\2]{2}"
    rb"|(?i:<\?php|<html|<script|<svg[\s>/]|<!doctype)",
    re.DOTALL,
)
RUNS_AT_START = (b"MZ", b"#!")  # these are not
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error, zlib.error)


def look(content: BinaryIO, extension: str) -> None:
    """Raises RefusedError."""
    content.seek(0)
    everything = content.read()
    Image.MAX_IMAGE_PIXELS = None  # it is asked below, before anything is unpacked
    try:
        with Image.open(io.BytesIO(everything), formats=["PNG", "JPEG"]) as picture:
            _look_at(picture, extension)
        if BEHIND[extension](everything):
            raise RefusedError(Fault.TWO_FILES)
    except MemoryError as error:
        raise RefusedError(Fault.TOO_MUCH_INSIDE) from error
    except BROKEN as error:
        raise RefusedError(Fault.DAMAGED) from error


def _look_at(picture: Image.Image, extension: str) -> None:
    if picture.format not in FORMATS[extension]:
        raise RefusedError(Fault.OTHER_KIND)
    if picture.width * picture.height > MOST_PIXELS:
        raise RefusedError(Fault.TOO_MANY_PIXELS)
    picture.load()


def _behind_png(content: bytes) -> bool:
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        at += 12 + length
    return at != len(content) or zipfile.is_zipfile(io.BytesIO(content))


def _behind_jpeg(content: bytes) -> bool:
    behind = content[_end_of_jpeg(content) :]
    return behind.startswith(RUNS_AT_START) or bool(RUNS.search(behind)) or zipfile.is_zipfile(io.BytesIO(content))


def _end_of_jpeg(content: bytes) -> int:
    at = 2
    while (marker := content[at + 1]) != END_OF_IMAGE:
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == START_OF_SCAN:
            found = NEXT_MARKER.search(content, at)
            if not found:
                raise EOFError
            at = found.start()
    return at + 2


BEHIND: dict[str, Callable[[bytes], bool]] = {"png": _behind_png, "jpg": _behind_jpeg, "jpeg": _behind_jpeg}
