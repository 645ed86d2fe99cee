"""How allauth behaves here: nobody makes an account for themselves, and it speaks our words."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages  # noqa: TID251 - allauth calls this from its views
from django.core.exceptions import ValidationError
from django.http import HttpRequest  # noqa: TID251 - the signature is allauth's
from django.shortcuts import redirect  # noqa: TID251
from django.urls import reverse

from oversight.accounts.models import User

logger = logging.getLogger(__name__)

# Letters that somebody at the screen waits for; the others only tell of what is done already.
ASKED_FOR = {"account/email/password_reset_key", "account/email/unknown_account"}
WEAK_PASSWORDS = {
    "password_too_short": "Password must be 12 characters or more",
    "password_too_common": "Choose a password that is harder to guess: this one is often used",
    "password_too_similar": "Choose a password that is not like your name or email address",
}


class InvitedOnlyAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right",
        "enter_current_password": "The current password is not right",
        "too_many_login_attempts": "There were too many attempts to sign in. Wait 15 minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            return super().clean_password(password, user=user)
        except ValidationError as refused:
            words = [WEAK_PASSWORDS.get(error.code or "", error.messages[0]) for error in refused.error_list]
            raise ValidationError(words) from refused

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the letter: the portal's own, never that of the request, which anybody can forge."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PORTAL_URL + path.replace("UID-KEY", key)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.exception("A letter about an account could not be sent")
            if template_prefix not in ASKED_FOR:
                return
            messages.error(self.request, "The email could not be sent. Try again in a few minutes.")
            raise ImmediateHttpResponse(redirect("account_reset_password")) from error
