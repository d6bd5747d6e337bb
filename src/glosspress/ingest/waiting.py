"""How long to wait: what a site asks for, and pauses between attempts."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import anyio
import httpx

_YEAR_S = 31_536_000.0


def told_wait(headers: httpx.Headers) -> float | None:
    """Seconds until Retry-After (RFC 9110, 10.2.3: seconds or a date); a past date is 0, nonsense is None."""
    told = headers.get("retry-after", "").strip()
    if told.isdecimal() and told.isascii():
        return min(float(told[:12]), _YEAR_S)
    when = told_time(told)
    return None if when is None else min(max(0.0, when.timestamp() - time.time()), _YEAR_S)


def told_time(told: str) -> datetime | None:
    """A date of HTTP (RFC 9110, 5.6.7) in UTC; None: nonsense."""
    try:
        when = parsedate_to_datetime(told)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def pause(first_s: float, attempt: int, told_s: float | None) -> float:
    """Seconds before attempt `attempt` + 1: doubling from `first_s`, give or take a half, so that many clients that failed
    together do not return together; never shorter than what the site asked for.
    """
    jittered: float = first_s * 2.0 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
    return max(jittered, told_s or 0.0)


class Budget:
    """Wall-clock seconds for one page; runs only while something is asked or waited for on its behalf."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def __enter__(self) -> Budget:
        """TimeoutError from the block's end: used up."""
        self._begun = time.monotonic()
        self._scope = anyio.fail_after(max(0.0, self.left))
        self._scope.__enter__()
        return self

    def __exit__(self, *raised: object) -> bool | None:
        self.left -= time.monotonic() - self._begun
        return self._scope.__exit__(*raised)  # type: ignore[arg-type]


class Deadline:
    """Wall-clock seconds for several requests together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds; 0.0 when it is over."""
        return max(0.0, self._end - time.monotonic())
