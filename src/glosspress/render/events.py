"""What persons did, in the PROV record of a page: each event of the chain with its number and sha256."""

from __future__ import annotations

from typing import Any

from glosspress.event import Event
from glosspress.page import Page, Review
from glosspress.render.persons import EDITED
from glosspress.render.prov_json import Bundle


def edited(page: Page) -> bool:
    """Whether persons wrote sentences of the page."""
    return any(item.kind == EDITED for item in page.reviews)


def reviews(bundle: Bundle, page: Page) -> None:
    """Post-editing makes the target a revision of the machine's text; approvals are reviews of the target."""
    agents = _agents(bundle, [item.actor for item in page.reviews])
    events: dict[int, list[Review]] = {}
    for item in page.reviews:
        events.setdefault(item.event, []).append(item)
    for number, items in sorted(events.items()):
        first = items[0]
        places = sorted({item.where for item in items if item.where})
        facts = {"gp:event": number, "gp:eventSha256": first.sha256, "gp:kind": first.kind, "gp:role": first.role}
        name = _activity(bundle, f"event-{number}", "Event", first.at, {**facts, "gp:where": places})
        bundle.relate("wasAssociatedWith", name, agents[first.actor])
    for activity, kinds in (("PostEdit", {EDITED}), ("Review", {item.kind for item in page.reviews} - {EDITED})):
        mine = sorted((item for item in page.reviews if item.kind in kinds), key=lambda item: item.event)
        if mine:
            _joint(bundle, activity, mine, agents)


def _joint(bundle: Bundle, activity: str, items: list[Review], agents: dict[str, str]) -> None:
    """All edits, or all approvals, as one activity: a PROV entity is generated once."""
    name = _activity(bundle, activity, activity, max(item.at for item in items), {})
    for actor in dict.fromkeys(item.actor for item in items):
        bundle.relate("wasAssociatedWith", name, agents[actor])
    for number in dict.fromkeys(item.event for item in items):
        bundle.relate("wasInformedBy", name, f"page:event-{number}")
    if activity == "Review":
        bundle.relate("used", name, "page:target")
        return
    bundle.entity("page:machine", "gp:Translation", {"gp:state": "machine-checked"})
    bundle.relate("used", name, "page:machine")
    bundle.relate("wasGeneratedBy", "page:target", name, max(item.at for item in items))
    bundle.relate("wasDerivedFrom", "page:target", "page:machine", kind="prov:Revision")
    for actor in dict.fromkeys(item.actor for item in items):
        bundle.relate("wasAttributedTo", "page:target", agents[actor])


def withdrawal(bundle: Bundle, event: Event) -> None:
    """The end of a page's validity."""
    facts = {"gp:event": event.number, "gp:eventSha256": event.sha256, "gp:kind": event.kind.value}
    name = _activity(
        bundle, "Withdraw", "Withdraw", event.at, {**facts, "gp:role": event.role, "gp:reason": event.comment}
    )
    bundle.relate("wasAssociatedWith", name, _agents(bundle, [event.actor], "withdrawer")[event.actor])
    bundle.relate("wasInvalidatedBy", "page:target", name, event.at)


def _activity(bundle: Bundle, name: str, kind: str, at: str, facts: dict[str, Any]) -> str:
    bundle.activity(f"page:{name}", f"gp:{kind}", at, facts)
    return f"page:{name}"


def _agents(bundle: Bundle, actors: list[str], prefix: str = "person") -> dict[str, str]:
    names = {actor: f"page:{prefix}-{number}" for number, actor in enumerate(dict.fromkeys(actors), 1)}
    for actor, name in names.items():
        bundle.agent(name, "prov:Person", actor)
    return names
