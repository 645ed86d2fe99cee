"""Several people on one page: field by field, who has changed what they opened (R13). Plain values."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

DIGEST_LENGTH = 16


@dataclass(frozen=True)
class Merge:
    changes: dict[str, object] = field(default_factory=dict)  # what this person has changed, and nobody else
    kept: list[str] = field(default_factory=list)  # what somebody else has changed, and this person has not
    conflicts: list[str] = field(default_factory=list)  # what both have changed, and not to the same


def digest(value: object) -> str:
    """The same for nothing and an empty text, and whatever line ends a browser sends."""
    plain = "" if value is None else str(value).replace("\r\n", "\n").strip()
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGEST_LENGTH]


def digests(values: Mapping[str, object]) -> dict[str, str]:
    return {name: digest(value) for name, value in values.items()}


def merge(typed: Mapping[str, object], *, saved: Mapping[str, object], opened: Mapping[str, str]) -> Merge:
    """`opened` are digests of what the person was shown; what it leaves out was empty or not on the page."""
    merged = Merge()
    for name, value in typed.items():
        before, mine, theirs = opened.get(name, digest("")), digest(value), digest(saved.get(name))
        if theirs == before != mine:
            merged.changes[name] = value
        elif mine == before != theirs:
            merged.kept.append(name)
        elif mine != theirs:
            merged.conflicts.append(name)
    return merged
