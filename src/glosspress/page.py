"""What is published: one article in one locale with the record of how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from glosspress.article import Article, rich_from_json
from glosspress.translation import Finding, Severity, Translation


class State(StrEnum):
    """Disclosure states of publishing.md; the last two come only from review events."""

    UNREVIEWED = "machine-unreviewed"
    CHECKED = "machine-checked"
    POST_EDITED = "post-edited"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page comes from."""

    source: str
    """Id of the source definition."""
    url: str
    """Canonical URL of the original, or `file:` and a path relative to the workspace."""
    snapshot_sha256: str
    fetched_at: str
    license: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Making:
    """What a page was made with."""

    engine: str
    """Name and version, `argos-en_pt@0.2`."""
    model_sha256: str
    glossary: str
    """Pair, release and digest, `en-pt@2026.11.21#1a2b3c4d`, or empty without a glossary."""
    glossary_sha256: str
    cleaner: str
    """Version of the cleaning rules."""
    checks: str
    """Version of the checks."""
    pipeline: str
    """Version of glosspress."""
    run: str = ""
    """Id of the run that made it."""
    made_at: str = ""
    """UTC, RFC 3339: when the newest of its translations was made. Same content, same time."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a named person did to a page or one of its sentences: an entry of the event chain that counts for this version."""

    event: int
    """Number in the chain."""
    sha256: str
    """Of the entry."""
    kind: str
    """`segment-edited`, `segment-approved`, `page-approved`."""
    at: str
    """UTC, RFC 3339."""
    actor: str
    role: str
    where: str = ""
    """Unit path and sentence number, `3.1#2`; empty: the whole page."""
    comment: str = ""
    overrides: tuple[str, ...] = ()
    """Ids of checks whose blocking findings this person answers for."""


@dataclass(frozen=True, slots=True)
class Page:
    """One article in one locale: a pure function of it gives every published byte."""

    id: str
    """`<source>/<slug>`: the same for all locales of an article."""
    slug: str
    locale: str
    source_locale: str
    source: Article
    target: Article
    """Blocks parallel to `source`; pins carry marks with the tag `pin` (attributes `id`, `kind`)."""
    translations: tuple[tuple[str, tuple[Translation, ...]], ...]
    """(unit path, its sentences in order)."""
    origin: Origin
    making: Making
    state: State
    reviews: tuple[Review, ...] = ()
    """In the order of the page, each sentence's in their own order; those about the whole page last."""

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready form, read back by `from_json`; without reviews there is no such field."""
        reviews = [{name: getattr(item, name) for name in Review.__slots__} for item in self.reviews]
        return {
            "id": self.id,
            "slug": self.slug,
            "locale": self.locale,
            "source_locale": self.source_locale,
            "source": self.source.as_json(),
            "target": self.target.as_json(),
            "translations": [[path, [t.as_json() for t in items]] for path, items in self.translations],
            "origin": {name: getattr(self.origin, name) for name in Origin.__slots__},
            "making": {name: getattr(self.making, name) for name in Making.__slots__},
            "state": self.state.value,
            **({"reviews": [{**item, "overrides": list(item["overrides"])} for item in reviews]} if reviews else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Page:
        """The page that `as_json` described."""
        return cls(
            id=data["id"],
            slug=data["slug"],
            locale=data["locale"],
            source_locale=data["source_locale"],
            source=Article.from_json(data["source"]),
            target=Article.from_json(data["target"]),
            translations=tuple(
                (path, tuple(Translation.from_json(item) for item in items)) for path, items in data["translations"]
            ),
            origin=Origin(**data["origin"]),
            making=Making(**data["making"]),
            state=State(data["state"]),
            reviews=tuple(
                Review(**{**item, "overrides": tuple(item["overrides"])}) for item in data.get("reviews", ())
            ),
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What review decided about a page: published, or held with its reasons."""

    publish: bool
    reasons: tuple[str, ...]
    """Why it is held, a sentence each; or why it is published (the policy)."""
    findings: tuple[tuple[str, Finding], ...]
    """(unit path and sentence number `3.1#2`, finding), blocking ones first."""
    state: State

    @property
    def blocking(self) -> tuple[tuple[str, Finding], ...]:
        """The findings that hold the page."""
        return tuple(item for item in self.findings if item[1].severity is Severity.BLOCK)


def translated_texts(data: Mapping[str, Any]) -> list[str]:
    """The source texts of a page that `as_json` described, in order."""
    return [rich_from_json(item["source"]).text for _, items in data["translations"] for item in items]
