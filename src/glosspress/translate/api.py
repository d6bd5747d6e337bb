"""Translate text from Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from glosspress import glossary as term_base
from glosspress import locales, segment
from glosspress.article import Rich
from glosspress.engines import Engine, open_engine
from glosspress.glossary import Glossary
from glosspress.locales import Locale
from glosspress.translate.stage import Memory, translate_segments
from glosspress.translation import PinResult, Rung, Translation

_ORDER = [
    Rung.MEMORY,
    Rung.COPIED,
    Rung.PLAIN,
    Rung.NBEST,
    Rung.FORCED,
    Rung.SUBSTITUTED,
    Rung.MASKED,
    Rung.SPLIT,
    Rung.HELD,
]


def translate(
    text: str | Sequence[str],
    to: str,
    *,
    source: str = "en",
    glossary: Glossary | Path | str | None = None,
    engine: Engine | None = None,
    memory: Memory | None = None,
) -> list[Translation]:
    """Translate units of plain text under a glossary; every pin is verified, or the unit is held.

    Args:
        text: One unit or several. A unit may hold several sentences; they are translated one by one and joined.
        to: BCP 47 tag of the target, `pt-BR`.
        source: BCP 47 tag of the source.
        glossary: A loaded term base, or the path of its CSV.
        engine: The engine to ask; by default the installed package of the pair.
        memory: Known translations by key, asked once.

    Returns:
        One translation a unit, in order. `target.text` of a held one must not be published; `reasons` says why it is held.

    Raises:
        UsageError: An unknown locale.
        EngineError: No package serves the pair.
        GlossaryError: The term base is invalid.
    """
    target, origin = locales.parse(to), locales.parse(source)
    units = [text] if isinstance(text, str) else list(text)
    terms = term_base.load(glossary) if isinstance(glossary, str | Path) else glossary
    split = [segment.split(Rich(unit), origin.language) for unit in units]
    made = iter(
        translate_segments(
            [part for parts in split for part, _ in parts],
            target,
            engine or open_engine(origin, target),
            terms,
            source_language=origin.language,
            memory=memory,
        )
    )
    return [
        _joined(unit, [(next(made), gap) for _, gap in parts], target) for unit, parts in zip(units, split, strict=True)
    ]


def _joined(unit: str, parts: Sequence[tuple[Translation, str]], locale: Locale) -> Translation:
    """The sentences of a unit as one translation; spans of pins count from the start of the unit."""
    if len(parts) == 1:
        return replace(parts[0][0], source=Rich(unit))
    items = [item for item, _ in parts]
    gaps = [gap for _, gap in parts]
    scores = [item.score for item in items if item.score is not None]
    return Translation(
        key="",
        source=Rich(unit),
        target=segment.join([item.target for item in items], gaps),
        held=any(item.held for item in items),
        reasons=tuple(dict.fromkeys(reason for item in items for reason in item.reasons)),
        rung=max((item.rung for item in items), key=_ORDER.index, default=Rung.COPIED),
        pins=tuple(_moved(parts)),
        score=sum(scores) / len(scores) if scores else None,
        findings=tuple(finding for item in items for finding in item.findings),
        signature=items[0].signature if items else f"loc:{locale.tag}",
        made_at=max((item.made_at for item in items), default=""),
    )


def _moved(parts: Sequence[tuple[Translation, str]]) -> Iterator[PinResult]:
    source_offset = target_offset = 0
    for item, gap in parts:
        for result in item.pins:
            pin = replace(result.pin, start=result.pin.start + source_offset, end=result.pin.end + source_offset)
            if result.found:
                yield PinResult(pin, True, result.target, result.start + target_offset, result.end + target_offset)
            else:
                yield PinResult(pin, False)
        source_offset += len(item.source.text) + len(gap)
        target_offset += len(item.target.text) + len(gap)
