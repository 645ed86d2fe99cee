"""Which settings were given, and which an earlier start left."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from oversight.local import environment


@pytest.fixture
def local(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "FILE", tmp_path / "env")
    return tmp_path


def test_given_is_what_the_environment_says(local, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example.org/portal")

    assert environment.given("DATABASE_URL") == "postgresql://db.example.org/portal"


def test_given_leaves_out_what_an_earlier_start_remembered(local, monkeypatch):
    environment.remember({"DATABASE_URL": "postgresql://127.0.0.1:4321/oversight"})
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:4321/oversight")

    assert environment.given("DATABASE_URL") is None


@pytest.mark.parametrize("value", ["", None])
def test_given_leaves_out_what_is_empty(local, monkeypatch, value):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    if value is not None:
        monkeypatch.setenv("EMAIL_URL", value)

    assert environment.given("EMAIL_URL") is None


def test_remember_replaces_what_was_there_and_lets_nobody_else_read_it(local):
    environment.remember({"SECRET_KEY": "first", "EMAIL_URL": "smtp://127.0.0.1:1025"})
    environment.remember({"SECRET_KEY": "second=with-equals"})

    assert environment.remembered() == {"SECRET_KEY": "second=with-equals"}
    assert environment.FILE.stat().st_mode & 0o777 == 0o600


def test_env_example_lists_every_setting():
    source = Path(settings.BASE_DIR, "oversight/settings.py").read_text()
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    listed = set(re.findall(r"^#?([A-Z_]+)=", Path(settings.BASE_DIR, ".env.example").read_text(), re.MULTILINE))

    assert listed - read == {"PORT", "POSTGRES_PASSWORD", "REQUIREMENTS"}
    assert read - listed == set()
