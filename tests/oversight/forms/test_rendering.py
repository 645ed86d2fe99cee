"""The markup is GOV.UK Frontend's, and every error leads to its control."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.test.html import parse_html

from oversight.forms.fields import Checkboxes, DateField, FilesField, Radios, SmallCheckboxes, SmallRadios

PLACES = [("north", "North"), ("south", "South")]


class EveryKindForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(
        max_length=5, help_text="As on the <b>letter</b>", error_messages={"required": "Enter a name"}
    )
    text = forms.CharField(
        label="What happened?",
        max_length=20,
        help_text="In short",
        widget=forms.Textarea,
        error_messages={"required": "Enter what happened"},
    )
    plain = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": "Enter plain text"})
    place = forms.ChoiceField(choices=PLACES, error_messages={"required": "Select a place"})
    side = forms.ChoiceField(choices=PLACES, widget=Radios, error_messages={"required": "Select a side"})
    parts = forms.MultipleChoiceField(
        choices=PLACES, widget=Checkboxes, help_text="Select all", error_messages={"required": "Select a part"}
    )
    done_on = DateField(label="When?", what="Date", help_text="For example, 1 3 2025")
    agreed = forms.BooleanField(label="I agree", help_text="To this", error_messages={"required": "Select the box"})
    secret = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter a password"},
    )
    files = FilesField(help_text="PDF")
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)


WRONG = EveryKindForm({"name": "Hampshire", "done_on_0": "1", "done_on_2": "2025", "version": "x"})


def assert_same_html(actual, expected):
    assert parse_html(actual) == parse_html(expected)


def test_text_field_has_a_label_a_hint_and_no_limit_that_cuts_off():
    assert_same_html(
        EveryKindForm()["name"].as_field_group(),
        """
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="id_name">Name</label>
          <div class="govuk-hint" id="id_name_helptext">As on the &lt;b&gt;letter&lt;/b&gt;</div>
          <input type="text" name="name" class="govuk-input" aria-describedby="id_name_helptext" id="id_name">
        </div>
        """,
    )


def test_text_field_with_an_error_keeps_what_was_typed():
    assert_same_html(
        WRONG["name"].as_field_group(),
        """
        <div class="govuk-form-group govuk-form-group--error">
          <label class="govuk-label govuk-label--s" for="id_name">Name</label>
          <div class="govuk-hint" id="id_name_helptext">As on the &lt;b&gt;letter&lt;/b&gt;</div>
          <p class="govuk-error-message" id="id_name_error"><span class="govuk-visually-hidden">Error:</span>
            “Name” must be 5 characters or fewer. It has 9</p>
          <input type="text" name="name" value="Hampshire" class="govuk-input govuk-input--error" aria-invalid="true"
            aria-describedby="id_name_helptext id_name_error" id="id_name">
        </div>
        """,
    )


def test_a_field_may_say_in_its_own_words_that_a_text_is_too_long():
    class Form(forms.Form):
        share = forms.CharField(label="100% of it", max_length=3)
        note = forms.CharField(max_length=3, error_messages={"max_length": "Enter a shorter note"})

    assert Form({"share": "four", "note": "four"}).errors == {
        "share": ["“100% of it” must be 3 characters or fewer. It has 4"],
        "note": ["Enter a shorter note"],
    }


def test_textarea_with_a_limit_counts_characters_and_says_so():
    assert_same_html(
        EveryKindForm()["text"].as_field_group(),
        """
        <div class="govuk-form-group govuk-character-count" data-module="govuk-character-count" data-maxlength="20">
          <label class="govuk-label govuk-label--s" for="id_text">What happened?</label>
          <div class="govuk-hint" id="id_text_helptext">In short</div>
          <textarea name="text" cols="40" rows="10" class="govuk-textarea govuk-js-character-count"
            aria-describedby="id_text-info id_text_helptext" id="id_text"></textarea>
          <div id="id_text-info" class="govuk-hint govuk-character-count__message">
            You can enter up to 20 characters</div>
        </div>
        """,
    )


def test_textarea_without_a_limit_counts_nothing():
    assert_same_html(
        EveryKindForm()["plain"].as_field_group(),
        """
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="id_plain">Plain</label>
          <textarea name="plain" cols="40" rows="4" class="govuk-textarea" id="id_plain"></textarea>
        </div>
        """,
    )


def test_select_with_an_error_is_marked():
    assert_same_html(
        WRONG["place"].as_field_group(),
        """
        <div class="govuk-form-group govuk-form-group--error">
          <label class="govuk-label govuk-label--s" for="id_place">Place</label>
          <p class="govuk-error-message" id="id_place_error">
            <span class="govuk-visually-hidden">Error:</span> Select a place</p>
          <select name="place" class="govuk-select govuk-select--error" aria-invalid="true"
            aria-describedby="id_place_error" id="id_place">
            <option value="north">North</option><option value="south">South</option>
          </select>
        </div>
        """,
    )


def test_radios_are_a_fieldset_with_a_legend():
    assert_same_html(
        WRONG["side"].as_field_group(),
        """
        <div class="govuk-form-group govuk-form-group--error">
          <fieldset class="govuk-fieldset" aria-describedby="id_side_error">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Side</legend>
            <p class="govuk-error-message" id="id_side_error">
              <span class="govuk-visually-hidden">Error:</span> Select a side</p>
            <div class="govuk-radios" data-module="govuk-radios">
              <div class="govuk-radios__item">
                <input class="govuk-radios__input" id="id_side_0" name="side" type="radio" value="north">
                <label class="govuk-label govuk-radios__label" for="id_side_0">North</label>
              </div>
              <div class="govuk-radios__item">
                <input class="govuk-radios__input" id="id_side_1" name="side" type="radio" value="south">
                <label class="govuk-label govuk-radios__label" for="id_side_1">South</label>
              </div>
            </div>
          </fieldset>
        </div>
        """,
    )


def test_checkboxes_show_what_was_chosen():
    assert_same_html(
        EveryKindForm({"parts": ["south"]})["parts"].as_field_group(),
        """
        <div class="govuk-form-group">
          <fieldset class="govuk-fieldset" aria-describedby="id_parts_helptext">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Parts</legend>
            <div class="govuk-hint" id="id_parts_helptext">Select all</div>
            <div class="govuk-checkboxes" data-module="govuk-checkboxes">
              <div class="govuk-checkboxes__item">
                <input class="govuk-checkboxes__input" id="id_parts_0" name="parts" type="checkbox" value="north">
                <label class="govuk-label govuk-checkboxes__label" for="id_parts_0">North</label>
              </div>
              <div class="govuk-checkboxes__item">
                <input class="govuk-checkboxes__input" id="id_parts_1" name="parts" type="checkbox"
                  value="south" checked>
                <label class="govuk-label govuk-checkboxes__label" for="id_parts_1">South</label>
              </div>
            </div>
          </fieldset>
        </div>
        """,
    )


@pytest.mark.parametrize(
    ("widget", "classes"),
    [
        (SmallRadios, 'class="govuk-radios govuk-radios--small"'),
        (SmallCheckboxes, 'class="govuk-checkboxes govuk-checkboxes--small"'),
    ],
)
def test_small_choices_are_small(widget, classes):
    class Form(forms.Form):
        place = forms.ChoiceField(choices=PLACES, widget=widget)

    assert classes in Form()["place"].as_widget()


def test_grouped_choices_stand_under_the_name_of_their_group():
    class Form(forms.Form):
        place = forms.ChoiceField(
            choices=[("England", PLACES)], widget=Radios, error_messages={"required": "Select one"}
        )

    shown = Form({})["place"]
    assert ">England</p>" in shown.as_widget()
    assert shown.error_id == "id_place_0_0"
    assert 'id="id_place_0_0"' in shown.as_widget()


def test_date_marks_only_the_part_that_is_wrong():
    assert_same_html(
        WRONG["done_on"].as_field_group(),
        """
        <div class="govuk-form-group govuk-form-group--error">
          <fieldset class="govuk-fieldset" aria-describedby="id_done_on_helptext id_done_on_error" role="group">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">When?</legend>
            <div class="govuk-hint" id="id_done_on_helptext">For example, 1 3 2025</div>
            <p class="govuk-error-message" id="id_done_on_error">
              <span class="govuk-visually-hidden">Error:</span> Date must include a month</p>
            <div class="govuk-date-input" id="id_done_on">
              <div class="govuk-date-input__item"><div class="govuk-form-group">
                <label class="govuk-label govuk-date-input__label" for="id_done_on_0">Day</label>
                <input type="text" name="done_on_0" value="1" id="id_done_on_0" inputmode="numeric"
                  class="govuk-input govuk-date-input__input govuk-input--width-2">
              </div></div>
              <div class="govuk-date-input__item"><div class="govuk-form-group">
                <label class="govuk-label govuk-date-input__label" for="id_done_on_1">Month</label>
                <input type="text" name="done_on_1" id="id_done_on_1" inputmode="numeric" aria-invalid="true"
                  class="govuk-input govuk-date-input__input govuk-input--width-2 govuk-input--error">
              </div></div>
              <div class="govuk-date-input__item"><div class="govuk-form-group">
                <label class="govuk-label govuk-date-input__label" for="id_done_on_2">Year</label>
                <input type="text" name="done_on_2" value="2025" id="id_done_on_2" inputmode="numeric"
                  class="govuk-input govuk-date-input__input govuk-input--width-4">
              </div></div>
            </div>
          </fieldset>
        </div>
        """,
    )


def test_date_marks_all_parts_where_the_form_refuses_the_day():
    class Form(forms.Form):
        done_on = DateField()

        def clean_done_on(self):
            raise forms.ValidationError("Date must be in the past")

    form = Form({"done_on_0": "1", "done_on_1": "3", "done_on_2": "2199"})
    assert form.errors == {"done_on": ["Date must be in the past"]}
    assert form["done_on"].as_widget().count("govuk-input--error") == 3
    assert form["done_on"].error_id == "id_done_on_0"


def test_date_shows_a_day_in_its_three_parts():
    shown = EveryKindForm(initial={"done_on": date(2025, 3, 1)})["done_on"].as_widget()
    assert [f'value="{part}"' in shown for part in (1, 3, 2025)] == [True, True, True]


def test_single_checkbox_has_its_label_beside_it():
    assert_same_html(
        WRONG["agreed"].as_field_group(),
        """
        <div class="govuk-form-group govuk-form-group--error">
          <p class="govuk-error-message" id="id_agreed_error">
            <span class="govuk-visually-hidden">Error:</span> Select the box</p>
          <div class="govuk-checkboxes" data-module="govuk-checkboxes"><div class="govuk-checkboxes__item">
            <input type="checkbox" name="agreed" class="govuk-checkboxes__input" aria-invalid="true"
              aria-describedby="id_agreed_helptext id_agreed_error" id="id_agreed">
            <label class="govuk-label govuk-checkboxes__label" for="id_agreed">I agree</label>
            <div class="govuk-hint govuk-checkboxes__hint" id="id_agreed_helptext">To this</div>
          </div></div>
        </div>
        """,
    )


def test_password_can_be_shown():
    assert_same_html(
        WRONG["secret"].as_field_group(),
        """
        <div class="govuk-form-group govuk-form-group--error govuk-password-input" data-module="govuk-password-input">
          <label class="govuk-label govuk-label--s" for="id_secret">Secret</label>
          <p class="govuk-error-message" id="id_secret_error">
            <span class="govuk-visually-hidden">Error:</span> Enter a password</p>
          <div class="govuk-input__wrapper govuk-password-input__wrapper">
            <input type="password" name="secret" id="id_secret" autocomplete="current-password" spellcheck="false"
              autocapitalize="none" aria-invalid="true" aria-describedby="id_secret_error"
              class="govuk-input govuk-input--error govuk-password-input__input govuk-js-password-input-input">
            <button type="button" class="govuk-button govuk-button--secondary govuk-password-input__toggle
              govuk-js-password-input-toggle" data-module="govuk-button" aria-controls="id_secret"
              aria-label="Show password" hidden>Show</button>
          </div>
        </div>
        """,
    )


def test_files_can_be_chosen_together_or_dropped():
    assert_same_html(
        EveryKindForm()["files"].as_field_group(),
        """
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="id_files">Files</label>
          <div class="govuk-hint" id="id_files_helptext">PDF</div>
          <div class="govuk-file-upload-wrapper" data-module="govuk-file-upload"
            data-i18n.choose-files-button="Choose files" data-i18n.drop-instruction="or drop files here"
            data-i18n.no-file-chosen="No files chosen">
            <input type="file" name="files" multiple class="govuk-file-upload"
              aria-describedby="id_files_helptext" id="id_files">
          </div>
        </div>
        """,
    )


def test_a_class_of_the_widget_stands_beside_ours():
    class Form(forms.Form):
        year = forms.CharField(widget=forms.TextInput(attrs={"class": "govuk-input--width-4"}))

    assert 'class="govuk-input govuk-input--width-4"' in Form()["year"].as_widget()


@pytest.mark.parametrize("shown", ["{% load crispy_forms_filters %}{{ form|crispy }}", "{{ form }}"])
def test_crispy_and_django_show_the_same_form(shown):
    page = Template(shown).render(Context({"form": EveryKindForm()}))
    groups = "".join(field.as_field_group() for field in EveryKindForm().visible_fields())
    hidden = '<input type="hidden" name="version" value="3" id="id_version">'
    assert_same_html(page, groups + hidden)


def summary(**context):
    words = " ".join(f"{name}={name}" for name in context)
    return Template(f"{{% include 'components/error_summary.html' with {words} only %}}").render(Context(context))


def test_error_summary_leads_to_the_control_of_each_error():
    form = EveryKindForm({"name": "Hampshire", "done_on_0": "1", "done_on_2": "2025", "version": "x"})
    form.add_error(None, "Nothing has changed")
    assert_same_html(
        summary(form=form),
        """
        <div class="govuk-error-summary" data-module="govuk-error-summary"><div role="alert">
          <h2 class="govuk-error-summary__title">There is a problem</h2>
          <div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list">
            <li>Nothing has changed</li>
            <li><a href="#id_name">“Name” must be 5 characters or fewer. It has 9</a></li>
            <li><a href="#id_text">Enter what happened</a></li>
            <li><a href="#id_plain">Enter plain text</a></li>
            <li><a href="#id_place">Select a place</a></li>
            <li><a href="#id_side_0">Select a side</a></li>
            <li><a href="#id_parts_0">Select a part</a></li>
            <li><a href="#id_done_on_1">Date must include a month</a></li>
            <li><a href="#id_agreed">Select the box</a></li>
            <li><a href="#id_secret">Enter a password</a></li>
            <li><a href="#id_files">Select a file</a></li>
            <li>Enter a whole number.</li>
          </ul></div>
        </div></div>
        """,
    )


def test_every_link_of_the_error_summary_finds_its_control():
    controls = WRONG.render()
    assert [field.name for field in WRONG.visible_fields() if f'id="{field.error_id}"' not in controls] == []


class PlaceForm(forms.Form):
    place = forms.ChoiceField(choices=PLACES, error_messages={"required": "Select a place"})


def test_error_summary_of_several_forms_is_one_list():
    several = [PlaceForm({}, prefix="a"), PlaceForm({"b-place": "north"}, prefix="b"), PlaceForm({}, prefix="c")]
    shown = summary(forms=several)
    assert shown.count("There is a problem") == 1
    assert [shown.count(f'<a href="#id_{prefix}-place">Select a place</a>') for prefix in "abc"] == [1, 0, 1]


@pytest.mark.parametrize("context", [{"form": PlaceForm()}, {"forms": [PlaceForm()]}, {"forms": []}])
def test_error_summary_is_absent_where_nothing_is_wrong(context):
    assert summary(**context).strip() == ""
