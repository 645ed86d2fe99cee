"""Every form of the two apps says what to do where something is missing."""

import importlib

from django import forms
from django.conf import settings

SAY_WHAT_TO_DO = ("Enter ", "Select ", "Confirm ", "Choose ", "Upload ", "Say ", "Decide ", "Write ")


def portal_forms():
    for app in ("inspections", "responses"):  # sign-in forms set their words as they start: test_account.py
        for file in [*settings.BASE_DIR.glob(f"{app}/**/forms.py"), *settings.BASE_DIR.glob(f"{app}/**/forms/*.py")]:
            path = file.relative_to(settings.BASE_DIR).with_suffix("")
            module = importlib.import_module(".".join(path.parts).removesuffix(".__init__"))
            for each in vars(module).values():
                if isinstance(each, type) and issubclass(each, forms.BaseForm) and each.__module__ == module.__name__:
                    yield each


def required_fields():
    for form in portal_forms():
        for name, field in getattr(form, "base_fields", {}).items():
            if field.required and not field.widget.is_hidden:
                yield f"{form.__name__}.{name}", str(field.error_messages["required"])


def test_there_are_forms_with_required_fields_to_look_at():
    assert len({form.__name__ for form in portal_forms()}) > 5
    assert len(list(required_fields())) > 10


def test_required_fields_say_what_to_do_when_they_are_empty():
    assert [
        (name, message)
        for name, message in required_fields()
        if not message.startswith(SAY_WHAT_TO_DO) or message.endswith(".")
    ] == []


def test_no_form_leaves_empty_fields_to_the_browser():
    names = {name.split(".")[0] for name, _ in required_fields()}
    assert [form.__name__ for form in portal_forms() if form.__name__ in names and form.use_required_attribute] == []
