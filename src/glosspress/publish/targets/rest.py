"""A small client of the WordPress REST API. The password is in no message."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from glosspress.errors import ConfigError, PublishError

_LOCAL = ("127.0.0.1", "localhost", "::1")
_PER_PAGE = 100
_AUTH_STATUS = (401, 403)


class Rest:
    """Requests below `wp/v2`. `index.php?rest_route=` works with and without pretty addresses."""

    def __init__(self, url: str, user: str, password: str, timeout_s: float) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in _LOCAL:
            raise ConfigError("an application password is only sent over https", url, "write https:// in `targets`")
        self._url = url
        self._client = httpx.Client(auth=(user, password), timeout=timeout_s, follow_redirects=False)

    def get(self, path: str, query: dict[str, Any]) -> Any:
        """The answer as data."""
        return self._asked("GET", path, query, None).json()

    def post(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Create or change; returns what WordPress made of it."""
        answer: dict[str, Any] = self._asked("POST", path, {"context": "edit"}, fields).json()
        return answer

    def every(self, path: str, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """All entries of a collection, page by page."""
        number, pages = 1, 1
        while number <= pages:
            asked = {**query, "per_page": _PER_PAGE, "page": number, "orderby": "id", "order": "asc"}
            answer = self._asked("GET", path, asked, None)
            pages = int(answer.headers.get("X-WP-TotalPages", "1"))
            yield from answer.json()
            number += 1

    def _asked(self, method: str, path: str, query: dict[str, Any], fields: dict[str, Any] | None) -> httpx.Response:
        route = f"/wp/v2/{path}"
        try:
            answer = self._client.request(
                method, f"{self._url}index.php", params={"rest_route": route, **query}, json=fields
            )
        except httpx.HTTPError as error:
            what = f"WordPress does not answer ({type(error).__name__}); posts not yet written are as they were"
            raise PublishError(what, self._url, "run the same command again") from error
        if answer.status_code in _AUTH_STATUS:
            what = f"WordPress refuses ({answer.status_code}, {_said(answer)})"
            raise PublishError(what, route, "check user, application password and role (editor)")
        if not answer.is_success or "json" not in answer.headers.get("Content-Type", ""):
            raise PublishError(f"WordPress answers {answer.status_code} ({_said(answer)})", route)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


def _said(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("message", ""))[:200]
    except (ValueError, AttributeError):
        return "no JSON: is the REST API switched off?"
