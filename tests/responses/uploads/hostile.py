"""Files that must not be let in, built at run time: nothing here is kept as a file."""

from tests.responses.uploads import hostile_disguised, hostile_office, hostile_others

FILES_AND_FAULTS = [*hostile_office.HOSTILE, *hostile_disguised.HOSTILE, *hostile_others.HOSTILE]
