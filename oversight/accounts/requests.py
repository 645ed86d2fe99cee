"""A request of somebody who has signed in, as every page behind the sign-in gets it."""

from django.http import HttpRequest  # noqa: TID251

from oversight.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User
