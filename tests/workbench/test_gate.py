"""Who gets in, and what is refused: over real sockets, with an HTTP client that can lie about everything."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from glosspress.ledger import open_ledger
from glosspress.steps.reviewing import page_view
from glosspress.workbench import Address
from glosspress.workspace import Workspace, at

from .conftest import served

PAGE = {"page": "tests/ketamine", "locale": "pt-BR"}
NAME = {"name": "reviewer@example.org", "role": "medical reviewer"}


@pytest.fixture(scope="module")
def site(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One workspace for all refusals: they write nothing, which each test makes sure of."""
    root = tmp_path_factory.mktemp("refused") / "site"
    shutil.copytree(template, root)
    return at(root)


@pytest.fixture(scope="module")
def bench(site: Workspace) -> Iterator[Address]:
    with served(site) as address:
        yield address


@pytest.fixture
def client(bench: Address) -> Iterator[httpx.Client]:
    """A browser without a session."""
    with httpx.Client(base_url=f"http://127.0.0.1:{bench.port}", follow_redirects=True, timeout=60) as made:
        yield made


@pytest.fixture
def csrf(client: httpx.Client, bench: Address) -> str:
    """The client has a session and a name from here on; its CSRF token."""
    token = _csrf(client.get(bench.url).text)
    assert client.post("/who", data={**NAME, "csrf": token}).status_code == 200
    return token


def _csrf(html: str) -> str:
    return re.findall(r'name="csrf" value="([^"]+)"', html)[0]


def _seen(site: Workspace, where: str = "0#1") -> dict[str, str]:
    item = next(part for part in page_view(site, PAGE["page"], PAGE["locale"]).segments if part.where == where)
    return {**PAGE, "where": where, "seen": str(item.seen), "subject": item.subject}


def _events(site: Workspace) -> int:
    return open_ledger(site.ledger_url).head()[0]


@pytest.mark.parametrize(
    "path", ["/", "/page/pt-BR/tests/ketamine", "/publish", "/who", "/enter", "/enter?token=guess"]
)
def test_nothing_is_shown_without_the_token(client: httpx.Client, path: str) -> None:
    """Every page of a browser without a session is the same refusal, which says where the address is to be found."""
    answer = client.get(path)
    assert answer.status_code == 403
    assert "ketamine" not in answer.text.lower()
    assert "glosspress review serve" in answer.text


def test_the_cookie_is_for_this_server_only(client: httpx.Client, bench: Address) -> None:
    """No script can read it, no other site can send it, and its name holds the port: a host's ports share cookies."""
    answer = client.get(bench.url, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"glosspress-{bench.port}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert bench.token not in cookie
    assert bench.token not in answer.headers["location"]


def test_nobody_reviews_without_a_name(client: httpx.Client, bench: Address, site: Workspace) -> None:
    """A session without a person is asked who it is, whatever it wants; blank and many-line names are refused."""
    asked = client.get(bench.url)
    assert client.get("/page/pt-BR/tests/ketamine").url.path == "/who"
    form = {"csrf": _csrf(asked.text), **_seen(site), "comment": "hello"}
    assert client.post("/comment", data=form).url.path == "/who"
    for name in (" ", "a\nb", "x" * 201):
        assert client.post("/who", data={"csrf": form["csrf"], "name": name}).status_code == 422
    assert _events(site) == 0


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", ""])
def test_another_host_name_is_refused(client: httpx.Client, csrf: str, bench: Address, host: str) -> None:
    """DNS rebinding: a name that somebody else points at loopback is not ours, even with the cookie."""
    assert client.get("/", headers={"Host": host}).status_code == 421
    assert client.get(f"/enter?token={bench.token}", headers={"Host": host}).status_code == 421
    assert client.get("/static/workbench.js", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_writes_from_other_sites_are_refused(
    client: httpx.Client, csrf: str, site: Workspace, headers: dict[str, str]
) -> None:
    """Even with cookie and CSRF token: the browser says where a form comes from."""
    form = {**_seen(site), "csrf": csrf, "comment": "hello"}
    assert client.post("/comment", data=form, headers=headers).status_code == 403
    assert _events(site) == 0


@pytest.mark.parametrize(
    "action",
    ["save", "approve", "reject", "reopen", "comment", "approve-page", "reopen-page", "publish", "check", "who"],
)
def test_every_form_needs_the_token_of_its_session(
    client: httpx.Client, csrf: str, site: Workspace, action: str
) -> None:
    """No token, a wrong one: 403, and nothing is written. GET writes nothing at all."""
    form = {**_seen(site), "comment": "hello", "target": "Tome 0,5 mg/kg.", "confirmed": "yes", "name": "other"}
    for token in ({}, {"csrf": ""}, {"csrf": csrf[:-1]}):
        assert client.post(f"/{action}", data={**form, **token}).status_code == 403
    if action not in {"publish", "who"}:
        assert client.get(f"/{action}", params={**form, "csrf": csrf}).status_code == 405
    assert _events(site) == 0
    assert not site.output.exists()


def test_forms_are_read_strictly(client: httpx.Client, csrf: str, site: Workspace) -> None:
    """Other content types, huge bodies, control characters and broken UTF-8 are refused; missing marks of what was seen too."""
    form = {**_seen(site), "csrf": csrf, "comment": "hello"}
    assert client.post("/comment", json=form).status_code == 415
    assert client.post("/comment", data={**form, "comment": "x" * 300_000}).status_code == 413
    assert client.post("/comment", data={**form, "comment": "a\x00b"}).status_code == 400
    raw = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/comment", content=b"csrf=%ff", headers=raw).status_code == 400
    for missing in ("seen", "subject"):
        kept = {name: value for name, value in form.items() if name != missing}
        assert client.post("/save", data={**kept, "target": "Tome 0,5 mg/kg durante 40 min."}).status_code == 400
    assert client.post("/publish", data={"csrf": csrf}).status_code == 400
    assert _events(site) == 0


def test_every_answer_is_locked_down(client: httpx.Client, csrf: str) -> None:
    """No inline script or style, no frame, no cache, no sniffing: on pages, refusals, files and errors alike."""
    for path in (
        "/",
        "/page/pt-BR/tests/ketamine",
        "/page/pt-BR/no/such",
        "/nothing",
        "/static/workbench.css",
        "/enter",
    ):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"<script(?! src=\"/static/)|<style|\sstyle=|\son\w+=", answer.text)


@pytest.mark.parametrize(
    "path", ["/page/pt-BR/tests/nothing", "/page/pt-BR/../../etc/passwd", "/page/xx-!!/tests/ketamine"]
)
def test_what_is_not_there_is_told(client: httpx.Client, csrf: str, path: str) -> None:
    """Without a traceback."""
    answer = client.get(path)
    assert answer.status_code in {400, 404}
    assert "Traceback" not in answer.text
