"""From an answer to what was fetched: encoding, time, headers without secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from glosspress.digest import utc_now
from glosspress.ingest.addresses import shown
from glosspress.ingest.caching import Known, Outcome
from glosspress.ingest.contents import encoding_of, is_text
from glosspress.ingest.fetched import Fetched

_SECRET_HEADER = re.compile(r".*(cookie|authoriz|authentic|token|secret|api-?key|session|csrf|nonce|signature).*")
_LEADING = frozenset({"location", "content-location", "refresh", "report-to", "nel", "reporting-endpoints"})
"""Headers with addresses that may carry secrets, and that nobody needs later."""
_TARGET = re.compile(r"<([^>]*)>")
_LONGEST_HEADER = 4000


def fetched_of(outcome: Outcome, asked: str, trail: tuple[str, ...]) -> Fetched:
    """A fresh body, or the one that the ledger holds."""
    if outcome.known is not None:
        return _still_good(outcome, outcome.known, asked, trail)
    answer = outcome.answer
    assert answer is not None, "without a known version something was asked"
    media = answer.headers.get("content-type", "").strip() or "text/html"
    charset = ""
    kept = public_headers(answer.headers)
    if is_text(answer.body):
        charset, note = encoding_of(answer.body, media)
        if "charset" not in media.lower():
            media = f"{media}; charset={charset}"
        if note:
            kept["x-glosspress-encoding"] = f"{charset}: {note}"
    return Fetched(
        url=asked,
        final_url=trail[-1] if trail else asked,
        status=answer.status,
        headers=tuple(sorted(kept.items())),
        body=answer.body,
        content_type=media,
        charset=charset,
        fetched_at=utc_now(),
        redirects=trail,
        said=tuple(sorted((outcome.kept or {}).items())),
        reusable=outcome.kept is not None,
    )


def _still_good(outcome: Outcome, known: Known, asked: str, trail: tuple[str, ...]) -> Fetched:
    """The body that the ledger holds, after 304 or while it is fresh; validators are the newest ones."""
    snapshot, said = known.snapshot, outcome.kept or {}
    kept = {**dict(snapshot.headers), **{name: said[name] for name in ("etag", "last-modified") if name in said}}
    charset = encoding_of(snapshot.body, snapshot.content_type)[0] if is_text(snapshot.body) else ""
    return Fetched(
        url=asked,
        final_url=trail[-1] if trail else asked,
        status=200 if outcome.answer is None else 304,
        headers=tuple(sorted(kept.items())),
        body=snapshot.body,
        content_type=snapshot.content_type,
        charset=charset,
        fetched_at=snapshot.fetched_at,
        not_modified=outcome.answer is not None,
        fresh=outcome.answer is None,
        redirects=trail,
        said=tuple(sorted(said.items())),
    )


def public_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Lower-case names and values, without cookies and credentials; addresses in `Link` without secrets."""
    kept = {}
    for name, value in headers.items():
        lower = name.lower()
        if _SECRET_HEADER.fullmatch(lower) or lower in _LEADING:
            continue
        text = _TARGET.sub(_shown_target, value) if lower == "link" else value
        kept[lower] = text[:_LONGEST_HEADER]
    return kept


def _shown_target(match: re.Match[str]) -> str:
    return f"<{shown(match[1])}>"
