"""What passes between pages and the files of translators' tools."""

from __future__ import annotations

from dataclasses import dataclass

from glosspress.article import Rich
from glosspress.digest import sha256
from glosspress.exchange.codes import coded
from glosspress.translation import Finding, PinResult


@dataclass(frozen=True, slots=True)
class Offer:
    """An earlier translation of a sentence that is alike."""

    source: Rich
    target: Rich
    score: float
    """0 to 1."""
    origin: str
    """Who and when: `approved by reviewer@example.org, event 12`."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence on its way to a translator."""

    where: str
    """`3.1#2`."""
    subject: str
    seen: int
    """Number of the newest event about it (0: none)."""
    source: Rich
    target: Rich
    state: str
    """`machine-unreviewed`, `machine-checked`, `post-edited`, `approved`."""
    pins: tuple[PinResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    forbidden: tuple[str, ...] = ()
    """Renderings that must not appear."""
    provenance: tuple[tuple[str, str], ...] = ()
    """(name, value): rung, signature, key, who edited ..."""
    score: float | None = None
    """The machine's own, 0 to 1; None: no model was asked."""
    origin: str = ""
    """What made the target: `argos-en_pt@0.2`."""
    notes: tuple[str, ...] = ()
    """What persons said."""
    offers: tuple[Offer, ...] = ()

    @property
    def id(self) -> str:
        """An NMTOKEN: `3.1-2`."""
        return self.where.replace("#", "-")

    @property
    def sent(self) -> str:
        """Digest of the target as it was exported: an import tells by it what the translator changed."""
        return fingerprint(coded(self.target, self.source))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The units of one page in one locale."""

    page_id: str
    locale: str
    source_locale: str
    title: str
    url: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A sentence that came back."""

    line: str
    """`file:line`."""
    page_id: str
    """Empty: the file does not say (TMX)."""
    locale: str
    where: str
    subject: str
    """Empty: the file does not say."""
    seen: int | None
    """None: the file does not say."""
    sent: str
    source: str
    """With inline codes."""
    target: str
    """With inline codes by number; empty: not translated."""
    final: bool
    """True: the translator's tool calls it approved."""
    unfinished: bool = False
    """True: the tool marks it as needing work (fuzzy): nothing is taken over."""


def fingerprint(target: str) -> str:
    """Short digest of a coded target."""
    return sha256(target)[:16]
