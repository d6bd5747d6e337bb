"""What was fetched or read, exactly as it came, and when."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from glosspress.digest import sha256


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Raw bytes of one article source."""

    url: str
    """Absolute http(s) URL, or `file:` with the path relative to the workspace (never a machine's absolute path)."""
    body: bytes = field(repr=False)
    content_type: str
    """Media type with parameters, as served, or by file ending: text/html, text/plain, text/markdown."""
    fetched_at: str
    """UTC, RFC 3339. The first time these bytes were seen at this URL."""
    headers: tuple[tuple[str, str], ...] = ()
    """Response headers without credentials or cookies, lower-case names, sorted."""
    source: str = ""
    """Id of the source definition; empty for a single file."""

    @property
    def sha256(self) -> str:
        """Identity of the bytes."""
        return sha256(self.body)

    @property
    def record_id(self) -> str:
        """See `record_id`."""
        return record_id(self.url, self.sha256)


def record_id(url: str, sha256: str) -> str:
    """The WARC-Record-ID of the bytes that came from a URL: the same in every export and in every page's provenance."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{url} {sha256}").urn
