"""What a request brought."""

from __future__ import annotations

from dataclasses import dataclass, field

from glosspress.digest import sha256
from glosspress.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a body: 200, or 304 with the body that the ledger holds."""

    url: str
    """As asked, without secrets."""
    final_url: str
    """After redirects, without secrets."""
    status: int
    """200; 304 where `not_modified`."""
    headers: tuple[tuple[str, str], ...]
    """Lower-case names, sorted, without credentials or cookies; of the earlier answer where `not_modified`."""
    body: bytes = field(repr=False)
    """After decompression."""
    content_type: str
    """As served, `; charset=` added where the site names none and the body is text."""
    charset: str
    """Name of the Python codec, by the standard's order; empty where the body is no text."""
    fetched_at: str
    """UTC, RFC 3339. The first time these bytes came from this URL, where there is a ledger."""
    not_modified: bool = False
    """True: the site said that nothing changed; the body is the ledger's."""
    fresh: bool = False
    """True: nothing was asked, what the ledger holds is fresh by the site's own words."""
    redirects: tuple[str, ...] = ()
    """URLs passed on the way, the final one last, without secrets."""
    said: tuple[tuple[str, str], ...] = ()
    """What decides about using it again (`caching.kept_of`), sorted."""
    reusable: bool = True
    """False: the site does not let it be used again (`no-store`)."""

    @property
    def sha256(self) -> str:
        """Identity of the bytes."""
        return sha256(self.body)

    @property
    def text(self) -> str:
        """The body as text; bytes that do not fit are replaced."""
        return self.body.decode(self.charset or "utf-8", "replace")

    def header(self, name: str) -> str:
        """A header's value, empty where absent."""
        return dict(self.headers).get(name.lower(), "")

    def snapshot(self, source: str = "") -> Snapshot:
        """The same as a snapshot of a source."""
        kept = self.headers
        if self.final_url != self.url:
            kept = tuple(sorted({**dict(kept), "x-glosspress-final-url": self.final_url}.items()))
        return Snapshot(self.url, self.body, self.content_type, self.fetched_at, kept, source)
