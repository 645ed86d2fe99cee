"""Signing in and passwords: those of allauth's pages that the portal needs, under the names allauth knows."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("new/", views.signup, name="account_signup"),  # closed: says how to get an account
    path("password/change/", views.password_change, name="account_change_password"),
    # Somebody without a password proves by e-mail who they are, as somebody who has forgotten it.
    path("password/set/", views.password_reset, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
