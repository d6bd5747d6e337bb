"""What persons and runs did that must be provable later: the entries of the event chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from glosspress.digest import digest


class EventKind(StrEnum):
    """What happened. The subject says to what."""

    SEGMENT_EDITED = "segment-edited"
    SEGMENT_APPROVED = "segment-approved"
    SEGMENT_REJECTED = "segment-rejected"
    SEGMENT_REOPENED = "segment-reopened"
    COMMENTED = "commented"
    PAGE_APPROVED = "page-approved"
    PAGE_REOPENED = "page-reopened"
    PAGE_WITHDRAWN = "page-withdrawn"
    PAGE_RESTORED = "page-restored"
    EDITION_ROLLED_BACK = "edition-rolled-back"
    EDITION_RESUMED = "edition-resumed"
    """A rollback ends: what runs build goes online again."""
    GLOSSARY_RELEASED = "glossary-released"
    GLOSSARY_REJECTED = "glossary-rejected"
    ENGINE_PROMOTED = "engine-promoted"
    ENGINE_ROLLED_BACK = "engine-rolled-back"
    SOURCE_CLEARED = "source-cleared"
    """A person looked at the permission to translate."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has its place in the chain."""

    kind: EventKind
    subject: str
    """A segment's digest (`segment_subject`), `<page id>@<locale>`, an edition's id, a release, a package, a source."""
    actor: str
    """Who: a name or an e-mail address, as the person gave it."""
    role: str = ""
    """As what: `translator`, `medical reviewer`, `operator` ..."""
    locale: str = ""
    comment: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    """JSON-ready facts of this kind: the text before and after, the page's digest, the release."""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the chain: `sha256` covers all of it and the entry before."""

    number: int
    """From 1, without gaps."""
    at: str
    """UTC, RFC 3339."""
    kind: EventKind
    subject: str
    actor: str
    role: str
    locale: str
    comment: str
    body: Mapping[str, Any]
    previous: str
    """sha256 of the entry before; empty for the first."""
    sha256: str

    @property
    def whole(self) -> bool:
        """True when the content is the one `sha256` was made of."""
        return self.sha256 == chained(self.draft, self.number, self.at, self.previous)

    @property
    def draft(self) -> Draft:
        """The event without its place."""
        return Draft(self.kind, self.subject, self.actor, self.role, self.locale, self.comment, self.body)

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready form, read back by `from_json`."""
        return {name: getattr(self, name) for name in Event.__slots__} | {
            "kind": self.kind.value,
            "body": dict(self.body),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Event:
        """The event that `as_json` described."""
        return cls(**{**data, "kind": EventKind(data["kind"])})


def chained(draft: Draft, number: int, at: str, previous: str) -> str:
    """The sha256 of an event at its place in the chain."""
    content = {name: getattr(draft, name) for name in Draft.__slots__}
    content |= {"kind": draft.kind.value, "body": dict(draft.body)}
    return digest({**content, "number": number, "at": at, "previous": previous})


def segment_subject(source: str, locale: str) -> str:
    """What identifies a segment for persons: its text without regard to white space, and the target locale.

    Independent of article, model and glossary: a human translation serves wherever the sentence stands.
    """
    return digest({"segment": " ".join(source.split()), "locale": locale})


def page_subject(page_id: str, locale: str) -> str:
    """What identifies a page for persons: `<source>/<slug>@<locale>`."""
    return f"{page_id}@{locale}"
