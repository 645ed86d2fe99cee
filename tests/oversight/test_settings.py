"""What differs between machines, and what production may not go without."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings


def load(**facts):
    command = [sys.executable, "-c", "from oversight.settings import SESSION_COOKIE_NAME as name; print(name)"]
    env = os.environ | {"SECRET_KEY": "x" * 60, "HTTPS": "1"} | facts
    return subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)


def test_behind_tls_the_session_cookie_is_bound_to_the_host():
    assert load().stdout == "__Host-session\n"


def test_behind_tls_a_secret_that_everybody_knows_is_refused():
    loaded = load(SECRET_KEY="django-insecure-for-a-machine-of-ones-own")

    assert loaded.returncode == 1
    assert "ImproperlyConfigured: Set SECRET_KEY" in loaded.stderr


NOT_FOR_CONTAINERS = {"DEBUG", "PORT", "EVIDENCE_ROOT"}  # never there; of the host; set in the Dockerfile


def _example():
    lines = (settings.BASE_DIR / ".env.example").read_text()
    return sorted(set(re.findall(r"^#([A-Z_]+)=", lines, re.MULTILINE)) - NOT_FOR_CONTAINERS)


@pytest.mark.parametrize("name", _example())
def test_containers_get_every_setting_of_the_example(name):
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text()
    assert re.search(rf"\${{{name}[:}}]|^    {name}: ", compose, re.MULTILINE)
