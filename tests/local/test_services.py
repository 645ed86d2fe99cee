"""The throw-away services that the other tests stand on."""

import psycopg
import pytest
import redis
from django.core.mail import EmailMessage
from django.db import connection


def test_postgres_server_is_of_this_run_only(postgres_server):
    with psycopg.connect(postgres_server.url("postgres")) as session:
        assert session.execute("SHOW fsync").fetchone() == ("off",)


@pytest.mark.django_db
def test_database_is_the_one_of_this_run(postgres_server):
    assert connection.settings_dict["PORT"] == postgres_server.port


def test_valkey_keeps_what_it_is_given(valkey_url):
    with redis.from_url(valkey_url) as client:
        client.set("bell", "rung")
        assert client.get("bell") == b"rung"


def test_smtp_sink_keeps_the_letters(smtp_sink):
    EmailMessage("Due on Saturday", "Three days are left.\n", to=["lead@example.org"]).send()

    assert [(letter["Subject"], letter["To"]) for letter in smtp_sink.letters] == [
        ("Due on Saturday", "lead@example.org")
    ]
