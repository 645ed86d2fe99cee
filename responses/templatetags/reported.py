"""How rows of reports are worded."""

from django import template

from responses import reports

register = template.Library()
register.filter(reports.methods_in_words)
register.filter(reports.says_of_it)
