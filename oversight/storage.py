"""Where files are kept."""

import os
from contextlib import suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PART = ".part"


class StaticFiles(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = False


class Disk(FileSystemStorage):
    """What has its name is whole and on the disk, whenever the power goes; until then it is called a part."""

    def _save(self, name: str, content: File) -> str:
        part, whole = Path(self.path(name + PART)), Path(self.path(name))
        try:
            saved = super()._save(name + PART, content)  # type: ignore[misc]  # its stubs leave it out
            part = Path(self.path(saved))  # another name where a part was left there
            _flush(part)
            part.rename(whole)
            _flush(whole.parent)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        return name


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
