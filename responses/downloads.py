"""The files of a published response: made once it is published, and kept, because what is published does not change."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

from django.core.cache import cache

from responses import papers, pdf, prose, word
from responses.models import Publication

LOOKS: list[str | Path] = [papers.__file__, pdf.__file__, prose.__file__, word.__file__, pdf.TEMPLATE, word.TEMPLATE]

RETRY_SECONDS = 600
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FileType:
    ending: str
    name: str
    content_type: str
    make: Callable[..., bytes]


WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE_TYPES = {
    "pdf": FileType("pdf", "PDF", "application/pdf", pdf.pdf),
    "docx": FileType("docx", "Word", WORD_TYPE, word.word),
}


@dataclass(frozen=True)
class Offer:
    """A file, as the page offers it before anybody has asked for it."""

    file_type: FileType
    size: int


def published(publication: Publication, file_type: FileType) -> bytes:
    kept: bytes | None = cache.get(_key(publication, file_type.ending))
    if kept is None:
        kept = file_type.make(papers.of_publication(publication), at=publication.published_at)
        cache.set(_key(publication, file_type.ending), kept, timeout=None)
    return kept


def offers(publication: Publication) -> list[Offer]:
    """In one query, once the files are there; those that are not yet are made."""
    sizes: dict[str, int] | None = cache.get(_key(publication, "sizes"))
    if sizes is None:
        sizes = {ending: size for ending, file_type in FILE_TYPES.items() if (size := _size(publication, file_type))}
        cache.set(_key(publication, "sizes"), sizes, timeout=None if len(sizes) == len(FILE_TYPES) else RETRY_SECONDS)
    return [Offer(FILE_TYPES[ending], size) for ending, size in sizes.items()]


def _size(publication: Publication, file_type: FileType) -> int:
    """Zero where the file cannot be made: the page itself is what the law wants, and stays."""
    try:
        return len(published(publication, file_type))
    except Exception:
        logger.exception("%s of %s cannot be made", file_type.name, publication)
        return 0


def _key(publication: Publication, what: str) -> str:
    """By its words: a number may come to mean another row, where a database is restored."""
    words = hashlib.sha256(json.dumps(publication.document, sort_keys=True).encode()).hexdigest()[:16]
    return f"paper-{publication.pk}-{words}-{what}-{_look()}"


@once
def _look() -> str:
    """Another look of the papers, and the files are made anew."""
    sources = b"".join(Path(each).read_bytes() for each in LOOKS)
    return hashlib.sha256(sources).hexdigest()[:16]
