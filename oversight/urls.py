"""Every address of the portal."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from oversight import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("help/", views.help_page, name="help"),
    path("livez", views.live, name="live"),
    path("readyz", views.ready, name="ready"),
    path("accounts/", include("oversight.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("inspections.urls")),
    path("", include("responses.urls")),
]

handler403 = views.refused
handler404 = views.not_found
handler500 = views.broken
