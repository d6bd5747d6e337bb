"""The PROV record of a page: where it comes from, what and who made it, and every sentence with its pins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glosspress.digest import canonical_json, sha256
from glosspress.page import Page
from glosspress.render.events import edited, reviews, withdrawal
from glosspress.render.prov_json import Bundle, double, one_or_more, qualified
from glosspress.render.sentences import pin_records, sentences, unit_texts
from glosspress.render.site import RECORD, Placed, Site, Withdrawn, original_url
from glosspress.snapshot import record_id


def provenance(placed: Placed, site: Site, files: Mapping[str, str]) -> str:
    """The record as JSON, a line for each entity, activity and relation.

    `files` maps names beside the record to the sha256 of their bytes.

    PublishError: see `sentences`.
    """
    bundle = _frame(placed, placed.page.state.value, site, files)
    _units(bundle, placed.page)
    _sentences(bundle, placed.page)
    return bundle.text(_namespace(placed, site))


def tombstone(placed: Placed, withdrawn: Withdrawn, site: Site, files: Mapping[str, str]) -> str:
    """The record of a withdrawn page: how it was made, without its sentences, and what ended it."""
    bundle = _frame(placed, "withdrawn", site, files)
    withdrawal(bundle, withdrawn.event)
    return bundle.text(_namespace(placed, site))


def _namespace(placed: Placed, site: Site) -> str:
    return placed.url(site, RECORD) + "#"


def _frame(placed: Placed, state: str, site: Site, files: Mapping[str, str]) -> Bundle:
    bundle = Bundle()
    _sources(bundle, placed.page)
    _agents(bundle, placed.page, site)
    _target(bundle, placed, state, site, files)
    _activities(bundle, placed.page)
    reviews(bundle, placed.page)
    return bundle


def _sources(bundle: Bundle, page: Page) -> None:
    origin, metadata, making = page.origin, page.source.metadata, page.making
    snapshot = {
        "gp:sha256": origin.snapshot_sha256, "gp:url": origin.url, "prov:location": original_url(page),
        "gp:fetchedAt": origin.fetched_at, "gp:license": origin.license, "gp:publisher": origin.publisher,
        "gp:source": origin.source, "gp:record": record_id(origin.url, origin.snapshot_sha256),
    }  # fmt: skip
    article = {
        "gp:sha256": sha256(canonical_json(page.source.as_json())), "gp:language": page.source_locale,
        "prov:label": page.source.title, "gp:author": metadata.author, "gp:published": metadata.published,
        "gp:removedParts": len(page.source.removed),
    }  # fmt: skip
    bundle.entity("page:snapshot", "gp:Snapshot", snapshot)
    bundle.entity("page:article", "gp:Article", article)
    if making.glossary:
        plan = {"gp:name": making.glossary, "gp:sha256": making.glossary_sha256}
        bundle.entity("page:glossary", "prov:Plan", plan)
    bundle.entity("page:model", "gp:Model", {"gp:name": making.engine, "gp:sha256": making.model_sha256})


def _agents(bundle: Bundle, page: Page, site: Site) -> None:
    bundle.agent("page:glosspress", "prov:SoftwareAgent", "glosspress", page.making.pipeline)
    if site.publisher:
        bundle.agent("page:publisher", "prov:Organization", site.publisher)
        bundle.relate("actedOnBehalfOf", "page:glosspress", "page:publisher")


def _target(bundle: Bundle, placed: Placed, state: str, site: Site, files: Mapping[str, str]) -> None:
    page = placed.page
    facts = {
        "gp:language": page.locale, "gp:state": state, "prov:label": page.target.title,
        "prov:location": placed.url(site), "gp:id": page.id, "gp:madeAt": page.making.made_at,
        "gp:sha256": sha256(canonical_json(page.target.as_json())),
    }  # fmt: skip
    bundle.entity("page:target", "gp:Translation", facts)
    for name, checksum in sorted(files.items()):
        bundle.entity(f"page:{name}", "gp:File", {"gp:sha256": checksum, "gp:file": name})
        bundle.relate("wasDerivedFrom", f"page:{name}", "page:target")


def _activities(bundle: Bundle, page: Page) -> None:
    making, fetched_at = page.making, page.origin.fetched_at
    plan = "page:glossary" if making.glossary else ""
    steps: tuple[tuple[str, dict[str, str], str], ...] = (
        ("Fetch", {}, fetched_at),
        ("Extract", {"gp:rules": making.cleaner}, ""),
        ("MachineTranslation", {"gp:run": making.run}, making.made_at),
        ("Check", {"gp:checks": making.checks}, ""),
        ("Publish", {}, ""),
    )
    for name, parameters, ended in steps:
        bundle.activity(f"page:{name}", f"gp:{name}", ended, parameters)
        used_plan = plan if name == "MachineTranslation" else ""
        bundle.relate("wasAssociatedWith", f"page:{name}", "page:glosspress", used_plan)
    bundle.relate("wasGeneratedBy", "page:snapshot", "page:Fetch", fetched_at)
    bundle.relate("used", "page:Extract", "page:snapshot")
    bundle.relate("wasGeneratedBy", "page:article", "page:Extract")
    bundle.relate("wasDerivedFrom", "page:article", "page:snapshot")
    for used in ("page:article", "page:model", *((plan,) if plan else ())):
        bundle.relate("used", "page:MachineTranslation", used)
    # What persons changed is a revision of the machine's text (see `reviews`).
    machine = "page:machine" if edited(page) else "page:target"
    bundle.relate("wasGeneratedBy", machine, "page:MachineTranslation", making.made_at)
    bundle.relate("wasDerivedFrom", "page:target", "page:article")
    bundle.relate("used", "page:Check", "page:target")
    bundle.relate("used", "page:Publish", "page:target")
    bundle.relate("wasGeneratedBy", "page:index.html", "page:Publish")
    bundle.relate("wasAttributedTo", "page:target", "page:glosspress")


def _units(bundle: Bundle, page: Page) -> None:
    """One entity a unit: the sha256 of its whole published text."""
    for path, text in unit_texts(page).items():
        bundle.entity(f"page:unit-{path}", "gp:Unit", {"gp:unit": path, "gp:sha256": sha256(text)})


def _sentences(bundle: Bundle, page: Page) -> None:
    """One entity a sentence, keyed by unit and number: rung, pins, checks, score, place and digests.

    Places and numbers are numbers of JSON: who checks a page cuts its text with them.
    """
    for item in sentences(page):
        translation = item.translation
        record: dict[str, Any] = {
            "prov:type": qualified("gp:Sentence"), "gp:unit": item.unit, "gp:number": item.number,
            "gp:start": item.start, "gp:end": item.end, "gp:rung": translation.rung.value,
            "gp:sourceSha256": item.source_sha256,
            "gp:targetSha256": item.target_sha256, "gp:key": translation.key, "gp:signature": translation.signature,
        }  # fmt: skip
        if translation.score is not None:
            record["gp:score"] = double(translation.score)
        for name, values in (("gp:pin", pin_records(item)), ("gp:finding", _findings(item.translation.findings))):
            if values:
                record[name] = one_or_more(map(canonical_json, values))
        bundle.add("entity", f"page:unit-{item.unit}-s{item.number}", record)


def _findings(findings: tuple[Any, ...]) -> list[dict[str, str]]:
    return [{"check": f.check, "severity": f.severity.value, "message": f.message} for f in findings]
