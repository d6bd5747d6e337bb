"""What a translated sentence is: segment, pins, findings, result. Frozen types between `segment`, `translate` and `review`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from glosspress.article import Kind, Rich, rich_from_json, rich_json


class Severity(StrEnum):
    """What a finding does: `block` holds the sentence, `warn` is shown to a reviewer."""

    BLOCK = "block"
    WARN = "warn"


class Rung(StrEnum):
    """Which rung of the ladder gave the translation (`docs/pinning.md`)."""

    MEMORY = "memory"
    PLAIN = "plain"
    NBEST = "nbest"
    FORCED = "forced"
    SUBSTITUTED = "substituted"
    MASKED = "masked"
    SPLIT = "split"
    COPIED = "copied"
    """Nothing to translate: the segment is one pin, a number, a code or white space."""
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of a unit."""

    source: Rich
    kind: Kind = Kind.PARAGRAPH
    """The kind of block it stands in: headings are cased differently."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A block's text as sentences. `path` is the block's path in the article, or `title`."""

    path: str
    segments: tuple[Segment, ...]
    gaps: tuple[str, ...]
    """White space after each segment; as many as segments."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A source span with the target forms that are allowed for it."""

    start: int
    end: int
    source: str
    """The span's text as it stands in the sentence."""
    targets: tuple[str, ...]
    """Allowed forms, the preferred one first."""
    kind: str
    """`term`, or the class of a protected span: `number`, `dose`, `unit`, `formula`, `url`, `email`, `doi`, `code` ..."""
    term_id: str = ""
    exact_case: bool = True
    """False: upper and lower case of the target do not matter."""
    binding: bool = True
    """False: advice only; never holds a sentence."""


@dataclass(frozen=True, slots=True)
class PinResult:
    """A pin after translation."""

    pin: Pin
    found: bool
    target: str = ""
    """The form that was found."""
    start: int = -1
    """Span in the target text; -1 where not found."""
    end: int = -1


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of one sentence."""

    check: str
    severity: Severity
    message: str
    """For a person: what is wrong, with the words concerned."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rung's proposal, kept for the record."""

    rung: Rung
    text: str
    score: float
    """Mean log-likelihood a token under the model; of joined clauses the mean of theirs, of a splice on which nothing depended
    that of the sentence it is made of.
    """
    verified: bool


@dataclass(frozen=True, slots=True)
class Hop:
    """One of the two translations behind a pivoted one."""

    locale: str
    """Tag of the language it was written in."""
    text: str
    held: bool
    rung: Rung
    score: float | None
    signature: str
    """Its own engine and term base."""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """One segment in one locale. `target` of a held translation is the best attempt and must never be published."""

    key: str
    """sha256 over all that the result depends on (docs/pinning.md, "Keys")."""
    source: Rich
    target: Rich
    held: bool
    reasons: tuple[str, ...]
    rung: Rung
    pins: tuple[PinResult, ...] = ()
    score: float | None = None
    """As a candidate's; None where no model was asked."""
    findings: tuple[Finding, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    signature: str = ""
    """How it was made: `gl:en-pt@2026.11.21#1a2b3c4d|eng:argos-en_pt@0.2#eddb|dec:b4|seg:1|v:0.1.0`."""
    made_at: str = field(default="", compare=False)
    """UTC, RFC 3339. Not part of the identity."""
    hops: tuple[Hop, ...] = ()
    """Source to pivot and pivot to target; empty where one engine translated directly."""

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready form, read back by `from_json`; a direct translation has no field `hops`."""
        # Written out: `dataclasses.asdict` copies every string, and took a seventh of a run without a model.
        data = _shallow(self)
        data["source"], data["target"] = rich_json(self.source), rich_json(self.target)
        data["pins"] = [{**_shallow(item), "pin": _shallow(item.pin)} for item in self.pins]
        data["findings"] = [_shallow(item) for item in self.findings]
        data["candidates"] = [_shallow(item) for item in self.candidates]
        data["hops"] = [{**_shallow(hop), "candidates": [*map(_shallow, hop.candidates)]} for hop in self.hops]
        if not self.hops:
            del data["hops"]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Translation:
        """The translation that `as_json` described."""
        fields = dict(data)
        fields["source"], fields["target"] = rich_from_json(data["source"]), rich_from_json(data["target"])
        fields["reasons"] = tuple(data["reasons"])
        fields["rung"] = Rung(data["rung"])
        fields["pins"] = tuple(_pin_result(pin) for pin in data["pins"])
        fields["findings"] = tuple(
            Finding(item["check"], Severity(item["severity"]), item["message"]) for item in data["findings"]
        )
        fields["candidates"] = _candidates(data["candidates"])
        fields["hops"] = tuple(
            Hop(**{**item, "rung": Rung(item["rung"]), "candidates": _candidates(item["candidates"])})
            for item in data.get("hops", ())
        )
        return cls(**fields)


def _shallow(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _candidates(items: Iterable[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    return tuple(Candidate(Rung(item["rung"]), item["text"], item["score"], item["verified"]) for item in items)


def _pin_result(data: Mapping[str, Any]) -> PinResult:
    pin = dict(data["pin"])
    pin["targets"] = tuple(pin["targets"])
    return PinResult(**{**data, "pin": Pin(**pin)})
