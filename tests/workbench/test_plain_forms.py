"""The workbench without JavaScript: plain forms that do the same, and the command that starts it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from glosspress.ledger import open_ledger
from glosspress.steps.reviewing import page_view
from glosspress.workbench import Address
from glosspress.workspace import Workspace

PAGE = {"page": "tests/ketamine", "locale": "pt-BR"}
NAME = {"name": "reviewer@example.org", "role": "medical reviewer"}


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


def test_without_a_script_the_forms_do_the_same(client: httpx.Client, csrf: str, site: Workspace) -> None:
    """Check, be refused with the text kept, save, approve, comment: plain forms, in the person's name."""
    form = {**_seen(site), "csrf": csrf}
    checked = client.post("/check", data={**form, "target": "Tome 5 mg/kg durante 40 min."})
    assert checked.status_code == 200
    assert "It does not verify" in checked.text
    refused = client.post("/save", data={**form, "target": "Tome 5 mg/kg durante 40 min.", "comment": "as said"})
    assert refused.status_code == 422
    assert "Tome 5 mg/kg durante 40 min.</textarea>" in refused.text
    assert open_ledger(site.ledger_url).head()[0] == 0
    saved = client.post("/save", data={**form, "target": "Tome 0,5 mg/kg\r\nem 40 min.", "comment": "as said"})
    assert saved.status_code == 200
    assert client.post("/approve", data={**_seen(site), "csrf": csrf, "shown": "other"}).status_code == 409
    approve = {**_seen(site), "csrf": csrf, "shown": "Tome 0,5 mg/kg em 40 min."}
    assert client.post("/approve", data=approve).status_code == 200
    events = list(open_ledger(site.ledger_url).events())
    assert [(event.kind.value, event.actor, event.role) for event in events] == [
        ("segment-edited", NAME["name"], NAME["role"]),
        ("segment-approved", NAME["name"], NAME["role"]),
    ]
    assert events[0].comment == "as said"


def test_a_code_that_cannot_be_mended_is_refused_with_its_column(
    client: httpx.Client, csrf: str, site: Workspace
) -> None:
    """Inline codes are edited as text and validated like everything else."""
    form = {**_seen(site, "0#0"), "csrf": csrf, "target": "A cetamina bloqueia o receptor NMDA</1>."}
    answer = client.post("/save", data=form)
    assert answer.status_code == 422
    assert "column 36" in unescape(answer.text)
    fragment = client.post("/check", data={**form, "fragment": "1"})
    assert "closes what was not opened" in unescape(fragment.text)
    assert "<html" not in fragment.text
    assert open_ledger(site.ledger_url).head()[0] == 0


def test_a_finding_is_answered_for_by_a_role_with_a_comment(client: httpx.Client, csrf: str, site: Workspace) -> None:
    """A lost negation: a translator is told who may answer; a medical reviewer ticks it and says why, and it is on record."""
    form = {**_seen(site, "0#2"), "csrf": csrf, "target": "Continue com os comprimidos."}
    client.post("/who", data={"name": "translator@example.org", "role": "translator", "csrf": csrf})
    told = client.post("/check", data={**form, "fragment": "1"}).text
    assert "medical reviewer may." in told
    assert "checkbox" not in told
    assert client.post("/save", data={**form, "override": "negation", "comment": "Same meaning."}).status_code == 422
    client.post("/who", data={**NAME, "csrf": csrf})
    offered = re.findall(r'name="override" value="([^"]+)"', client.post("/check", data={**form, "fragment": "1"}).text)
    assert "negation" in offered
    assert client.post("/save", data={**form, "override": offered}).status_code == 422, "not without a comment"
    saved = client.post("/save", data={**form, "override": offered, "comment": "Same meaning."})
    assert saved.status_code == 200
    [event] = open_ledger(site.ledger_url).events()
    assert (event.body["overrides"], event.actor) == (sorted(offered), NAME["name"])


def test_a_page_that_changed_is_not_approved(client: httpx.Client, csrf: str, site: Workspace) -> None:
    """Whoever approves a page approves what they saw: after somebody else's edit it is refused, with the way back."""
    view = page_view(site, PAGE["page"], PAGE["locale"])
    stale = {**PAGE, "csrf": csrf, "head": str(view.head), "content": view.content}
    assert (
        client.post("/save", data={**_seen(site), "csrf": csrf, "target": "Tome 0,5 mg/kg em 40 min."}).status_code
        == 200
    )
    refused = client.post("/approve-page", data=stale)
    assert refused.status_code == 409
    assert 'href="/page/pt-BR/tests/ketamine"' in refused.text
    view = page_view(site, PAGE["page"], PAGE["locale"])
    assert view.standing.value != "approved"
    fresh = {**stale, "head": str(view.head), "content": view.content}
    assert client.post("/approve-page", data=fresh).status_code == 200
    view = page_view(site, PAGE["page"], PAGE["locale"])
    assert view.standing.value == "approved"
    assert client.post("/reopen-page", data={**fresh, "head": str(view.head)}).status_code == 200
    assert page_view(site, PAGE["page"], PAGE["locale"]).standing.value == "post-edited"


def test_the_command_prints_an_address_of_loopback(site: Workspace) -> None:
    """`glosspress review serve` prints the one line that opens it, listens on loopback, and ends by Ctrl-C."""
    command = [sys.executable, "-c", "from glosspress.cli import main; main()", "--workspace", str(site.root)]
    with subprocess.Popen([*command, "review", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        try:
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?token=[\w-]{43}", url)
            transport = httpx.HTTPTransport(retries=5)
            with httpx.Client(transport=transport, follow_redirects=True, timeout=60) as client:
                assert "Who are you?" in client.get(url).text
        finally:
            process.send_signal(2)
            process.wait(20)
    assert process.returncode in {0, 130, -2}
