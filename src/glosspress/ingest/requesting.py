"""One request and its answer, with limits on everything that a server decides. Redirects are not followed here."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import httpx

from glosspress.errors import FetchError
from glosspress.ingest.decompression import Decompressor, UnknownEncodingError
from glosspress.ingest.settings import FetchSettings
from glosspress.ingest.waiting import told_wait

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_MEANINGS = {401: "a login is asked for", 403: "the site refuses", 404: "no such page", 410: "the page is gone"}
_FORBIDDEN = re.compile(rb"[\0\r\n]")
"""RFC 9113, 8.2.1."""
_NO_RATIO_BELOW = 1_000_000
"""Bytes after decompression; below, any ratio is harmless."""
_PERMANENT = "check the address, or take it out of the source definition"


class PassingError(Exception):
    """A failure that may be over at the next attempt."""

    def __init__(self, what: str, wait_s: float | None = None, status: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.wait_s = wait_s
        """Seconds that the site asks for; None: it says nothing."""
        self.status = status


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for and how much of it is taken."""

    max_bytes: int
    types: tuple[str, ...] = ()
    """Beginnings of media types that are taken; empty: any."""
    cut: bool = False
    """True: what is beyond `max_bytes` is left, not an error."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of the request, beside those that all requests of a client carry."""


@dataclass(frozen=True, slots=True)
class Answer:
    """200 or 304 with its body, or a redirect."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes = b""
    location: str = ""
    """Of a redirect, as sent."""


async def hide_location(response: httpx.Response) -> None:
    """A response hook: without it httpx reads Location by itself, and raises on what is no URL."""
    if "location" in response.headers:
        response.extensions["location"] = response.headers.pop("location")


async def exchange(
    client: httpx.AsyncClient, url: httpx.URL, wanted: Wanted, settings: FetchSettings, asked: str
) -> Answer:
    """Ask for one URL. `asked` names the page in messages.

    FetchError: refused, too large, not what is wanted, an HTTP error that stays. PassingError: one that may pass.
    """
    client.cookies.clear()
    # Written as they mostly are: some old servers read no others.
    request = client.build_request("GET", url, headers={name.title(): value for name, value in wanted.headers.items()})
    try:
        response = await client.send(request, stream=True)
        try:
            return await _received(response, url, wanted, settings, asked)
        finally:
            await response.aclose()
    except httpx.TimeoutException:
        raise PassingError(f"no answer within {settings.timeout_s:g} s") from None
    except httpx.TransportError as error:
        raise PassingError(f"no connection: {error}") from None


async def _received(
    response: httpx.Response, url: httpx.URL, wanted: Wanted, settings: FetchSettings, asked: str
) -> Answer:
    status, headers = response.status_code, response.headers
    if sum(len(name) + len(value) + 4 for name, value in headers.raw) > settings.max_header_bytes:
        raise FetchError(f"the headers are larger than {settings.max_header_bytes // 1024} KB", asked, "", status)
    if any(_FORBIDDEN.search(value) for _, value in headers.raw):  # HTTP/2 lets them through; databases do not
        raise PassingError("no connection: a header holds a character that none may hold", status=status)
    if status in REDIRECTS and "location" in response.extensions:
        return Answer(url, status, headers, location=response.extensions["location"])
    if status in _PASSING:
        raise PassingError(_meaning(response), told_wait(headers), status)
    if status == httpx.codes.NOT_MODIFIED and any(name.lower().startswith("if-") for name in wanted.headers):
        return Answer(url, status, headers)
    if status != httpx.codes.OK:
        raise FetchError(_meaning(response), asked, _PERMANENT, status)
    media = headers.get("content-type", "")
    if media and wanted.types and not media.strip().lower().startswith(wanted.types):
        raise FetchError(f"is {media.partition(';')[0][:80]}, not a page", asked, "", status)
    return Answer(url, status, headers, await _body(response, wanted, settings, asked))


async def _body(response: httpx.Response, wanted: Wanted, settings: FetchSettings, asked: str) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > wanted.max_bytes and not wanted.cut:
        _too_large(wanted.max_bytes, asked)
    parts: list[bytes] = []
    size = received = 0
    try:
        decompressor = Decompressor(response.headers.get("content-encoding", ""))
        async for chunk in response.aiter_raw():
            received += len(chunk)
            for piece in decompressor.feed(chunk):
                size += len(piece)
                if size > wanted.max_bytes and wanted.cut:
                    return b"".join([*parts, piece])[: wanted.max_bytes]
                if max(size, received) > wanted.max_bytes:
                    _too_large(wanted.max_bytes, asked)
                if size > max(_NO_RATIO_BELOW, received * settings.max_ratio):
                    raise FetchError(f"grows to more than {settings.max_ratio} times its size when decompressed", asked)
                parts.append(piece)
            if received > wanted.max_bytes:
                _too_large(wanted.max_bytes, asked)
        decompressor.finish()
    except UnknownEncodingError as error:
        raise FetchError(f"the answer is compressed as `{error}`, which was not asked for", asked) from None
    except (zlib.error, EOFError) as error:
        raise PassingError(f"the compressed answer is damaged: {error}") from None
    return b"".join(parts)


def _too_large(limit: int, asked: str) -> NoReturn:
    raise FetchError(f"is larger than {limit / 1e6:g} MB", asked, "raise limits.max_bytes in glosspress.yaml")


def _meaning(response: httpx.Response) -> str:
    code = response.status_code
    meaning = _MEANINGS.get(code) or _phrase(code)
    return f"HTTP {code}: {meaning}"


def _phrase(code: int) -> str:
    """The standard's words for a status, never the server's."""
    return httpx.codes.get_reason_phrase(code) or "unknown status"
