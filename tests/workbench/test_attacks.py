"""Somebody means harm, or two people get into each other's way: nothing runs, nothing is lost, nothing comes back by itself."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest

from glosspress import steps
from glosspress.errors import IntegrityError
from glosspress.event import chained
from glosspress.ledger import open_ledger
from glosspress.publish import verify
from glosspress.steps.reviewing import PageSpot, Person, approve_page, page_view, publish_now, segment_view
from glosspress.workspace import Workspace

from .conftest import TERMS, served, work

DOCTOR = Person("reviewer@example.org", "medical reviewer")
K, PT = "tests/ketamine", "pt-BR"
PAGE = {"page": K, "locale": PT}
DOSE = "Tome 0,5 mg/kg em 40 min."


@contextmanager
def client(address: Any, name: str = DOCTOR.actor) -> Iterator[tuple[httpx.Client, str]]:
    """A browser with a session and a name, and its CSRF token."""
    with httpx.Client(base_url=f"http://127.0.0.1:{address.port}", follow_redirects=True, timeout=60) as made:
        csrf = re.findall(r'name="csrf" value="([^"]+)"', made.get(address.url).text)[0]
        made.post("/who", data={"name": name, "role": "medical reviewer", "csrf": csrf})
        yield made, csrf


def seen(site: Workspace, where: str = "0#1") -> dict[str, str]:
    """What a form of a sentence carries."""
    item = segment_view(site, K, PT, where)
    return {**PAGE, "where": where, "seen": str(item.seen), "subject": item.subject}


def approved(site: Workspace, person: Person = DOCTOR, comment: str = "") -> None:
    """The page is approved and online."""
    view = page_view(site, K, PT)
    approve_page(site, person, PageSpot(K, PT, view.head, view.content), comment)
    publish_now(site)


def test_two_workbenches_on_one_workspace(site: Workspace) -> None:
    """Two processes' worth of workbench: sessions are of one of them only, an edit in one is a conflict in the other."""
    with ExitStack() as stack:
        first, second = stack.enter_context(served(site)), stack.enter_context(served(site))
        one, csrf_one = stack.enter_context(client(first))
        two, csrf_two = stack.enter_context(client(second, "translator@example.org"))
        stale = seen(site)
        assert first.token != second.token
        assert one.get(f"http://127.0.0.1:{second.port}/").status_code == 403, "a session of the other is none here"
        assert two.post("/save", data={**stale, "csrf": csrf_one, "target": DOSE}).status_code == 403
        assert one.post("/save", data={**stale, "csrf": csrf_one, "target": DOSE}).status_code == 200
        mine = "Tomar 0,5 mg/kg durante 40 min."
        refused = two.post("/save", data={**stale, "csrf": csrf_two, "target": mine})
        assert refused.status_code == 409
        assert DOSE in refused.text
        assert mine in refused.text
    assert segment_view(site, K, PT, "0#1").target == DOSE
    assert [event.actor for event in open_ledger(site.ledger_url).events()] == [DOCTOR.actor]


def test_a_page_that_is_withdrawn_while_somebody_reviews_it(site: Workspace) -> None:
    """The open form is refused; a review made knowingly is kept, and neither it nor publishing brings the page back."""
    approved(site)
    with served(site) as address, client(address) as (browser, csrf):
        view = page_view(site, K, PT)
        open_form = {**PAGE, "csrf": csrf, "head": str(view.head), "content": view.content}
        sentence = seen(site)
        steps.withdraw(site, f"{K}@{PT}", "editor@example.org", "The dose is out of date.")
        assert browser.post("/reopen-page", data=open_form).status_code == 409
        assert browser.post("/approve-page", data=open_form).status_code == 409
        assert browser.post("/save", data={**sentence, "csrf": csrf, "target": DOSE}).status_code == 200
        shown = browser.get(f"/page/{PT}/{K}").text
        assert "withdrawn by editor@example.org" in shown
        assert "Approve page" not in shown
        view = page_view(site, K, PT)
        fresh = {**open_form, "head": str(view.head), "content": view.content}
        browser.post("/approve-page", data=fresh)
        browser.post("/publish", data={"csrf": csrf, "confirmed": "yes", **PAGE})
    assert page_view(site, K, PT).standing.value == "withdrawn"
    work(site.root)
    publish_now(site)
    page = (site.output / PT / "ketamine" / "index.html").read_text(encoding="utf-8")
    assert 'data-state="withdrawn"' in page
    assert "mg/kg" not in page
    assert verify(site.output) == []


