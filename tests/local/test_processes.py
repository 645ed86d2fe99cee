"""Children end with their parent, however it ends."""

import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from oversight.local.processes import PATIENCE, Processes, free_port, is_free, wait_for

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
PARENT = """
import sys, time
from pathlib import Path
from oversight.local.processes import Processes
processes = Processes()
processes.remove_when_killed(Path(sys.argv[1]))
print(processes.start("child", [sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
time.sleep(600)
"""


def wait_until(condition):
    until = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    assert condition()


def has_ended(pid):
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_children_end_on_leaving_the_block():
    with Processes() as processes:
        one, other = processes.start("one", SLEEP), processes.start("other", SLEEP, stop_signal=signal.SIGKILL)

    assert (one.returncode, other.returncode) == (-signal.SIGTERM, -signal.SIGKILL)


def test_children_end_and_folders_go_when_the_parent_is_killed(tmp_path):
    folder = tmp_path / "it's a folder"
    folder.mkdir()
    with subprocess.Popen([sys.executable, "-c", PARENT, folder], stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        parent.kill()

    wait_until(lambda: has_ended(child))
    wait_until(lambda: not folder.exists())


def test_ended_names_the_child_that_stopped_by_itself():
    with Processes() as processes:
        processes.start("The worker", SLEEP)
        processes.start("The web server", [sys.executable, "-c", ""]).wait()

        assert processes.ended() == "The web server"


def test_ended_is_none_while_all_run():
    with Processes() as processes:
        processes.start("The worker", SLEEP)

        assert processes.ended() is None


def test_forget_leaves_a_child_out():
    with Processes() as processes:
        done = processes.start("PostgreSQL", [sys.executable, "-c", ""])
        done.wait()
        processes.forget(done)

        assert processes.ended() is None


def test_start_appends_what_the_child_says_to_its_log(tmp_path):
    log = tmp_path / "log"
    log.write_text("earlier\n")
    with Processes() as processes:
        processes.start("child", [sys.executable, "-c", "print('later')"], log=log).wait()

    assert log.read_text() == "earlier\nlater\n"


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_free_port_is_another_when_the_preferred_one_is_taken(taken_port):
    assert free_port(taken_port) != taken_port
    assert not is_free(taken_port)


def test_wait_for_gives_up_when_the_process_ends_first():
    with Processes() as processes:
        ended = processes.start("child", [sys.executable, "-c", ""])
        ended.wait()

        assert wait_for(ended, free_port()) is False
