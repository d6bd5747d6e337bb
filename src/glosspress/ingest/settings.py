"""Settings of the HTTP client as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from glosspress import __version__
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Limits, manners and identity; the defaults suit a single URL without a workspace."""

    user_agent: str = f"glosspress/{__version__}"
    allow_loopback: bool = False
    """True: loopback addresses may be fetched, at any port. Other private addresses never."""
    ports: tuple[int, ...] = ()
    """Besides 80 and 443."""
    robots: bool = True
    concurrency: int = 8
    per_host: int = 2
    delay_s: float = 0.5
    timeout_s: float = 20.0
    """For connecting and for each read."""
    total_timeout_s: float = 120.0
    """For one page with its redirects (and their sites' robots.txt) and attempts, by the wall clock; queueing for its own host
    does not count.
    """
    listing_timeout_s: float = 3600.0
    """For all lists of a source together: pages of a feed, sitemaps of an index, pages of an index of posts."""
    max_redirects: int = 5
    max_header_bytes: int = 65_536
    max_bytes: int = 50_000_000
    """After decompression."""
    max_ratio: int = 200
    """Of a body's size after and before decompression, from 1 MB on."""
    attempts: int = 3
    """For what may pass: no connection, a timeout, 429, 5xx."""
    pause_s: float = 0.5
    """Before the second attempt, give or take a half; doubled for each further one. A longer Retry-After is honoured."""
    give_up_after: int = 10
    """Pages in a row that a host fails."""


def settings_of(workspace: Workspace) -> FetchSettings:
    """The settings of a workspace; publisher and contact are told to the sites."""
    site, limits = workspace.config.site, workspace.config.fetch
    about = "; ".join(part for part in (site.publisher, f"+{site.contact}" if site.contact else "") if part)
    agent = f"glosspress/{__version__}" + (f" ({about})" if about else "")
    return FetchSettings(
        user_agent="".join(letter if " " <= letter <= "~" else "?" for letter in agent),
        max_bytes=workspace.config.limits.max_bytes,
        **limits.model_dump(),
    )
