"""What tests read on pages, and how they type a date."""

import re
from html import unescape


def text_of(page):
    """What a reader sees, in one line."""
    main = page.content.decode().split('id="main-content"', 1)[-1].split('<footer class="govuk-template', 1)[0]
    return words_of(main)


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def errors_of(page):
    return {name: list(words) for name, words in page.context["form"].errors.items()}


def day(name, on):
    """A date as the three boxes send it; `None` leaves them empty."""
    parts = [on.day, on.month, on.year] if on else ["", "", ""]
    return {f"{name}_{index}": str(part) for index, part in enumerate(parts)}
