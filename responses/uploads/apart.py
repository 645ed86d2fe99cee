"""Has a file looked into by a process of its own, which knows no secrets and may not take long (ADR 16)."""

import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.files.base import File

from responses.probe.faults import Fault, RefusedError

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30  # its own limit is 10 seconds of processor time; a busy machine takes longer


def look(extension: str, content: File) -> None:
    """Raises RefusedError."""
    with tempfile.TemporaryFile() as copy:
        content.seek(0)
        for piece in content.chunks():
            copy.write(piece)
        copy.seek(0)
        command = [sys.executable, "-m", "responses.probe", extension]
        try:
            said = subprocess.run(  # noqa: S603  # the extension is one of ours
                command,
                stdin=copy,
                capture_output=True,
                cwd=ROOT,
                env={},
                timeout=PATIENCE_SECONDS,
                check=True,
                text=True,
            ).stdout
        except subprocess.SubprocessError as error:
            raise RefusedError(Fault.NOT_CHECKED) from error
    if said:
        raise RefusedError(Fault[said])
