"""Make a published page again from what its record names, and say what differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from glosspress import __version__, checks, clean
from glosspress.article import Article
from glosspress.digest import canonical_json, sha256
from glosspress.errors import UsageError
from glosspress.glossary import Glossary, for_pair
from glosspress.ledger import PageRef
from glosspress.publish.online import CURRENT
from glosspress.publish.verify_record import Record
from glosspress.render.prov_json import BUNDLE
from glosspress.render.site import RECORD
from glosspress.render.text import legible
from glosspress.segment import segment
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.withdrawing import matching
from glosspress.translation import Rung, Segment
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the record says."""

    what: str
    """`model`, `glossary`, `article` ..., or a sentence's place `3.1#2`."""
    recorded: str
    now: str


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of making a page again."""

    page: str
    locale: str
    same: int
    """Machine sentences that came out as published, to the last character."""
    human: int
    """Sentences a person answers for; no machine makes them again."""
    inputs: tuple[Difference, ...]
    """What went in and is different now."""
    sentences: tuple[Difference, ...]
    """Sentences that came out differently, are missing or are new."""


def reproduce(here: Workspace, wanted: str) -> Reproduction:
    """Read the snapshot, clean, translate and compare, without any memory of earlier results; nothing is stored.

    `wanted` is `<source>/<slug>@<locale>` or the page's address. UsageError: no such page, or several. LedgerError: its
    snapshot is no longer kept. EngineError: no package serves the pair.
    """
    with open_desk(here, here.config.source_language).ledger as ledger:
        refs = matching(here, ledger, wanted, withdrawn=False)
    if len(refs) != 1:
        found = ", ".join(f"{ref.id}@{ref.locale}" for ref in refs) or "none is online"
        raise UsageError("name one page in one locale", wanted, f"one of: {found}")
    desk = open_desk(here, refs[0].locale)
    content = _record(here, refs[0])
    record, entities = Record.parse(content), json.loads(content)["bundle"][BUNDLE]
    article = _article(desk, refs[0], entities["entity"])
    glossary, inputs = _glossary(desk, entities["entity"])
    inputs += _inputs(desk, article, entities)
    same, human, sentences = _compared(record, dict(_again(desk, article, glossary)))
    return Reproduction(refs[0].id, refs[0].locale, same, human, tuple(inputs), tuple(sentences))


def _record(here: Workspace, ref: PageRef) -> bytes:
    for file in sorted((here.output / CURRENT / ref.locale).glob(f"*/{RECORD}")):
        content = file.read_bytes()
        if Record.parse(content).target["gp:id"] == ref.id:
            return content
    raise UsageError("the page is not in the edition that is online", f"{ref.id}@{ref.locale}", "glosspress publish")


def _article(desk: Desk, ref: PageRef, entities: Mapping[str, Any]) -> Article:
    snapshot = entities["page:snapshot"]
    page = next(desk.ledger.read_pages([ref.digest]))
    return clean.clean(desk.ledger.snapshot(snapshot["gp:sha256"]), desk.sources[page.origin.source])


def _glossary(desk: Desk, entities: Mapping[str, Any]) -> tuple[Glossary | None, list[Difference]]:
    """The term base of the record: the working file, else the release in force; else the working one and the difference."""
    recorded = entities.get("page:glossary", {})
    wanted = recorded.get("gp:sha256", "")
    working = desk.glossary
    if (working.sha256 if working else "") == wanted:
        return working, []
    released = for_pair(desk.here, desk.source.tag, desk.locale.tag, only_released=True)
    if released is not None and released.sha256 == wanted:
        return released, []
    now = f"{working.name}@{working.sha256[:8]}" if working else "none"
    return working, [Difference("glossary", recorded.get("gp:name", "none"), now)]


def _inputs(desk: Desk, article: Article, bundle: Mapping[str, Any]) -> list[Difference]:
    entities, activities, agents = bundle["entity"], bundle["activity"], bundle["agent"]
    model = entities["page:model"]
    pairs = (
        ("article", entities["page:article"]["gp:sha256"], sha256(canonical_json(article.as_json()))),
        ("model", _named(model), f"{desk.engine.label} {desk.engine.sha256[:12]}".strip()),
        ("cleaning rules", activities["page:Extract"].get("gp:rules", ""), clean.VERSION),
        ("checks", activities["page:Check"].get("gp:checks", ""), checks.VERSION),
        ("software", agents["page:glosspress"].get("gp:version", ""), __version__),
    )
    return [Difference(what, str(recorded), now) for what, recorded, now in pairs if str(recorded) != now]


def _named(entity: Mapping[str, Any]) -> str:
    return f"{entity.get('gp:name', '')} {entity.get('gp:sha256', '')[:12]}".strip()


def _again(desk: Desk, article: Article, glossary: Glossary | None) -> Iterator[tuple[tuple[str, int], str]]:
    """((unit, number), text) of every sentence as it comes out now; a held one is empty."""
    places: list[tuple[str, int]] = []
    segments: list[Segment] = []
    for unit in segment(article, desk.source.language):
        for number, part in enumerate(unit.segments):
            places.append((unit.path, number))
            segments.append(part)
    made = desk.translated(segments, glossary)
    for place, item in zip(places, made, strict=True):
        yield place, "" if item.held else legible(item.target.text)


def _compared(record: Record, now: Mapping[tuple[str, int], str]) -> tuple[int, int, list[Difference]]:
    same, human, differences = 0, 0, []
    recorded = {(item["gp:unit"], int(item["gp:number"])): item for item in record.sentences}
    for place in sorted({*recorded, *now}):
        item, text = recorded.get(place), now.get(place)
        if item is not None and item["gp:rung"] == Rung.MEMORY.value:
            human += 1
        elif item is not None and text is not None and item["gp:targetSha256"] == sha256(text):
            same += 1
        else:
            was = item["gp:targetSha256"][:12] if item else "no such sentence"
            is_now = "no such sentence" if text is None else text or "held"
            differences.append(Difference(f"{place[0]}#{place[1]}", was, is_now))
    return same, human, differences
