"""Which looker a kind of file needs."""

from importlib import import_module
from typing import BinaryIO

# Imported only when asked for: each takes longer to load than most files take to read.
LOOKERS = {"pdf": "pdf", "png": "picture", "jpg": "picture", "jpeg": "picture"}


def look(extension: str, content: BinaryIO) -> None:
    """Raises RefusedError. In this process: for files of our own making, or where there are limits already."""
    import_module(f"responses.probe.{LOOKERS[extension]}").look(content, extension)
