"""The machine's own `.local/` folder, and the settings that `make run` leaves there for every other command."""

import os
from pathlib import Path

from django.conf import settings

LOCAL = Path(settings.BASE_DIR) / ".local"
FILE = LOCAL / "env"  # read by settings.py


def remembered() -> dict[str, str]:
    if not FILE.exists():
        return {}
    return dict(line.split("=", 1) for line in FILE.read_text().splitlines() if "=" in line)


def remember(facts: dict[str, str]) -> None:
    text = "".join(f"{name}={value}\n" for name, value in facts.items())
    draft = FILE.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(FILE)


def given(name: str) -> str | None:
    """What the environment or `.env` says; not what an earlier `make run` wrote. Ask before `remember`."""
    value = os.environ.get(name)
    return value if value and value != remembered().get(name) else None
