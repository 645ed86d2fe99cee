"""The states as docs/statuses.md draws them: what people have agreed on, whatever the tables in the code say."""

import re

from django.conf import settings

ARROW = re.compile(r"^ +(\w+) --> (\w+)$", re.MULTILINE)


def moves(noun):
    """Each drawn arrow, from a status to a status."""
    text = (settings.BASE_DIR / "docs" / "statuses.md").read_text()
    section = text.partition(f"## {noun}\n")[2].partition("\n## ")[0]
    return {tuple(each.replace("_", "-") for each in pair) for pair in ARROW.findall(section)}
