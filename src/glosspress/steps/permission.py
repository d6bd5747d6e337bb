"""The permission to translate: what nobody has decided about is not published.

`fair-use-review` in a definition means that a person has yet to decide. The decision is an event; it is bound to the licence
block it was made about.
"""

from __future__ import annotations

from glosspress.digest import digest
from glosspress.errors import UsageError
from glosspress.event import Draft, EventKind
from glosspress.ledger import Ledger, open_ledger
from glosspress.sources import Source, load_all
from glosspress.workspace import Workspace

_OPEN_QUESTION = "fair-use-review"


def waits(ledger: Ledger, source: Source) -> str:
    """Why pages of a source may not go online yet; empty: they may."""
    if source.license.status != _OPEN_QUESTION or cleared(ledger, source):
        return ""
    return f"nobody has decided about the permission to translate `{source.id}` (glosspress source clear {source.id} --by PERSON)"


def cleared(ledger: Ledger, source: Source) -> bool:
    """Whether a person has decided about the licence as the definition states it now."""
    found = ledger.events(subjects=[source.id], kinds=[EventKind.SOURCE_CLEARED])
    return any(event.body.get("license") == _identity(source) for event in found)


def clear(here: Workspace, source_id: str, actor: str, role: str, comment: str) -> int:
    """Record the decision; returns the number of the event. UsageError: no such source, or nobody named."""
    source = next((item for item in load_all(here) if item.id == source_id), None)
    if source is None:
        raise UsageError(f"no source `{source_id}`", "sources/", "glosspress source check")
    if not actor.strip():
        raise UsageError("a decision needs a person", "--by", "--by editor@example.org")
    body = {"license": _identity(source), "status": source.license.status, "name": source.license.name}
    draft = Draft(EventKind.SOURCE_CLEARED, source.id, actor.strip(), role, "", comment, body)
    with open_ledger(here.ledger_url) as ledger:
        return ledger.append([draft])[0].number


def _identity(source: Source) -> str:
    return digest(source.license.model_dump(mode="json"))
