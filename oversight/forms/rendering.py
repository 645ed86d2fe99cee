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
PASSWORD_CLASSES = ["govuk-password-input__input", "govuk-js-password-input-input"]
COUNTED_CLASSES = ["govuk-js-character-count"]


class GovukBoundField(BoundField):
    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        label = str(self.label).replace("%", "%%")
        limit = getattr(field, "max_length", None) or 0
        too_long = f"“{label}” must be {limit:,} characters or fewer. It has %(show_value)d"
        field.error_messages.setdefault("max_length", too_long)  # the field is the form's own copy

    @property
    def kind(self) -> str:
        return next((kind for kind, widget in KINDS if isinstance(self.field.widget, widget)), "text")

    @property
    def error_id(self) -> str:
        """Where the error summary's link puts the focus: always a control."""
        if self.kind == "date":
            return f"{self.auto_id}_{self.field.widget.first_wrong}"
        if self.kind in {"checkboxes", "radios"} and self.subwidgets:
            return self.subwidgets[0].id_for_label
        return self.auto_id

    @property
    def character_limit(self) -> int | None:
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if self.kind in CONTROLS and not widget.is_hidden:
            attrs["class"] = " ".join([*self._classes(), *widget.attrs.get("class", "").split()])
            attrs |= self._manners()
        return attrs

    def _classes(self) -> list[str]:
        control = CONTROLS[self.kind]
        marked_wrong = self.errors and self.kind != "checkbox"
        own = PASSWORD_CLASSES if self.kind == "password" else COUNTED_CLASSES if self.character_limit else []
        return [control, *([f"{control}--error"] if marked_wrong else []), *own]

    def _manners(self) -> dict[str, Any]:
        if self.kind == "password":
            return {"spellcheck": "false", "autocapitalize": "none"}
        if self.kind not in {"text", "textarea"}:
            return {}
        # A browser would cut off what is pasted and say nothing; we say so instead, and nothing is lost.
        return {"maxlength": False, "minlength": False, **self._counted()}

    def _counted(self) -> dict[str, str]:
        described = [f"{self.auto_id}-info", self.aria_describedby]
        return {"aria-describedby": " ".join(filter(None, described))} if self.character_limit else {}


class GovukRenderer(TemplatesSetting):
    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"
    bound_field_class = GovukBoundField
