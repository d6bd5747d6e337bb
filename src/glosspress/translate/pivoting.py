"""Translation through a third language: two hops, each verified, and the whole verified against the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from glosspress import checks, pins
from glosspress.article import Rich
from glosspress.checks import Context
from glosspress.engines import PivotEngine
from glosspress.glossary import Glossary, Mode, Term, of_terms
from glosspress.pins.marking import marked, unmarked
from glosspress.settings import LocalePolicy
from glosspress.translate.work import without_language
from glosspress.translation import Finding, Hop, Rung, Segment, Severity, Translation

Translate = Callable[..., list[Translation]]
"""`translate_segments`, which calls this module."""
_LADDER = list(Rung)


def through(
    missing: Mapping[str, Segment], engine: PivotEngine, context: Context, translate: Translate
) -> dict[str, Translation]:
    """The translations by key. One that fails a hop, or whose text does not verify against its source, is held."""
    parts = list(missing.values())
    leading, following = carried(context.glossary, *engine.bases)
    policy = LocalePolicy(block=tuple(sorted(context.block)), warn=tuple(sorted(context.warn)))
    first = translate(parts, engine.pivot, engine.first, leading, source_language=context.source_language)
    middle = [Segment(unmarked(made.target), part.kind) for made, part in zip(first, parts, strict=True)]
    second = translate(
        middle, context.locale, engine.second, following, source_language=engine.pivot.language, policy=policy
    )
    return {
        key: _joined(key, missing[key], one, two, engine, context)
        for key, one, two in zip(missing, first, second, strict=True)
    }


def carried(
    direct: Glossary | None, first: Glossary | None, second: Glossary | None
) -> tuple[Glossary | None, Glossary | None]:
    """The term bases of the hops, so that the terms of the pair itself come through both.

    A term that the first hop does not know is written in its final form at once. Each form that a term may have in the
    pivot has the pair's forms at the second hop, before what that hop's own term base says.
    """
    if direct is None:
        return first, second
    known: dict[str, list[Term]] = {}
    for term in first.terms if first else ():
        known.setdefault(term.source.casefold(), []).append(term)
    new: list[Term] = []
    forms: dict[str, tuple[str, Term, list[str]]] = {}
    for term in direct.terms:
        if not term.binding or not term.target:
            continue
        mine = [item for item in known.get(term.source.casefold(), ()) if item.binding]
        if not mine:
            new.append(replace(term, mode=Mode.PIN, forms=(), forbidden=()))
        for form in [form for item in mine for form in (item.target, *item.forms)] or [term.target]:
            entry = forms.setdefault(form.casefold(), (form, term, []))
            entry[2].extend([term.target, *term.forms])
    leading = of_terms([*(first.terms if first else ()), *new], first.name if first else f"{direct.name}-first")
    rest = [term for term in second.terms if term.source.casefold() not in forms] if second else []
    following = of_terms([*_derived(forms), *rest], second.name if second else f"{direct.name}-second")
    return leading, following


def _derived(forms: Mapping[str, tuple[str, Term, list[str]]]) -> Iterator[Term]:
    for form, term, targets in forms.values():
        target, *others = dict.fromkeys(targets)
        yield Term(f"{term.id}>{form}", form, target, mode=term.mode, case=term.case, forms=tuple(others))


def _joined(
    key: str, part: Segment, first: Translation, second: Translation, engine: PivotEngine, context: Context
) -> Translation:
    """What the second hop wrote, with pins and findings as they are against the source itself."""
    context = replace(context, kind=part.kind)
    if engine.synthetic:
        context = without_language(context)
    source, target = part.source, unmarked(second.target)
    codes = [(mark.start, mark.end) for mark in source.marks if mark.tag in ("code", "kbd")]
    wanted = pins.find(source.text, context.glossary, context.locale, context.source_language, codes=codes)
    results = pins.verify(wanted, target.text, context.locale)
    found = checks.run(source, target, results, context)
    lost = [item.pin.source for item in results if item.pin.binding and not item.found]
    blocking = [item.message for item in found if item.severity is Severity.BLOCK]
    silent = [f"“{text}” is not in the target" for text in lost] if not blocking else []
    reasons = (
        *(f"into {engine.pivot.tag}: {reason}" for reason in first.reasons),
        *(f"from {engine.pivot.tag}: {reason}" for reason in second.reasons),
        *blocking,
        *silent,
    )
    scores = [item.score for item in (first, second) if item.score is not None]
    return Translation(
        key=key,
        source=source,
        target=marked(target, results),
        held=bool(reasons),
        reasons=tuple(dict.fromkeys(reasons)),
        rung=Rung.HELD if reasons else max(first.rung, second.rung, key=_LADDER.index),
        pins=results,
        score=sum(scores) if scores else None,
        findings=_findings(found, first, second, engine.pivot.tag),
        candidates=second.candidates,
        signature=f"via:{engine.pivot.tag}|{first.signature}|{second.signature}",
        made_at=max(first.made_at, second.made_at),
        hops=(_hop(first, engine.pivot.tag), _hop(second, context.locale.tag)),
    )


def _findings(found: Sequence[Finding], first: Translation, second: Translation, pivot: str) -> tuple[Finding, ...]:
    """Those of the whole, and of each hop with its name."""
    hops = ((first, f"into {pivot}"), (second, f"from {pivot}"))
    named = [replace(item, message=f"{hop}: {item.message}") for made, hop in hops for item in made.findings]
    return tuple(sorted([*found, *named], key=lambda item: item.severity is not Severity.BLOCK))


def _hop(made: Translation, tag: str) -> Hop:
    text: Rich = made.target
    return Hop(tag, text.text, made.held, made.rung, made.score, made.signature, made.candidates)
