"""Translate segments: what the ledger knows is taken from it, the rest climbs the ladder together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from glosspress import __version__, checks
from glosspress.article import Rich
from glosspress.checks import Context
from glosspress.digest import utc_now
from glosspress.engines import Engine, PivotEngine
from glosspress.glossary import Glossary
from glosspress.locales import Locale
from glosspress.pins.marking import marked
from glosspress.settings import LocalePolicy
from glosspress.translate import markup, pivoting
from glosspress.translate.attempt import Attempt
from glosspress.translate.keys import key_of, signature
from glosspress.translate.ladder import climb
from glosspress.translate.work import LATER, Work, prepare
from glosspress.translation import Candidate, Finding, Rung, Segment, Severity, Translation

Memory = Callable[[list[str]], dict[str, Translation]]
_MOST_CANDIDATES = 6


def translate_segments(
    segments: Sequence[Segment],
    locale: Locale,
    engine: Engine,
    glossary: Glossary | None,
    *,
    source_language: str = "en",
    memory: Memory | None = None,
    policy: LocalePolicy | None = None,
) -> list[Translation]:
    """One translation a segment, in order; equal segments are translated once. The order of the segments does not matter.

    `memory` is asked once for all keys; what it knows is not made again. A translation that does not verify is held, with its
    reasons; its `target` is the best attempt and must not be published. A check that `policy` lowers holds nothing, one that it
    raises holds by its warnings; terms, numbers and protected spans hold always. Through a pivot both hops are translated so, and
    the whole once more verified. EngineError: the model cannot be loaded.
    """
    keys = [key_of(part, locale, engine, glossary, source_language, policy) for part in segments]
    known = memory(list(dict.fromkeys(keys))) if memory else {}
    block, warn = (frozenset(policy.block), frozenset(policy.warn)) if policy else (frozenset[str](), frozenset[str]())
    context = Context(locale, source_language, glossary, block=block, warn=warn)
    missing = {key: part for key, part in zip(keys, segments, strict=True) if key not in known}
    if isinstance(engine, PivotEngine):
        made = pivoting.through(missing, engine, context, translate_segments)
    else:
        works = [prepare(key, part, _of_kind(context, part), engine) for key, part in missing.items()]
        made = _make(works, engine, glossary)
    return [known.get(key) or made[key] for key in keys]


def _of_kind(context: Context, part: Segment) -> Context:
    return replace(context, kind=part.kind)


def _make(works: list[Work], engine: Engine, glossary: Glossary | None) -> dict[str, Translation]:
    climb(works, engine)
    chosen = [work.best or work.least_wrong for work in works]
    targets = markup.place(
        [
            (work.segment.source, work.text, attempt.text, attempt.results)
            for work, attempt in zip(works, chosen, strict=True)
        ],
        engine,
    )
    signed, now = signature(engine, glossary, __version__), utc_now()
    return {
        work.key: _translation(work, attempt, target, _score(attempt, engine), signed, now)
        for work, attempt, target in zip(works, chosen, targets, strict=True)
    }


def _score(attempt: Attempt, engine: Engine) -> float | None:
    return None if engine.synthetic or attempt.rung is Rung.COPIED else attempt.score


def _translation(work: Work, attempt: Attempt, target: Rich, score: float | None, signed: str, now: str) -> Translation:
    """The findings of the attempt and those on its marks: what is published is what was checked."""
    found = tuple(sorted([*attempt.findings, *_on_marks(work, target, attempt)], key=_later))
    reasons = _reasons(attempt, found)
    return Translation(
        key=work.key,
        source=work.segment.source,
        target=marked(target, attempt.results),
        held=bool(reasons),
        reasons=reasons,
        rung=Rung.HELD if reasons else attempt.rung,
        pins=attempt.results,
        score=score,
        findings=found,
        candidates=_candidates(work),
        signature=signed,
        made_at=now,
    )


def _on_marks(work: Work, target: Rich, attempt: Attempt) -> list[Finding]:
    if not work.segment.source.marks:
        return []
    found = checks.run(work.segment.source, target, attempt.results, work.context)
    return [finding for finding in found if finding.check in LATER]


def _later(finding: Finding) -> bool:
    return finding.severity is not Severity.BLOCK


def _reasons(attempt: Attempt, found: Sequence[Finding]) -> tuple[str, ...]:
    reasons = [finding.message for finding in found if finding.severity is Severity.BLOCK]
    silent = [result.pin.source for result in attempt.lost] if not reasons else []
    return tuple(dict.fromkeys([*reasons, *(f"“{text}” is not in the target" for text in silent)]))


def _candidates(work: Work) -> tuple[Candidate, ...]:
    distinct = {attempt.text: attempt for attempt in reversed(work.attempts)}
    best = sorted(distinct.values(), key=lambda attempt: (not attempt.verified, len(attempt.lost), -attempt.score))
    return (
        tuple(Candidate(item.rung, item.text, item.score, item.verified) for item in best[:_MOST_CANDIDATES])
        if len(best) > 1
        else ()
    )
