"""Settings of the HTTP client as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from glosspress import __version__
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Limits and identity; the defaults suit a single URL without a workspace."""

    user_agent: str = f"glosspress/{__version__}"
    allow_loopback: bool = False
    """True: loopback addresses may be fetched. Other private addresses never."""
    timeout_s: float = 20.0
    """For connecting and for each read."""
    total_timeout_s: float = 120.0
    """For one page with its redirects and attempts."""
    max_redirects: int = 5
    max_bytes: int = 50_000_000
    """After decompression."""
    attempts: int = 3
    """For what may pass: no connection, a timeout, 429, 5xx."""
    pause_s: float = 0.5
    """Before the second attempt; doubled for each further one. A longer Retry-After is honoured."""


def settings_of(workspace: Workspace) -> FetchSettings:
    """The settings of a workspace; publisher and contact are told to the sites."""
    site, limits = workspace.config.site, workspace.config.fetch
    about = "; ".join(part for part in (site.publisher, f"+{site.contact}" if site.contact else "") if part)
    agent = f"glosspress/{__version__}" + (f" ({about})" if about else "")
    return FetchSettings(
        user_agent="".join(letter if " " <= letter <= "~" else "?" for letter in agent),
        allow_loopback=limits.allow_loopback,
        timeout_s=limits.timeout_s,
        total_timeout_s=limits.total_timeout_s,
        max_redirects=limits.max_redirects,
        max_bytes=workspace.config.limits.max_bytes,
        attempts=limits.attempts,
    )
