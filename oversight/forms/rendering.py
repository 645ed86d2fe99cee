"""Django's own form rendering, in GOV.UK's markup; crispy's `govuk` pack calls it."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from oversight.forms.fields import Checkboxes, DateParts, Radios

# The first that fits; a widget of none of these is a text input.
KINDS: list[tuple[str, type[forms.Widget]]] = [
    ("date", DateParts),
    ("checkboxes", Checkboxes),
    ("radios", Radios),
    ("checkboxes", forms.CheckboxSelectMultiple),
    ("radios", forms.RadioSelect),
    ("checkbox", forms.CheckboxInput),
    ("file", forms.FileInput),
    ("textarea", forms.Textarea),
    ("select", forms.Select),
    ("password", forms.PasswordInput),
]
CONTROLS = {
    "text": "govuk-input",
    "password": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}


class GovukBoundField(BoundField):
    @property
    def kind(self) -> str:
        return next((kind for kind, widget in KINDS if isinstance(self.field.widget, widget)), "text")

    @property
    def error_id(self) -> str:
        """Where the error summary's link puts the focus: always a control."""
        if self.kind == "date":
            return f"{self.auto_id}_{self.field.widget.first_wrong}"
        return f"{self.auto_id}_0" if self.kind in {"checkboxes", "radios"} else self.auto_id

    @property
    def character_limit(self) -> int | None:
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if self.kind in CONTROLS:
            attrs["class"] = " ".join([*self._classes(), *widget.attrs.get("class", "").split()])
        if widget.use_fieldset:
            attrs.pop("aria-describedby", None)  # it belongs on the fieldset
        return attrs

    def _classes(self) -> list[str]:
        control = CONTROLS[self.kind]
        if self.kind == "password":
            return [control, "govuk-password-input__input", "govuk-js-password-input-input", *self._wrong(control)]
        if self.kind == "textarea" and self.character_limit:
            return [control, "govuk-js-character-count", *self._wrong(control)]
        return [control, *self._wrong(control)]

    def _wrong(self, control: str) -> list[str]:
        return [f"{control}--error"] if self.errors and self.kind != "checkbox" else []


class GovukRenderer(TemplatesSetting):
    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"
    bound_field_class = GovukBoundField
