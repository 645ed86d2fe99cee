"""Collected static files, made anew only when a source has changed."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from . import environment

STAMP = environment.LOCAL / "static.stamp"


def collect() -> None:
    now = fingerprint()
    if STAMP.exists() and STAMP.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    STAMP.write_text(now)


def fingerprint() -> str:
    """Sum up the path, size and time of each static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
