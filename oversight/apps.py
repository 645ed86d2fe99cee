"""The project as an app: admin skin, template tags, reference pages."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"