EVIL = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"


@pytest.mark.browser
def test_hostile_words_of_persons_and_translators_are_words_on_the_site(chromium: Any, site: Workspace) -> None:
    """Name, role, comment, withdrawal's reason, term base: on page, card, tombstone, index, feed, record. Nothing runs."""
    terms = TERMS.replace(
        "nmda,NMDA,NMDA,pin,approved,r,e", f'nmda,NMDA,NMDA,pin,approved,"{EVIL.replace(chr(34), chr(34) * 2)}",e'
    )
    (site.glossary / "en-pt.csv").write_text(terms)
    work(site.root)
    approved(site, Person(EVIL, f"role {EVIL}"), f"comment {EVIL}")
    context = chromium.new_context(bypass_csp=True)
    page, ran = context.new_page(), []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    folder = site.output / PT / "ketamine"
    for file in (folder / "index.html", folder / "provenance.html", site.output / PT / "index.html"):
        page.goto(file.as_uri())
        assert page.locator("img[src=x]").count() == 0
    page.goto((folder / "provenance.html").as_uri())
    assert EVIL in page.locator("#persons ~ dl").text_content()
    assert verify(site.output) == []
    steps.withdraw(site, f"{K}@{PT}", EVIL, f"reason {EVIL}")
    page.goto((folder / "index.html").as_uri())
    assert f"reason {EVIL}" in page.locator(".banner").text_content()
    assert page.locator("img[src=x]").count() == 0
    assert ran == []
    context.close()
    assert verify(site.output) == []


def _rewritten(site: Workspace, number: int, *, rehash: bool, **changes: str) -> None:
    """Somebody with the database changes an event, and makes its sha256 right or leaves it."""
    event = next(one for one in open_ledger(site.ledger_url).events() if one.number == number)
    for name, value in changes.items():
        object.__setattr__(event, name, value)
    sha = chained(event.draft, event.number, event.at, event.previous) if rehash else event.sha256
    with sqlite3.connect(site.ledger_url.removeprefix("sqlite:///")) as database:
        done = database.execute("UPDATE events SET actor = ?, sha256 = ? WHERE number = ?", (event.actor, sha, number))
        assert done.rowcount == 1
    database.close()


@pytest.mark.parametrize("rehash", [False, True])
def test_a_forged_event_is_found(site: Workspace, *, rehash: bool) -> None:
    """Another name in the database, with the old sha256 or a right one: the ledger says where, and none of it is published."""
    approved(site)
    assert verify(site.output) == []
    _rewritten(site, 2, rehash=rehash, actor="somebody@example.org")
    assert open_ledger(site.ledger_url).broken_event() == (3 if rehash else 2)
    (site.root / "theme").mkdir()
    (site.root / "theme" / "extra.css").write_text("h1 { color: teal }")
    with pytest.raises(IntegrityError, match=f"broken at event {3 if rehash else 2}"):
        publish_now(site)
    assert verify(site.output) == [], "the last good edition stays, with the events as they were"
    assert "somebody@example.org" not in (site.output / "provenance" / "events.json").read_text()


def test_a_forged_approval_in_published_files_is_found(site: Workspace) -> None:
    """An entry put into the published chain, or a name changed in it: `verify` finds it from the files alone."""
    approved(site)
    path = site.output / "provenance" / "events.json"
    data = json.loads(path.read_text())
    data["events"][-1]["actor"] = "somebody@example.org"
    path.resolve().write_text(json.dumps(data))
    said = [problem.message for problem in verify(site.output)]
    assert any("is not what was recorded" in text for text in said)
