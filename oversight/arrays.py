"""SQL for arrays that Django has no name for."""

from django.db.models import BooleanField, Func


class IsOneOf(Func):
    """Whether an array, which is one parameter or one query, has the value: nothing is joined to all (ADR 14)."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    arity = 2
    output_field = BooleanField()
