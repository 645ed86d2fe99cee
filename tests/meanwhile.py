"""For tests of two people at once: what the other one does between a page's check and its change."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def just_before(statement, act):
    """Run `act` once, right before the first SQL that starts with `statement`."""
    waiting = [act]

    def pass_on(execute, sql, params, many, context):
        if waiting and sql.startswith(statement):
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(pass_on):
        yield
    assert not waiting


@contextmanager
def just_after(statement, act):
    """Run `act` once, right after the first SQL that starts with `statement` has been asked."""
    waiting = [act]

    def pass_on(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if waiting and sql.startswith(statement):
            waiting.pop()()
        return found

    with connection.execute_wrapper(pass_on):
        yield
    assert not waiting
