"""Child processes that end with us, also when we are killed."""

import contextlib
import pwd
import shlex
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self, TypedDict

LEASH = Path(__file__).with_name("leash.sh")
PATIENCE = 15  # seconds that a child has to end


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals


class Processes:
    """Stop the children, all at once, on leaving the block; `leash.sh` does it if we are killed (kill -9)."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._leash = subprocess.Popen(["/bin/sh", LEASH], stdin=subprocess.PIPE, start_new_session=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        running = [child for child in self._children if child.process.poll() is None]
        for child in running:
            child.process.send_signal(child.stop_signal)
        for child in running:
            _wait_or_kill(child.process)
        self._leash.kill()
        self._leash.wait()
        self._orders.close()

    def start(
        self,
        name: str,
        command: list[str],
        *,
        log: Path | None = None,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches only us, so that we can stop the services after their clients.
        with _appending_to(log) as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                env=env,
                cwd=cwd,
                **as_user(user),
                start_new_session=True,
            )
        self._children.append(Child(name, process, stop_signal))
        self._order(f"end {process.pid} {stop_signal.name.removeprefix('SIG')}")
        return process

    def remove_when_killed(self, folder: Path) -> None:
        self._order(f"rm -rf {shlex.quote(str(folder))}")

    def ended(self) -> str | None:
        """Name a child that is no longer running, if there is one."""
        return next((child.name for child in self._children if child.process.poll() is not None), None)

    def forget(self, process: subprocess.Popen[bytes]) -> None:
        self._children = [child for child in self._children if child.process is not process]

    @property
    def _orders(self) -> IO[bytes]:
        assert self._leash.stdin is not None  # noqa: S101 - for the type checker
        return self._leash.stdin

    def _order(self, command: str) -> None:
        self._orders.write(f"{command}\n".encode())
        self._orders.flush()


def _appending_to(log: Path | None) -> contextlib.AbstractContextManager[IO[bytes] | None]:
    return log.open("ab") if log else contextlib.nullcontext()


def _wait_or_kill(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port(preferred: int | None = None) -> int:
    for port in (preferred or 0, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    message = "No free port on 127.0.0.1."
    raise OSError(message)


def is_free(port: int) -> bool:
    return free_port(port) == port


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_for(process: subprocess.Popen[bytes], port: int, *, seconds: float = PATIENCE) -> bool:
    """Wait until something listens; False when the process ends first or takes too long."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        if listens(port):
            return True
        time.sleep(0.05)
    return False


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def as_user(name: str | None) -> Identity:
    """Arguments for `subprocess` that make a child run as somebody else."""
    if name is None:
        return {}
    entry = pwd.getpwnam(name)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
