"""Events for automations and for the operators' event feed. Names and fields are documented in docs/operators.md."""

from __future__ import annotations

from typing import Any

from prefect.events import emit_event

from glosspress.steps import HeldPage, Job, Published, Report

PAGE_HELD = "glosspress.page.held"
PUBLISHED = "glosspress.edition.published"
HELD_RATE_HIGH = "glosspress.held-rate.high"
GLOSSARY_RELEASED = "glosspress.glossary.released"
SOURCE_CHANGED = "glosspress.source.changed"


def page_held(job: Job, page: HeldPage) -> None:
    """A page waits for a person."""
    facts = {"page": page.id, "locale": page.locale, "reasons": list(page.reasons[:5]), "run": job.run}
    announce(PAGE_HELD, f"page.{page.id}.{page.locale}", f"{page.id} ({page.locale})", facts)


def published(job: Job, edition: Published) -> None:
    """A new edition is online; an unchanged one is no news."""
    if edition.changed:
        facts = {"edition": edition.edition, "pages": edition.pages, "run": job.run}
        announce(PUBLISHED, f"edition.{edition.edition}", f"edition {edition.edition[:12]}", facts)


def held_rate(report: Report, most: float) -> None:
    """More pages than the workspace allows are held after a run."""
    made = sum(batch.passed for batch in report.batches) + len(report.held)
    rate = len(report.held) / max(1, made)
    if rate > most:
        facts = {"held": len(report.held), "pages": made, "rate": round(rate, 4), "run": report.job.run}
        announce(HELD_RATE_HIGH, f"run.{report.job.run}", f"run {report.job.run}", facts)


def source_changed(source: str, facts: dict[str, Any]) -> None:
    """The content of a source's articles has changed."""
    announce(SOURCE_CHANGED, f"source.{source}", source, {"source": source, **facts})


def glossary_released(release: str, facts: dict[str, Any]) -> None:
    """A release of the term base binds from now on."""
    announce(GLOSSARY_RELEASED, f"glossary.{release}", release, {"release": release, **facts})


def announce(event: str, identity: str, name: str, facts: dict[str, Any]) -> None:
    """Emit an event about `glosspress.<identity>`; it is sent in the background and never fails a run."""
    resource = {"prefect.resource.id": f"glosspress.{identity}", "prefect.resource.name": name}
    emit_event(event=event, resource=resource, payload=facts)
