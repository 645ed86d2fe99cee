"""Signing in and choosing a password: allauth's forms, asking and refusing in our words."""

from typing import Any

from allauth.account import forms as allauth
from django import forms

from oversight.accounts.models import User


class _OurWords(forms.Form):
    """Errors come from us, beside the field; no control says inside itself what it is for."""

    use_required_attribute = False
    words: dict[str, dict[str, str]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - the signature is Django's
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            words = self.words.get(name, {})
            field.label = words.get("label", field.label)
            field.help_text = words.get("hint", "")
            field.error_messages |= {"required": words.get("empty", "")}


EMAIL = {"label": "Email address", "empty": "Enter your email address"}
NEW_PASSWORD = {
    "label": "New password",
    "hint": "12 characters or more. Three random words make a password that is easy to remember and hard to guess.",
    "empty": "Enter a new password",
}
NEW_PASSWORD_AGAIN = {"label": "New password again", "empty": "Enter the new password again"}


class SignInForm(_OurWords, allauth.LoginForm):
    words = {"login": EMAIL, "password": {"label": "Password", "empty": "Enter your password"}}

    def clean(self) -> dict[str, Any]:
        try:
            super().clean()
        except forms.ValidationError as error:
            self.add_error("login", error)
        return self.cleaned_data


class ForgottenPasswordForm(_OurWords, allauth.ResetPasswordForm):
    words = {"email": EMAIL}

    def clean_email(self) -> str:
        """Only the address that an account has now: allauth remembers former ones, whose owner may be another."""
        email: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.email == email]
        return email


class _Twice(_OurWords):
    def clean(self) -> dict[str, Any]:
        typed, again = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if typed and again and typed != again:
            self.add_error("password2", "Enter the same password both times")
        return self.cleaned_data


class NewPasswordForm(_Twice, allauth.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class ChangePasswordForm(_Twice, allauth.ChangePasswordForm):
    words = {
        "oldpassword": {"label": "Current password", "empty": "Enter your current password"},
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD_AGAIN,
    }
