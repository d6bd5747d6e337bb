"""Questions to a Prefect server over its REST API: the command line does not load Prefect."""

from __future__ import annotations

import os
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from glosspress.cli.serving import state
from glosspress.cli.serving.patience import patiently
from glosspress.cli.serving.settings import secret
from glosspress.errors import ConfigError, without_password

_CLIENT = "glosspress"
_TIMEOUT_S = 20.0
_PAGE = 200
"""As many as Prefect gives at once: PREFECT_API_DEFAULT_LIMIT, which it takes for the most too."""


def address(root: Path) -> tuple[str, str]:
    """The API's URL and `user:password`: of PREFECT_API_URL, else of what `glosspress up` started here.

    ConfigError: there is neither.
    """
    own = os.environ.get("PREFECT_API_URL")
    if own:
        auth = os.environ.get("PREFECT_API_AUTH_STRING") or os.environ.get("PREFECT_SERVER_API_AUTH_STRING") or ""
        return own.rstrip("/"), auth
    serving = state.read(root)
    if serving is None:
        raise ConfigError("no Prefect server runs for this workspace", "", "glosspress up, or set PREFECT_API_URL")
    return f"{serving.url}/api", secret(root)


class Api:
    """One server. Every call raises ConfigError when it does not answer as it should; a busy server is asked again."""

    def __init__(self, url: str, auth: str) -> None:
        user, _, password = auth.partition(":")
        self._base = url
        self.url = without_password(url)
        self._client = httpx.Client(
            timeout=_TIMEOUT_S, trust_env=False, auth=httpx.BasicAuth(user, password) if auth else None
        )
        self._headers: dict[str, str] = {}

    def status(self, path: str, *, anonymous: bool = False) -> int:
        """The status of a GET, with our password or without any."""
        return self._send("GET", path, None, anonymous=anonymous).status_code

    def get(self, path: str) -> Any:
        """The answer as data."""
        return self._data(self._send("GET", path, None))

    def every(self, path: str, fields: dict[str, Any]) -> list[dict[str, Any]]:
        """All that fits a filter (`.../filter`): the server gives a page at a time."""
        found: list[dict[str, Any]] = []
        while True:
            page = self._data(self._send("POST", path, {**fields, "limit": _PAGE, "offset": len(found)}))
            found += page
            if len(page) < _PAGE:
                return found

    def protect(self) -> bool:
        """Take a CSRF token; False: the server asks for none."""
        answer = self._send("GET", f"/csrf-token?client={_CLIENT}", None)
        if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            return False
        self._headers = {"Prefect-Csrf-Token": self._data(answer)["token"], "Prefect-Csrf-Client": _CLIENT}
        return True

    def _send(
        self, method: str, path: str, fields: dict[str, Any] | None, *, anonymous: bool = False
    ) -> httpx.Response:
        try:
            if anonymous:
                return patiently(lambda: httpx.get(self._base + path, timeout=_TIMEOUT_S, trust_env=False))
            return patiently(
                lambda: self._client.request(method, self._base + path, json=fields, headers=self._headers)
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            what = f"the Prefect server does not answer ({type(error).__name__})"
            raise ConfigError(what, self.url, "glosspress up; .glosspress/server/server.log") from error

    def _data(self, answer: httpx.Response) -> Any:
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            what = "the Prefect server refuses the password"
            raise ConfigError(what, self.url, "compare .glosspress/server/auth with PREFECT_SERVER_API_AUTH_STRING")
        if not answer.is_success:
            where = str(answer.url.copy_with(userinfo=b"", query=None))
            raise ConfigError(f"answers {answer.status_code}: {answer.text[:200]}", where)
        try:
            return answer.json()
        except ValueError as error:
            raise ConfigError("what answers is no Prefect server", self.url, "compare PREFECT_API_URL") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
