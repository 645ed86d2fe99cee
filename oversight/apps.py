"""The project as an app: admin skin, template tags, reference pages."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class OversightConfig(AppConfig):
    name = "oversight"

    def ready(self) -> None:
        from oversight import checks  # noqa: F401, PLC0415 - registers itself


class BackOfficeConfig(AdminConfig):
    default_site = "oversight.admin_site.BackOffice"

    def ready(self) -> None:
        """Leave out what the portal does not use: people have roles and one address."""
        super().ready()
        from allauth.account.models import EmailAddress  # noqa: PLC0415 - models are not loaded before
        from django.contrib.admin import site  # noqa: PLC0415
        from django.contrib.auth.models import Group  # noqa: PLC0415

        site.unregister([EmailAddress, Group])
