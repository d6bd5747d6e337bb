"""Articles from the web: one client, limits on everything that a server decides.

Environment proxies and netrc are not read: the address that was checked is the address that is asked. Cookies are not
kept. What may pass (no connection, timeout, 429, 5xx) is tried again within the total time.
"""

from __future__ import annotations

import time
import zlib
from types import TracebackType
from typing import NoReturn, Self

import httpx

from glosspress.digest import utc_now
from glosspress.errors import FetchError
from glosspress.ingest.addresses import Target, check, shown
from glosspress.ingest.contents import check_text, encoding_of
from glosspress.ingest.decompression import ACCEPTED, UnknownEncodingError, decompressed
from glosspress.ingest.settings import FetchSettings
from glosspress.snapshot import Snapshot

_PAGE_TYPES = ("text/", "application/xhtml+xml", "application/xml", "application/octet-stream")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "authorization", "www-authenticate", "proxy-authenticate"})
_MEANINGS = {401: "a login is asked for", 403: "the site refuses", 404: "no such page", 410: "the page is gone"}


class _PassingError(Exception):
    """A failure that may be over at the next attempt."""

    def __init__(self, what: str, wait_s: float = 0.0) -> None:
        super().__init__(what)
        self.what = what
        self.wait_s = wait_s


class Web:
    """The client; a context manager. One for a run."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        headers = {"User-Agent": settings.user_agent, "Accept": "text/html, text/plain;q=0.8, */*;q=0.1"}
        self._client = httpx.Client(
            headers={**headers, "Accept-Encoding": ACCEPTED},
            timeout=httpx.Timeout(settings.timeout_s),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch(self, url: str) -> Snapshot:
        """The snapshot of a page; its URL is the one asked for, the last of its redirects is the header
        `x-glosspress-final-url`.

        FetchError (an InputError): refused address, no answer in time, HTTP error, too many redirects, too large, not a
        page. InputError: empty or binary.
        """
        deadline = time.monotonic() + self._settings.total_timeout_s
        pause = self._settings.pause_s
        for attempt in range(1, self._settings.attempts + 1):
            try:
                return self._attempt(url, deadline)
            except _PassingError as error:
                wait = max(pause, error.wait_s)
                if attempt == self._settings.attempts or time.monotonic() + wait > deadline:
                    tried = f" ({attempt} attempts)" if attempt > 1 else ""
                    raise FetchError(f"{error.what}{tried}", shown(url), "try again later") from None
                time.sleep(wait)
                pause *= 2
        raise AssertionError("at least one attempt is made")

    def _attempt(self, url: str, deadline: float) -> Snapshot:
        asked = shown(url)
        current = url
        for _ in range(self._settings.max_redirects + 1):
            target = check(current, allow_loopback=self._settings.allow_loopback)
            answer = self._ask(target, deadline, asked)
            if isinstance(answer, Snapshot):
                return answer
            current = answer
        raise FetchError(f"more than {self._settings.max_redirects} redirects", asked)

    def _ask(self, target: Target, deadline: float, asked: str) -> Snapshot | str:
        """The page, or the URL that the site sends on to."""
        request = self._client.build_request(
            "GET",
            target.connect_url,
            headers={"Host": target.host_header},
            extensions={"sni_hostname": target.url.raw_host.decode("ascii")},
        )
        self._client.cookies.clear()
        try:
            response = self._client.send(request, stream=True)
            try:
                return self._received(response, target, deadline, asked)
            finally:
                response.close()
        except httpx.TimeoutException:
            raise _PassingError(f"no answer within {self._settings.timeout_s:g} s") from None
        except httpx.TransportError as error:
            raise _PassingError(f"no connection: {error}") from None

    def _received(self, response: httpx.Response, target: Target, deadline: float, asked: str) -> Snapshot | str:
        if response.status_code in _REDIRECTS and "location" in response.headers:
            return _next_url(target.url, response.headers["location"], asked)
        if response.status_code in _PASSING:
            raise _PassingError(_status(response), _retry_after(response))
        if response.status_code != httpx.codes.OK:
            raise FetchError(_status(response), asked, "check the address, or take it out of the source definition")
        media = response.headers.get("content-type", "")
        if media and not media.lower().startswith(_PAGE_TYPES):
            raise FetchError(f"is {media.partition(';')[0]}, not a page", asked)
        body = self._body(response, deadline, asked)
        check_text(body, asked)
        return _snapshot(response, target, body, asked)

    def _body(self, response: httpx.Response, deadline: float, asked: str) -> bytes:
        limit = self._settings.max_bytes
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > limit:
            _too_large(limit, asked)
        parts, size = [], 0
        try:
            for piece in decompressed(response.iter_raw(), response.headers.get("content-encoding", "")):
                size += len(piece)
                if size > limit:
                    _too_large(limit, asked)
                if time.monotonic() > deadline:
                    raise FetchError(f"not complete within {self._settings.total_timeout_s:g} s", asked)
                parts.append(piece)
        except UnknownEncodingError as error:
            raise FetchError(f"the answer is compressed as `{error}`, which was not asked for", asked) from None
        except (zlib.error, EOFError) as error:
            raise _PassingError(f"the compressed answer is damaged: {error}") from None
        return b"".join(parts)


def _too_large(limit: int, asked: str) -> NoReturn:
    raise FetchError(f"is larger than {limit / 1e6:g} MB", asked, "raise limits.max_bytes in glosspress.yaml")


def _next_url(base: httpx.URL, location: str, asked: str) -> str:
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise FetchError(f"is redirected to `{location[:100]}`, which is not a URL", asked) from None


def _status(response: httpx.Response) -> str:
    code = response.status_code
    meaning = _MEANINGS.get(code) or response.reason_phrase or "unknown status"
    return f"HTTP {code}: {meaning}"


def _retry_after(response: httpx.Response) -> float:
    """Seconds; a date or nonsense counts as nothing told."""
    told = response.headers.get("retry-after", "")
    return float(told) if told.isdigit() and len(told) < 6 else 0.0


def _snapshot(response: httpx.Response, target: Target, body: bytes, asked: str) -> Snapshot:
    media = response.headers.get("content-type", "") or "text/html"
    encoding, note = encoding_of(body, media)
    if "charset" not in media.lower():
        media = f"{media}; charset={encoding}"
    kept = {name.lower(): value for name, value in response.headers.items() if name.lower() not in _SECRET_HEADERS}
    if note:
        kept["x-glosspress-encoding"] = f"{encoding}: {note}"
    if str(target.url) != asked:
        kept["x-glosspress-final-url"] = shown(str(target.url))
    return Snapshot(asked, body, media, utc_now(), tuple(sorted(kept.items())))
