"""PROV-JSON of a page (https://www.w3.org/submissions/prov-json/): one bundle a page and language.

The frame (entities, activities, agents) is made by the `prov` library. The records of sentences have the same form and
are added as data, because a library object for each costs ten times the rendering of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from glosspress.digest import canonical_json, sha256
from glosspress.page import Page
from glosspress.render.events import edited, reviews, withdrawal
from glosspress.render.sentences import pin_records, sentences, unit_texts
from glosspress.render.site import RECORD, Placed, Site, Withdrawn, original_url
from glosspress.snapshot import record_id

if TYPE_CHECKING:
    from prov.model import ProvBundle

VOCABULARY = "urn:glosspress:provenance:"
BUNDLE = "page:record"
_DOUBLE = "xsd:double"
_BUNDLED = 4
"""Levels of PROV-JSON above a record: document, `bundle`, its name, kind of record."""


def provenance(placed: Placed, site: Site, files: Mapping[str, str]) -> str:
    """The record as JSON, a line for each entity, activity and relation.

    `files` maps names beside the record to the sha256 of their bytes.

    PublishError: see `sentences`.
    """
    document = _frame(placed, placed.page.state.value, site, files)
    entities = document["bundle"][BUNDLE].setdefault("entity", {})
    entities.update(_units(placed.page))
    entities.update(_sentences(placed.page))
    return _text(document)


def tombstone(placed: Placed, withdrawn: Withdrawn, site: Site, files: Mapping[str, str]) -> str:
    """The record of a withdrawn page: how it was made, without its sentences, and what ended it."""
    return _text(_frame(placed, "withdrawn", site, files, withdrawn))


def _text(document: Any) -> str:
    return _lines(document, _BUNDLED) + "\n"


def _lines(value: Any, depth: int) -> str:
    """One line a value below so many levels of names. (`json` writes an indented text without its C code.)"""
    if not depth or not isinstance(value, dict):
        return canonical_json(value)
    return (
        "{\n"
        + ",\n".join(f"{canonical_json(name)}: {_lines(value[name], depth - 1)}" for name in sorted(value))
        + "\n}"
    )


def _ordered(value: Any) -> Any:
    """Lists of a record are sets: in one order, so that the same page gives the same bytes."""
    if isinstance(value, dict):
        return {key: _ordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((_ordered(item) for item in value), key=canonical_json)
    return value


def _frame(placed: Placed, state: str, site: Site, files: Mapping[str, str], withdrawn: Withdrawn | None = None) -> Any:
    from prov.model import ProvDocument
    from prov.serializers.provjson import encode_json_document

    document = ProvDocument()
    document.add_namespace("page", placed.url(site, RECORD) + "#")
    document.add_namespace("gp", VOCABULARY)
    document.entity(BUNDLE, {"prov:type": document.valid_qualified_name("prov:Bundle")})
    bundle = document.bundle(BUNDLE)
    _sources(bundle, placed.page)
    _agents(bundle, placed.page, site)
    _target(bundle, placed, state, site, files)
    _activities(bundle, placed.page)
    reviews(bundle, placed.page)
    if withdrawn is not None:
        withdrawal(bundle, withdrawn.event)
    return _ordered(encode_json_document(document))


def _time(text: str) -> str | None:
    """The time where it is one: the library refuses others."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _kind(bundle: ProvBundle, name: str) -> Any:
    return bundle.valid_qualified_name(name)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", None)}


def _sources(bundle: ProvBundle, page: Page) -> None:
    origin, metadata = page.origin, page.source.metadata
    bundle.entity(
        "page:snapshot",
        _known({
            "prov:type": _kind(bundle, "gp:Snapshot"), "gp:sha256": origin.snapshot_sha256, "gp:url": origin.url,
            "prov:location": original_url(page), "gp:fetchedAt": origin.fetched_at, "gp:license": origin.license,
            "gp:publisher": origin.publisher, "gp:source": origin.source,
            "gp:record": record_id(origin.url, origin.snapshot_sha256),
        }),
    )  # fmt: skip
    bundle.entity(
        "page:article",
        _known({
            "prov:type": _kind(bundle, "gp:Article"), "gp:sha256": sha256(canonical_json(page.source.as_json())),
            "gp:language": page.source_locale, "prov:label": page.source.title, "gp:author": metadata.author,
            "gp:published": metadata.published, "gp:removedParts": len(page.source.removed),
        }),
    )  # fmt: skip
    making = page.making
    if making.glossary:
        plan = {"gp:name": making.glossary, "gp:sha256": making.glossary_sha256}
        bundle.entity("page:glossary", _known({"prov:type": _kind(bundle, "prov:Plan"), **plan}))
    model = {"gp:name": making.engine, "gp:sha256": making.model_sha256}
    bundle.entity("page:model", _known({"prov:type": _kind(bundle, "gp:Model"), **model}))


