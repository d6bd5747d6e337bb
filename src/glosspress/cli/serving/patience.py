"""A Prefect server that is busy is asked again: it answers 503 while its SQLite is locked, and its own clients retry."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus

import httpx

_BUSY = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What Prefect's client asks again for (`PrefectHttpxAsyncClient.send`, 3.8)."""
_WITHIN_S = 60.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 8.0


def patiently(send: Callable[[], httpx.Response], within_s: float = _WITHIN_S) -> httpx.Response:
    """The answer of `send`, sent again while the server is busy; the last answer when it stays so for `within_s`.

    Waits twice as long each time, and never shorter than `Retry-After` says in seconds.
    """
    until, wait = time.monotonic() + within_s, _FIRST_WAIT_S
    while (answer := send()).status_code in _BUSY:
        pause = max(wait, _retry_after_s(answer))
        if time.monotonic() + pause > until:
            break
        time.sleep(pause)
        wait = min(2 * wait, _LONGEST_WAIT_S)
    return answer


def _retry_after_s(answer: httpx.Response) -> float:
    """Seconds of the header; 0: there is none, or it is a date."""
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() else 0.0
