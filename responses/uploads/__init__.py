"""What a file must be to be let in: one of our kinds, by name and by content alike (R75)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, cast

import magic
from django.core.files.base import File

from oversight.uploading import LARGEST, MEGABYTE
from responses.probe.faults import Fault, RefusedError
from responses.uploads import apart, kinds, office, opendocument, text
from responses.uploads.kinds import KINDS_IN_WORDS, TYPES
from responses.uploads.names import clean_name, extension_of, program_ending

__all__ = ["FILES_PER_ANSWER", "KINDS_IN_WORDS", "LARGEST", "MEGABYTE", "TYPES", "Upload", "UploadError", "check"]

FILES_PER_ANSWER = 10
HEAD = 64 * 1024  # bytes that libmagic looks at
UNKNOWN = "application/octet-stream"
Looker = Callable[[BinaryIO, str], None]
LOOKERS: dict[str, Looker] = {
    **dict.fromkeys(["docx", "xlsx", "pptx"], office.look),
    **dict.fromkeys(["odt", "ods"], opendocument.look),
    **dict.fromkeys(["csv", "txt"], text.look),
}


class UploadError(ValueError):
    """Why a file is refused, and what to do; worded for the person who chose it."""


@dataclass(frozen=True)
class Upload:
    """A file that may be kept."""

    name: str
    content_type: str
    size: int
    sha256: str
    content: File


def check(name: str, content: File, *, probe: Callable[[str, File], None] = apart.look) -> Upload:
    """Raises UploadError. Leaves the content at its start.

    `probe` looks into PDFs and pictures: in a process of its own, unless the file is of our own making.
    """
    name = clean_name(name)
    size = content.size
    extension = extension_of(name).lstrip(".").lower()
    if size > LARGEST:
        raise UploadError(f"“{name}” is larger than {LARGEST // MEGABYTE}MB. Split it, or send it another way.")
    if extension not in TYPES:
        raise UploadError(f"“{name}” {kinds.INSTEAD.get(extension, kinds.ANY_OTHER)}")
    if hidden := program_ending(name):
        raise UploadError(f"“{name}” has “{hidden}” before its ending, as programs do. Give it a name without that.")
    try:
        _look(extension, content, probe)
    except RefusedError as refused:
        raise UploadError(f"“{name}” {refused.fault.format(kind=kinds.IN_WORDS[extension])}") from refused
    return Upload(name, TYPES[extension][0], size, _sha256(content), content)


def _look(extension: str, content: File, probe: Callable[[str, File], None]) -> None:
    if not content.size:
        raise RefusedError(Fault.EMPTY)
    content.seek(0)
    _compare(magic.from_buffer(content.read(HEAD), mime=True), extension)
    if extension in LOOKERS:
        LOOKERS[extension](cast("BinaryIO", content), extension)
    else:
        probe(extension, content)


def _compare(found: str, extension: str) -> None:
    """What libmagic calls it with what its name says."""
    if extension in kinds.TEXTS and found.startswith(("text/", UNKNOWN)) and found not in kinds.RUNNABLE_TEXTS:
        return  # which `text` then reads
    if found in kinds.LEGACY and extension in {"docx", "xlsx", "pptx"}:
        raise RefusedError(Fault.PROTECTED)  # or an old format under a new name; both are saved anew
    if found not in TYPES[extension][1]:
        raise RefusedError(Fault.OTHER_KIND)


def _sha256(content: File) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    for piece in content.chunks():
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
