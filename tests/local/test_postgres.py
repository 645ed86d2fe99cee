"""PostgreSQL from the wheel: keeps its data and recovers from half-dead predecessors."""

import os
import shutil

import psycopg
import pytest

from oversight.local import postgres
from oversight.local.processes import Processes


@pytest.fixture(scope="module")
def folder(temporary_folder):
    (temporary_folder / "own").mkdir()
    return temporary_folder / "own"


@pytest.fixture
def start(folder):
    def start(processes):
        return postgres.start(processes, folder, log=folder.parent / "log", options=postgres.THROW_AWAY)

    return start


def test_start_finds_the_data_of_the_last_start(start):
    with Processes() as processes:
        postgres.create_database(start(processes), "kept")

    with Processes() as processes:
        server = start(processes)
        postgres.create_database(server, "kept")
        with psycopg.connect(server.url("kept")) as session:
            assert session.execute("SELECT current_database()").fetchone() == ("kept",)


def test_start_ends_a_server_that_was_left_behind(start):
    with Processes() as lost, Processes() as processes:
        left_behind = start(lost)
        server = start(processes)

        assert lost.ended() == "PostgreSQL"
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(left_behind.url("postgres"))
        psycopg.connect(server.url("postgres")).close()


def test_start_ignores_the_mark_of_a_server_whose_number_is_now_anothers(start, folder):
    with Processes() as processes:
        start(processes)
    (folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder / 'data'}\n")

    with Processes() as processes:
        psycopg.connect(start(processes).url("postgres")).close()


def test_start_refuses_data_of_another_version(temporary_folder):
    folder = temporary_folder / "of another version"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("15\n")

    with Processes() as processes, pytest.raises(postgres.PostgresError, match=r"are of PostgreSQL 15, this is 18\."):
        postgres.start(processes, folder, log=temporary_folder / "log")


def test_server_wants_its_password(start):
    with Processes() as processes:
        stranger = postgres.Server(start(processes).port, "guessed")

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(stranger.url("postgres"))


def test_start_begins_again_where_the_first_start_was_cut_short(start, folder):
    shutil.rmtree(folder / "data", ignore_errors=True)  # there is none where no other test came before
    (folder / "data.new").mkdir()
    (folder / "data.new" / "half").touch()

    with Processes() as processes:
        psycopg.connect(start(processes).url("postgres")).close()
