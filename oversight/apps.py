"""The project as an app: admin skin, template tags, reference pages."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class OversightConfig(AppConfig):
    name = "oversight"


class BackOfficeConfig(AdminConfig):
    default_site = "oversight.admin_site.BackOffice"
