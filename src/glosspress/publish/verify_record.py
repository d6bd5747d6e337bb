"""A page against its own PROV record: files, texts, sentences, pins, state."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from glosspress import locales
from glosspress import pins as pin_verification
from glosspress.digest import sha256
from glosspress.locales import Locale
from glosspress.publish.document import Document
from glosspress.publish.problems import Problem
from glosspress.publish.verify_events import HUMAN, event_problems
from glosspress.publish.verify_site import Published
from glosspress.render.prov_json import BUNDLE
from glosspress.render.site import HTML, MARKDOWN, RECORD
from glosspress.render.tombstone import STATE as WITHDRAWN
from glosspress.translation import Pin


@dataclass(frozen=True, slots=True)
class Record:
    """The parts of a PROV record that can be checked again."""

    target: dict[str, Any]
    files: dict[str, str]
    """File name beside the record -> sha256."""
    units: dict[str, str]
    """Unit path -> sha256 of its published text."""
    sentences: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    """Activities that stand for an event of the chain, each with the names of the persons associated with it."""

    @classmethod
    def parse(cls, content: bytes) -> Record:
        """ValueError, KeyError, TypeError: it is no record of ours."""
        bundle = json.loads(content)["bundle"][BUNDLE]
        entities = bundle["entity"]
        by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for entity in entities.values():
            by_kind[_plain(entity.get("prov:type", ""))].append(entity)
        return cls(
            target={key: _plain(value) for key, value in entities["page:target"].items()},
            files={entity["gp:file"]: entity["gp:sha256"] for entity in by_kind["gp:File"]},
            units={entity["gp:unit"]: entity["gp:sha256"] for entity in by_kind["gp:Unit"]},
            sentences=tuple(by_kind["gp:Sentence"]),
            events=tuple(_events(bundle)),
        )


def _events(bundle: dict[str, Any]) -> Iterator[dict[str, Any]]:
    agents = {name: _plain(agent.get("gp:name", "")) for name, agent in bundle["agent"].items()}
    by_activity: dict[str, list[str]] = defaultdict(list)
    for link in bundle.get("wasAssociatedWith", {}).values():
        by_activity[link["prov:activity"]].append(agents[link["prov:agent"]])
    for name, activity in bundle.get("activity", {}).items():
        if "gp:event" in activity:
            facts = {key: _plain(value) for key, value in activity.items()}
            yield {**facts, "gp:event": int(facts["gp:event"]), "persons": by_activity[name]}


def _plain(value: Any) -> Any:
    return value["$"] if isinstance(value, dict) else value


def record_problems(folder: str, record: Record, document: Document, site: Published) -> list[Problem]:
    """Everything in which the page differs from its record."""
    read = site.read
    messages = [
        *(("record", text) for text in _files(folder, record, read)),
        *(("record", text) for text in _agreement(folder, record, document, read)),
        *(("events", text) for text in event_problems(record.target, record.events, document, site.events)),
        *_texts(record, document),
    ]
    return [
        Problem(folder + (RECORD if check in ("record", "events") else HTML), check, text) for check, text in messages
    ]


def _files(folder: str, record: Record, read: Callable[[str], bytes]) -> Iterator[str]:
    for name in (HTML, MARKDOWN):
        if name not in record.files:
            yield f"says nothing of {name}"
    for name, checksum in sorted(record.files.items()):
        content = read(folder + name)
        if sha256(content) != checksum:
            yield f"its sha256 of {name} is not that of the file"


def _agreement(folder: str, record: Record, document: Document, read: Callable[[str], bytes]) -> Iterator[str]:
    """State and language, which stand in several places, must be the same in all."""
    state, language = record.target.get("gp:state", ""), record.target.get("gp:language", "")
    if document.state != state:
        yield f"its state is `{state}`, the banner shows `{document.state}`"
    if f"translation_state: {state}\n" not in read(folder + MARKDOWN).decode(errors="replace"):
        yield f"its state is `{state}`, the Markdown says something else"
    if language != folder.split("/")[0] or language != document.language:
        yield f"its language is `{language}`, the page's is `{document.language}`"
    if state == WITHDRAWN:
        if "withdrawn: true\n" not in read(folder + MARKDOWN).decode(errors="replace"):
            yield "the page is withdrawn, the Markdown says nothing of it"
        if record.sentences or record.units:
            yield "the page is withdrawn and its sentences are still on record"
        return
    human = state in HUMAN
    source = str(document.description.get("digitalSourceType", "")).rpartition("/")[2]
    if source != ("CompositeWith" if human else "") + "TrainedAlgorithmicMediaDigitalSource":
        yield f"its state is `{state}`, JSON-LD says `{source}`"
    if not human and {"lastReviewed", "reviewedBy", "editor", "translator"} & set(document.description):
        yield "JSON-LD claims a review or a translator that nobody was"


def _texts(record: Record, document: Document) -> Iterator[tuple[str, str]]:
    for unit in sorted(set(document.units) - set(record.units)):
        yield "text", f"unit {unit} is not on record"
    by_unit: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for sentence in record.sentences:
        by_unit[sentence["gp:unit"]].append(sentence)
    locale = locales.parse(record.target.get("gp:language", ""))
    for unit, checksum in sorted(record.units.items()):
        texts = document.units.get(unit, [])
        if len(texts) != 1:
            yield "text", f"unit {unit} stands {len(texts)} times on the page"
        elif sha256(texts[0]) != checksum:
            yield "text", f"unit {unit} differs from the record"
        else:
            for sentence in by_unit[unit]:
                text = texts[0][sentence["gp:start"] : sentence["gp:end"]]
                yield from _sentence(f"{unit}#{sentence['gp:number']}", text, sentence, locale)


def _sentence(where: str, text: str, record: dict[str, Any], locale: Locale) -> Iterator[tuple[str, str]]:
    if record["gp:rung"] == "held":
        yield "text", f"sentence {where} was held and is published"
    if sha256(text) != record["gp:targetSha256"]:
        yield "text", f"sentence {where} differs from the record"
        return
    stored = record.get("gp:pin", [])
    pins = [json.loads(item) for item in ([stored] if isinstance(stored, str) else stored)]
    again = pin_verification.verify([_pin(pin) for pin in pins], text, locale)
    for pin, result in zip(pins, again, strict=True):
        there = result.found and pin["found"] and text[pin["start"] : pin["end"]] == pin["target"]
        if pin["binding"] and not there:
            yield (
                "pin",
                f"sentence {where}: “{pin['source']}” does not stand there as {' or '.join(pin['targets'][:3])}",
            )


def _pin(data: dict[str, Any]) -> Pin:
    """The pin to look for again; where it stood in the source plays no part in it."""
    names = ("source", "kind", "term_id", "exact_case", "binding")
    return Pin(0, len(data["source"]), targets=tuple(data["targets"]), **{name: data[name] for name in names})
