"""What a file must be to be let in: one of our kinds, by name and by content alike (R75)."""

import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import magic
from django.core.files.base import File

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE
FILES_PER_ANSWER = 10
LONGEST_NAME = 120
LONGEST_EXTENSION = 10
HEAD = 64 * 1024  # bytes that libmagic looks at

ZIP = "application/zip"
OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
# What we say it is when it is downloaded, and what libmagic may call it.
TYPES: dict[str, tuple[str, set[str]]] = {
    "pdf": ("application/pdf", {"application/pdf"}),
    "docx": (f"{OFFICE}.wordprocessingml.document", {f"{OFFICE}.wordprocessingml.document", ZIP}),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", {f"{OFFICE}.spreadsheetml.sheet", ZIP}),
    "pptx": (f"{OFFICE}.presentationml.presentation", {f"{OFFICE}.presentationml.presentation", ZIP}),
    "odt": (f"{ODF}.text", {f"{ODF}.text", ZIP}),
    "ods": (f"{ODF}.spreadsheet", {f"{ODF}.spreadsheet", ZIP}),
    "csv": ("text/csv", {"text/csv", "text/plain", "application/csv"}),
    "txt": ("text/plain", {"text/plain", "text/csv", "application/csv", "message/rfc822"}),  # or a saved e-mail
    "png": ("image/png", {"image/png"}),
    "jpg": ("image/jpeg", {"image/jpeg"}),
    "jpeg": ("image/jpeg", {"image/jpeg"}),
}
# libmagic knows these only by the order of their parts, which writers differ in; so we look for the main part.
MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}
KINDS_IN_WORDS = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), ODT, ODS, CSV, TXT, PNG or JPG"
# What cannot be seen in a name, and what turns its reading direction round.
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
SEPARATORS = re.compile(r'[\\/:*?"<>|]')


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


def check(name: str, content: File) -> Upload:
    """Raises UploadError. Reads the content once, in pieces, and leaves it at its start."""
    name = clean_name(name)
    size = content.size
    if not size:
        raise UploadError(f"“{name}” is empty. Choose a file that is not.")
    if size > LARGEST:
        raise UploadError(f"“{name}” is larger than {LARGEST // MEGABYTE}MB. Split it, or send it another way.")
    return Upload(name, _content_type(name, content), size, _sha256(content), content)


def clean_name(name: str) -> str:
    """A name that is safe in a page, a header and a file system: one line, no path, at most 120 characters."""
    name = INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    name = SEPARATORS.sub("_", name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]).strip(" .") or "file"
    if len(name) <= LONGEST_NAME:
        return name
    extension = PurePosixPath(name).suffix[-LONGEST_EXTENSION:]
    return name[: LONGEST_NAME - len(extension)] + extension


def _content_type(name: str, content: File) -> str:
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if extension not in TYPES:
        raise UploadError(f"“{name}” is not of a kind that we take. Choose a {KINDS_IN_WORDS} file.")
    content_type, expected = TYPES[extension]
    content.seek(0)
    if magic.from_buffer(content.read(HEAD), mime=True) not in expected or not _has_main_part(extension, content):
        raise UploadError(f"“{name}” is not what its name says. Save it again as a {extension} file and choose that.")
    return content_type


def _has_main_part(extension: str, content: File) -> bool:
    if extension not in MAIN_PARTS:
        return True
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as parts:
            return MAIN_PARTS[extension] in parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _sha256(content: File) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    for piece in content.chunks():
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