def _agents(bundle: ProvBundle, page: Page, site: Site) -> None:
    software = {"gp:name": "glosspress", "gp:version": page.making.pipeline}
    bundle.agent("page:glosspress", _known({"prov:type": _kind(bundle, "prov:SoftwareAgent"), **software}))
    if site.publisher:
        kind = _kind(bundle, "prov:Organization")
        bundle.agent("page:publisher", {"prov:type": kind, "gp:name": site.publisher})
        bundle.actedOnBehalfOf("page:glosspress", "page:publisher")


def _target(bundle: ProvBundle, placed: Placed, state: str, site: Site, files: Mapping[str, str]) -> None:
    page = placed.page
    facts = {
        "gp:language": page.locale, "gp:state": state, "prov:label": page.target.title,
        "prov:location": placed.url(site), "gp:id": page.id, "gp:madeAt": page.making.made_at,
        "gp:sha256": sha256(canonical_json(page.target.as_json())),
    }  # fmt: skip
    bundle.entity("page:target", _known({"prov:type": _kind(bundle, "gp:Translation"), **facts}))
    for name, checksum in sorted(files.items()):
        kind = _kind(bundle, "gp:File")
        bundle.entity(f"page:{name}", {"prov:type": kind, "gp:sha256": checksum, "gp:file": name})
        bundle.wasDerivedFrom(f"page:{name}", "page:target")


def _activities(bundle: ProvBundle, page: Page) -> None:
    making, origin = page.making, page.origin
    fetched, made = _time(origin.fetched_at), _time(making.made_at)
    plan = "page:glossary" if making.glossary else None
    steps: tuple[tuple[str, dict[str, Any], str | None], ...] = (
        ("Fetch", {}, fetched),
        ("Extract", {"gp:rules": making.cleaner}, None),
        ("MachineTranslation", {"gp:run": making.run}, made),
        ("Check", {"gp:checks": making.checks}, None),
        ("Publish", {}, None),
    )
    for name, parameters, ended in steps:
        attributes = _known({"prov:type": _kind(bundle, f"gp:{name}"), **parameters})
        bundle.activity(f"page:{name}", None, ended, attributes)
        bundle.wasAssociatedWith(f"page:{name}", "page:glosspress", plan if name == "MachineTranslation" else None)
    bundle.wasGeneratedBy("page:snapshot", "page:Fetch", fetched)
    bundle.used("page:Extract", "page:snapshot")
    bundle.wasGeneratedBy("page:article", "page:Extract")
    bundle.wasDerivedFrom("page:article", "page:snapshot")
    for used in ("page:article", "page:model", *((plan,) if plan else ())):
        bundle.used("page:MachineTranslation", used)
    # What persons changed is a revision of the machine's text (see `reviews`).
    machine = "page:machine" if edited(page) else "page:target"
    bundle.wasGeneratedBy(machine, "page:MachineTranslation", made)
    bundle.wasDerivedFrom("page:target", "page:article")
    bundle.used("page:Check", "page:target")
    bundle.used("page:Publish", "page:target")
    bundle.wasGeneratedBy("page:index.html", "page:Publish")
    bundle.wasAttributedTo("page:target", "page:glosspress")


def _qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "xsd:QName"}


def _units(page: Page) -> dict[str, Any]:
    """One entity a unit: the sha256 of its whole published text."""
    return {
        f"page:unit-{path}": {"prov:type": _qualified("gp:Unit"), "gp:unit": path, "gp:sha256": sha256(text)}
        for path, text in unit_texts(page).items()
    }


def _sentences(page: Page) -> dict[str, Any]:
    """One entity a sentence, keyed by unit and number: rung, pins, checks, score, place and digests."""
    records = {}
    for item in sentences(page):
        translation = item.translation
        record: dict[str, Any] = {
            "prov:type": _qualified("gp:Sentence"), "gp:unit": item.unit, "gp:number": item.number,
            "gp:start": item.start, "gp:end": item.end, "gp:rung": translation.rung.value,
            "gp:sourceSha256": item.source_sha256,
            "gp:targetSha256": item.target_sha256, "gp:key": translation.key, "gp:signature": translation.signature,
        }  # fmt: skip
        if translation.score is not None:
            record["gp:score"] = {"$": f"{translation.score:.6g}", "type": _DOUBLE}
        for name, values in (("gp:pin", pin_records(item)), ("gp:finding", _findings(item.translation.findings))):
            texts = _ordered(list({canonical_json(value) for value in values}))
            if texts:
                record[name] = texts[0] if len(texts) == 1 else texts
        records[f"page:unit-{item.unit}-s{item.number}"] = record
    return records


def _findings(findings: tuple[Any, ...]) -> list[dict[str, str]]:
    return [{"check": f.check, "severity": f.severity.value, "message": f.message} for f in findings]
