"""The built styles, scripts and font: complete, small, and nothing in them that is not ours to use."""

import gzip
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from oversight import frontend

ROOT = settings.BASE_DIR
BUILD = ROOT / "static" / "build"
FIRST_VISIT = [
    "build/css/portal.css",
    "build/fonts/source-sans-3.woff2",
    "build/js/govuk-frontend.min.js",
    "own/favicon.svg",
    "own/js/early.js",
    "own/js/filters.js",
    "own/js/portal.js",
]
NPM_THAT_HAS_THEM = f'mkdir -p node_modules && ln -sf "{ROOT}/node_modules"/* node_modules/'


@pytest.fixture(scope="module", autouse=True)
def _built():
    frontend.build(ROOT)


@pytest.fixture
def copy(tmp_path):
    """The sources of the front end, in a folder of the test's own."""
    for name in frontend.PACKAGES:
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "static/own/scss", tmp_path / "static/own/scss")
    return tmp_path


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Put an npm of the test's own, a shell script, on the path."""

    def put(script):
        program = tmp_path / "bin" / "npm"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/npm.log"\n{script}\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    return put


def css():
    return (BUILD / "css/portal.css").read_text("utf-8")


def test_build_makes_everything_that_pages_ask_for():
    asked = re.findall(r"static 'build/([^']+)'", (ROOT / "templates/base.html").read_text())
    images = re.findall(r'url\("?\.\./([^")]+)', css())
    assert len(asked) == 2
    assert len(images) == 5
    assert [name for name in [*asked, *images, "js/govuk-frontend.min.js"] if not (BUILD / name).is_file()] == []


@pytest.mark.parametrize(
    "word", ["crest", "GDS Transport", "/assets/", "#1d70b8", "#003078", "sourceMappingURL", "url(http"]
)
def test_build_holds_nothing_of_gov_uks_brand_and_nothing_from_elsewhere(word):
    assert word not in css()


def test_build_strips_source_maps_from_scripts():
    assert "sourceMappingURL" not in (BUILD / "js/govuk-frontend.min.js").read_text("utf-8")


def test_build_carries_the_licence_of_the_font():
    assert "SIL OPEN FONT LICENSE" in (BUILD / "fonts/OFL.txt").read_text("utf-8").upper()


def test_first_visit_is_below_100_kib():
    def on_the_wire(path):
        return len(path.read_bytes() if path.suffix == ".woff2" else gzip.compress(path.read_bytes()))

    assert sum(on_the_wire(ROOT / "static" / name) for name in FIRST_VISIT) < 75 * 1024  # leaves 25 for the page itself


def test_lock_file_names_no_download_host():
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == 6


def test_build_installs_compiles_and_copies_once(copy, npm):
    npm(NPM_THAT_HAS_THEM)
    assert frontend.build(copy) is True
    assert frontend.build(copy) is False
    assert (copy / "npm.log").read_text() == "ci --no-progress\n"
    made = {
        str(path.relative_to(copy / "static/build")) for path in (copy / "static/build").rglob("*") if path.is_file()
    }
    assert made == {str(path.relative_to(BUILD)) for path in BUILD.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("changed", "installs"), [("package-lock.json", 2), ("static/own/scss/_frame.scss", 1)])
def test_build_builds_again_after_a_change_and_installs_only_other_packages(copy, npm, changed, installs):
    npm(NPM_THAT_HAS_THEM)
    frontend.build(copy)
    with (copy / changed).open("a") as file:
        file.write("\n")
    assert frontend.build(copy) is True
    assert (copy / "npm.log").read_text().count("ci") == installs


def test_builds_at_the_same_time_wait_for_each_other(copy, npm):
    npm(f"mkdir busy || exit 1; sleep 0.3; {NPM_THAT_HAS_THEM}; rmdir busy")
    with ThreadPoolExecutor() as pool:
        built = list(pool.map(frontend.build, [copy] * 3))
    assert sorted(built) == [False, False, True]


def test_build_refuses_what_is_not_ours_to_use_and_keeps_the_last_good_one(copy, npm):
    npm(NPM_THAT_HAS_THEM)
    frontend.build(copy)
    good = (copy / "static/build/css/portal.css").read_text("utf-8")
    with (copy / "static/own/scss/_frame.scss").open("a") as file:
        file.write('.seal { background: url("/assets/royal-crest.svg"); font-family: "GDS Transport"; }')
    with pytest.raises(frontend.BuildError, match="not ours to use: crest, GDS Transport"):
        frontend.build(copy)
    assert (copy / "static/build/css/portal.css").read_text("utf-8") == good


def test_build_says_where_the_styles_do_not_compile(copy, npm):
    npm(NPM_THAT_HAS_THEM)
    (copy / "static/own/scss/_frame.scss").write_text(".app-header { color: $nobody; }")
    with pytest.raises(frontend.BuildError, match=r"(?s)does not compile.*Undefined variable"):
        frontend.build(copy)


def test_build_says_what_npm_said(copy, npm):
    npm("echo 'ENOTFOUND the registry' >&2; exit 1")
    with pytest.raises(frontend.BuildError, match=r"npm ci failed:\nENOTFOUND the registry"):
        frontend.build(copy)


def test_build_uses_the_npm_of_the_wheel_where_the_machine_has_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "package.json").write_text('{"name": "empty"}')
    (tmp_path / "package-lock.json").write_text('{"name": "empty", "lockfileVersion": 3, "packages": {}}')
    (tmp_path / ".npmrc").write_text("")
    with pytest.raises(frontend.BuildError, match="does not compile"):  # npm went well: there is nothing to install
        frontend.build(tmp_path)


def test_build_frontend_does_nothing_when_up_to_date():
    before = (BUILD / "css/portal.css").stat().st_mtime_ns
    call_command("build_frontend")
    assert (BUILD / "css/portal.css").stat().st_mtime_ns == before


def test_build_frontend_fails_in_words(settings, copy, npm):
    npm("exit 1")
    settings.BASE_DIR = Path(copy)
    with pytest.raises(CommandError, match="npm ci failed"):
        call_command("build_frontend")
