"""From an answer to what was fetched: encoding, time, headers without secrets."""

from __future__ import annotations

import re

import httpx

from glosspress.digest import utc_now
from glosspress.ingest.addresses import shown
from glosspress.ingest.contents import encoding_of, is_text
from glosspress.ingest.evidence import Known
from glosspress.ingest.fetched import Fetched
from glosspress.ingest.requesting import Answer

_SECRET_HEADER = re.compile(r".*(cookie|authoriz|authentic|token|secret|api-?key|session|csrf|nonce|signature).*")
_LEADING = frozenset({"location", "content-location", "refresh", "report-to", "nel", "reporting-endpoints"})
"""Headers with addresses that may carry secrets, and that nobody needs later."""
_TARGET = re.compile(r"<([^>]*)>")
_LONGEST_HEADER = 4000


def fetched_of(answer: Answer, asked: str, trail: tuple[str, ...]) -> Fetched:
    """A fresh body."""
    media = answer.headers.get("content-type", "").strip() or "text/html"
    charset = ""
    kept = public_headers(answer.headers)
    if is_text(answer.body):
        charset, note = encoding_of(answer.body, media)
        if "charset" not in media.lower():
            media = f"{media}; charset={charset}"
        if note:
            kept["x-glosspress-encoding"] = f"{charset}: {note}"
    final = trail[-1] if trail else asked
    return Fetched(
        asked, final, answer.status, tuple(sorted(kept.items())), answer.body, media, charset, utc_now(), False, trail
    )


def still_good(known: Known, asked: str, trail: tuple[str, ...], headers: httpx.Headers) -> Fetched:
    """The body that the ledger holds, after 304; validators are the newest ones."""
    snapshot = known.snapshot
    validators = {"etag": known.etag, "last-modified": known.last_modified}
    validators |= {name: headers[name] for name in validators if headers.get(name)}
    kept = {**dict(snapshot.headers), **{name: value for name, value in validators.items() if value}}
    charset = encoding_of(snapshot.body, snapshot.content_type)[0] if is_text(snapshot.body) else ""
    return Fetched(
        url=asked,
        final_url=trail[-1] if trail else asked,
        status=304,
        headers=tuple(sorted(kept.items())),
        body=snapshot.body,
        content_type=snapshot.content_type,
        charset=charset,
        fetched_at=snapshot.fetched_at,
        not_modified=True,
        redirects=trail,
    )


def public_headers(headers: httpx.Headers) -> dict[str, str]:
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
