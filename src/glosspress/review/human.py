"""A human text as a translation: verified like any other, and never replaced by a machine's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from glosspress import checks, pins
from glosspress.article import Kind, Rich, rich_json
from glosspress.checks import Context
from glosspress.digest import digest
from glosspress.glossary import digest_of
from glosspress.page import Page, Review
from glosspress.pins.marking import marked, unmarked
from glosspress.review.memory import Recalled
from glosspress.review.standing import Human
from glosspress.translation import Finding, PinResult, Rung, Segment, Severity, Translation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What pins and checks say of a target text."""

    target: Rich
    """With the marks of the terms that were found."""
    pins: tuple[PinResult, ...]
    findings: tuple[Finding, ...]
    """Blocking ones first; under the policy of the locale."""

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way."""
        return tuple(item for item in self.findings if item.severity is Severity.BLOCK)

    @property
    def locked(self) -> tuple[Finding, ...]:
        """Those nobody can answer for: the glossary must change, or the text."""
        return tuple(item for item in self.blocking if item.check in checks.LOCKED)


def judge(source: Rich, target: Rich, context: Context) -> Verdict:
    """Pins and checks of a human text, the same as those of a machine's."""
    codes = [(mark.start, mark.end) for mark in source.marks if mark.tag in ("code", "kbd")]
    wanted = pins.find(source.text, context.glossary, context.locale, context.source_language, codes=codes)
    results = pins.verify(wanted, target.text, context.locale)
    plain = unmarked(target)
    found = [*checks.run(source, plain, results, context)]
    locked = {item.check for item in found if item.severity is Severity.BLOCK and item.check in checks.LOCKED}
    for result in results:
        if result.pin.binding and not result.found and not locked:
            found.insert(0, Finding("protected", Severity.BLOCK, f"“{result.pin.source}” is not in the translation"))
    return Verdict(marked(plain, results), results, tuple(found))


def as_translation(recalled: Recalled, segment: Segment, context: Context) -> Translation:
    """The human text in the place of a machine translation.

    Held, with the reason, when it does not verify (any more): it is never overwritten. The findings a person answers for
    do not hold it.
    """
    human = recalled.human
    verdict = judge(segment.source, recalled.target, context)
    open_ = [item for item in verdict.blocking if item in verdict.locked or item.check not in human.overrides]
    event = human.newest
    reasons = tuple(f"{item.message} (the text of {event.actor}, event {event.number})" for item in open_)
    return Translation(
        key=_key(human, segment, context),
        source=segment.source,
        target=verdict.target,
        held=bool(open_),
        reasons=reasons,
        rung=Rung.HELD if open_ else Rung.MEMORY,
        pins=verdict.pins,
        findings=tuple(_answered(item, human) for item in verdict.findings),
        signature=_signature(human, context),
        made_at=event.at,
    )


def rejected(translation: Translation, texts: Iterable[str]) -> Translation:
    """The machine translation, held when a person rejected exactly this text."""
    if translation.target.text not in set(texts) or translation.held:
        return translation
    return replace(translation, held=True, rung=Rung.HELD, reasons=("a person rejected this translation",))


def reviews_of(human: Human, where: str) -> tuple[Review, ...]:
    """The events behind a human sentence, for the record of the page."""
    return tuple(
        Review(
            event=event.number,
            sha256=event.sha256,
            kind=event.kind.value,
            at=event.at,
            actor=event.actor,
            role=event.role,
            where=where,
            comment=event.comment,
            overrides=tuple(event.body.get("overrides", ())),
        )
        for event in human.made
    )


def kind_at(page: Page, path: str) -> Kind:
    """The kind of block a unit stands in."""
    return Kind.HEADING if path == "title" else next(block.kind for at, block in page.source.walk() if at == path)


def _answered(finding: Finding, human: Human) -> Finding:
    if finding.severity is not Severity.BLOCK or finding.check in checks.LOCKED or finding.check not in human.overrides:
        return finding
    return replace(finding, severity=Severity.WARN, message=f"{finding.message} (answered for by {human.newest.actor})")


def _key(human: Human, segment: Segment, context: Context) -> str:
    """All that the result depends on; no model is among it."""
    glossary = context.glossary
    return digest(
        {
            "source": rich_json(segment.source),
            "kind": segment.kind.value,
            "pair": [context.source_language, context.locale.tag],
            "events": [event.sha256 for event in human.made],
            "versions": [pins.VERSION, checks.VERSION],
            "policy": [sorted(context.block), sorted(context.warn)],
            "terms": digest_of(glossary.matcher.find_all(segment.source.text)) if glossary else "",
        }
    )


def _signature(human: Human, context: Context) -> str:
    glossary = context.glossary
    parts = [
        f"gl:{glossary.label}" if glossary else "gl:none",
        f"mem:{human.newest.number}#{human.newest.sha256[:8]}",
        f"pin:{pins.VERSION}",
        f"chk:{checks.VERSION}",
    ]
    return "|".join(parts)
