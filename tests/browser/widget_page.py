"""A page with every kind of field, for the tests of their look; no page of the portal."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from oversight.forms.fields import Checkboxes, DateField, FilesField, Radios, SmallCheckboxes, SubmissionIdField

PLACES = [("north", "North district"), ("south", "South district")]
GROUPED = [("England", PLACES), ("Wales", [("gwent", "Gwent")])]


class EveryKindForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    name = forms.CharField(help_text="As on the letter", error_messages={"required": "Enter a name"})
    state = forms.ChoiceField(label="How far is it?", choices=PLACES, widget=Radios)
    text = forms.CharField(
        label="What has changed?",
        max_length=20,
        widget=forms.Textarea,
        error_messages={"required": "Enter what changed"},
    )
    parts = forms.MultipleChoiceField(label="Which parts?", choices=GROUPED, widget=Checkboxes)
    small = forms.MultipleChoiceField(label="Filter", choices=PLACES, widget=SmallCheckboxes, required=False)
    done_on = DateField(label="When was it done?", what="Completion date", help_text="For example, 1 3 2025")
    place = forms.ChoiceField(choices=[("", "Select a place"), *PLACES], error_messages={"required": "Select a place"})
    agreed = forms.BooleanField(label="A chief officer agrees", error_messages={"required": "Confirm that they agree"})
    secret = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    files = FilesField(label="Evidence", help_text="PDF or Word, 25MB each")


PAGE = """
{% extends "public.html" %}
{% load crispy_forms_filters %}
{% block title %}{% if form.errors %}Error: {% endif %}Every kind{% endblock %}
{% block content %}
<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
  {% include "components/error_summary.html" with form=form only %}
  <h1 class="govuk-heading-l">Every kind</h1>
  {% if cleaned %}<pre id="cleaned">{{ cleaned }}</pre>{% endif %}
  <form method="post" enctype="multipart/form-data" novalidate>
    {% csrf_token %}{{ form|crispy }}
    <button type="submit" class="govuk-button" data-module="govuk-button">Send</button>
  </form>
</div></div>
{% endblock %}
"""


@login_not_required
def every_kind(request):
    form = EveryKindForm(request.POST or None, request.FILES or None)
    cleaned = ""
    if form.is_valid():
        names = ", ".join(file.name for file in form.cleaned_data["files"])
        cleaned = f"{form.cleaned_data['done_on']} {form.cleaned_data['parts']} {names}"
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"form": form, "cleaned": cleaned})))


urlpatterns = [path("every-kind/", every_kind), path("", include("oversight.urls"))]
