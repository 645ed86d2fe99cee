"""Why a file is refused, and what the person who chose it can do."""

from enum import StrEnum


class Fault(StrEnum):
    """Reads on from the name of the file; `{kind}` is what the name promises."""

    EMPTY = "is empty. Choose a file that is not."
    OTHER_KIND = "is not what its name says. Save it again as {kind} and choose that."
    DAMAGED = "cannot be read: it may be damaged. Save it again as {kind} and choose that."
    PROTECTED = (
        "is protected, so what is in it cannot be checked. Save a copy without a password or other protection "
        "and choose that."
    )
    TWO_FILES = "has something else before or after its content. Save it again as {kind} and choose that."
    TOO_MUCH_INSIDE = "is too large once it is unpacked. Split it, or save it again with less in it."
    TOO_MANY_PARTS = "has more than 1,000 parts. Split it, or save it again with less in it."
    TOO_MANY_ELEMENTS = (
        "has more cells or other elements in it than can be checked. Split it, or save it as a CSV file."
    )
    TOO_MANY_PIXELS = "is a picture of more than 50 million pixels. Save a smaller copy and choose that."
    BAD_PARTS = "is not put together as it should be. Save it again as {kind} and choose that."
    STRANGE_PART = "has a file in it that does not belong there. Save it again as {kind} without it and choose that."
    EMBEDDED = (
        "has another file or program inside it. Take that out, save it again and choose that; add the other file by "
        "itself."
    )
    MACROS = "has macros, which can do harm. Save it again as {kind} without macros and choose that."
    SCRIPT = "has a script in it, which can do harm. Print it to a new PDF and choose that."
    ACTION = "starts a program, sends or loads something when it is opened. Print it to a new PDF and choose that."
    LOADS = (
        "loads a template, a picture or data from somewhere else. Remove the link, or put the content itself into "
        "it, and choose that."
    )
    LINKED = (
        "takes figures from another file or program. Break the links (in Excel: Data, then Edit Links), save it "
        "again and choose that."
    )
    ENTITIES = "has a document type declaration, which can do harm. Save it again as {kind} and choose that."
    NOT_TEXT = "is not plain text. Save it again as {kind} with the encoding UTF-8 and choose that."
    DDE = "has a formula that starts a program. Remove it, save the file again and choose that."
    NOT_CHECKED = "could not be checked: reading it took too long. Print or save it again in a simpler form."


class RefusedError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
