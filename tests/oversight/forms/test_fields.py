"""A date in three boxes, several files, a one-time id."""

from datetime import date
from uuid import UUID

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from oversight.forms.fields import DateField, FilesField, SubmissionIdField


class DueForm(forms.Form):
    due_on = DateField(label="Answer by", what="Answer date")


class OptionalDueForm(forms.Form):
    due_on = DateField(what="Answer date", required=False)


class EvidenceForm(forms.Form):
    files = FilesField()


class AskForm(forms.Form):
    submission_id = SubmissionIdField()


def typed(day, month, year, form=DueForm):
    return form({"due_on_0": day, "due_on_1": month, "due_on_2": year})


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("1", "3", "2025"),
        ("01", "03", "2025"),
        (" 1 ", " March ", "2025"),
        ("1", "mar", "2025"),
        ("1", "MARCH", "2025"),
    ],
)
def test_date_field_takes_numbers_and_names_of_months(day, month, year):
    form = typed(day, month, year)
    assert form.is_valid()
    assert form.cleaned_data == {"due_on": date(2025, 3, 1)}


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "wrong"),
    [
        ("", "", "", "Enter the answer date", [0, 1, 2]),
        ("  ", "", "", "Enter the answer date", [0, 1, 2]),
        ("31", "", "2025", "Answer date must include a month", [1]),
        ("", "3", "", "Answer date must include a day and a year", [0, 2]),
        ("1", "13", "2025", "Answer date must have a real month", [1]),
        ("1", "Marz", "2025", "Answer date must have a real month", [1]),
        ("1", "3", "25", "Answer date must have a year of 4 numbers", [2]),
        ("1", "3", "20255", "Answer date must have a year of 4 numbers", [2]),
        ("1_0", "3", "2025", "Answer date must have a real day", [0]),
        ("first", "3", "2025", "Answer date must have a real day", [0]),
        ("29", "2", "2025", "Answer date must be a real date", [0]),
        ("1", "3", "0000", "Answer date must have a year from 1900 to 2199", [2]),
        ("1", "3", "1899", "Answer date must have a year from 1900 to 2199", [2]),
        ("31", "12", "9999", "Answer date must have a year from 1900 to 2199", [2]),
    ],
)
def test_date_field_says_what_is_wrong_and_which_part(day, month, year, message, wrong):
    form = typed(day, month, year)
    assert form.errors == {"due_on": [message]}
    assert form.fields["due_on"].widget.wrong == wrong


def test_date_field_may_stay_empty_where_it_is_optional():
    form = typed("", "", "", OptionalDueForm)
    assert form.is_valid()
    assert form.cleaned_data == {"due_on": None}


def test_date_field_keeps_the_faults_of_one_form_from_the_next():
    assert not typed("", "3", "2025").is_valid()
    assert DueForm().fields["due_on"].widget.wrong == []


def test_date_field_runs_its_validators():
    def not_a_monday(day):
        if day.weekday() == 0:
            raise forms.ValidationError("Answer date must not be a Monday")

    field = DateField(what="Answer date", validators=[not_a_monday])
    with pytest.raises(forms.ValidationError, match="must not be a Monday"):
        field.clean(["3", "3", "2025"])
    assert field.clean(["4", "3", "2025"]) == date(2025, 3, 4)


def test_date_field_knows_whether_the_day_was_changed():
    class Form(DueForm):
        pass

    initial = {"due_on": date(2025, 3, 1)}
    same = Form({"due_on_0": "1", "due_on_1": "3", "due_on_2": "2025"}, initial=initial)
    other = Form({"due_on_0": "2", "due_on_1": "3", "due_on_2": "2025"}, initial=initial)
    assert same.changed_data == []
    assert other.changed_data == ["due_on"]


def uploaded(*files):
    return EvidenceForm({}, MultiValueDict({"files": list(files)}))


def test_files_field_cleans_to_a_list_of_all_files():
    form = uploaded(SimpleUploadedFile("plan.pdf", b"plan"), SimpleUploadedFile("minutes.docx", b"minutes"))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["plan.pdf", "minutes.docx"]


def test_files_field_asks_for_a_file():
    assert uploaded().errors == {"files": ["Select a file"]}


def test_files_field_is_an_empty_list_where_files_are_optional():
    assert FilesField(required=False).clean([]) == []


def test_files_field_says_of_each_file_what_is_wrong_with_it():
    form = uploaded(
        SimpleUploadedFile("empty.pdf", b""), SimpleUploadedFile("plan.pdf", b"plan"), SimpleUploadedFile("no.txt", b"")
    )
    assert form.errors == {"files": ["empty.pdf: the file is empty", "no.txt: the file is empty"]}


def test_submission_id_field_is_another_for_each_page_and_stays_when_the_page_comes_back():
    first, second = AskForm()["submission_id"].value(), AskForm()["submission_id"].value()
    assert UUID(first) != UUID(second)
    assert AskForm({"submission_id": first})["submission_id"].value() == first


@pytest.mark.parametrize("sent", ["", "not-an-id"])
def test_submission_id_field_refuses_a_page_that_was_tampered_with(sent):
    assert AskForm({"submission_id": sent}).errors == {"submission_id": ["This page cannot be sent. Open it again"]}
