"""Template tags and filters of every page; loaded as builtins."""

from django import template

register = template.Library()
