"""The WordPress target against a real WordPress of Debian's packages."""

from dataclasses import dataclass, replace

import httpx
import pytest

from glosspress import workspace
from glosspress.errors import ConfigError, PublishError
from glosspress.event import Event, EventKind
from glosspress.publish import deliver, probe, publish
from glosspress.render import Withdrawn

from ..wordpress import WordPress, missing

pytestmark = [pytest.mark.wordpress, pytest.mark.skipif(bool(missing()), reason=missing() or "installed")]
VARIABLE = "GLOSSPRESS_WORDPRESS_PASSWORD"


@dataclass(frozen=True)
class Server:
    """A running site with an editor and an author."""

    wordpress: WordPress
    passwords: dict[str, str]

    @property
    def url(self) -> str:
        """Of the site, with a slash."""
        return f"{self.wordpress.root}/"

    def plugin(self, code: str) -> None:
        """As WordPress.plugin."""
        self.wordpress.plugin(code)


@pytest.fixture(scope="module")
def server():
    with WordPress() as wordpress:
        yield Server(wordpress, wordpress.passwords("editor", "author"))


@pytest.fixture
def here(tmp_path, server, monkeypatch):
    """A workspace with the site as its target `blog`, whose posts of earlier tests are gone."""
    for post in _posts(server, status="any"):
        _asked(server, "DELETE", f"posts/{post['id']}", {"force": "true"}, _auth(server))
    monkeypatch.setenv(VARIABLE, server.passwords["editor"])
    return _workspace(tmp_path, server.url)


def _workspace(folder, url, user="editor"):
    (folder / "glosspress.yaml").write_text(
        f"site:\n  title: Sample\n  base_url: https://health.example.org/\nlocales:\n  pt-BR: {{}}\n  ar-XB: {{}}\n"
        f"targets:\n  blog:\n    kind: wordpress\n    url: {url}\n    user: {user}\n"
    )
    return workspace.at(folder)


def _asked(server, method, path, query, auth=None):
    query = {"rest_route": f"/wp/v2/{path}", **query}
    return (
        httpx.request(method, f"{server.url}index.php", params=query, auth=auth, timeout=60).raise_for_status().json()
    )


def _auth(server):
    return ("editor", server.passwords["editor"])


def _posts(server, status="publish"):
    query = {"context": "edit", "status": status, "per_page": 100, "orderby": "id", "order": "asc"}
    return _asked(server, "GET", "posts", query, _auth(server))


def test_each_page_becomes_a_post_once(here, server, pages):
    """Title, banner and text are online in each locale; a second delivery sends nothing, a changed page one post."""
    made = pages.site_pages(("pt-BR", "ar-XB"))
    publish(here, made)
    first = deliver(here, "blog")
    assert (first.written, first.unchanged, first.removed) == (2, 0, 0)
    posts = {post["slug"]: post for post in _posts(server) if post["slug"] != "hello-world"}
    assert set(posts) == {"sleep-pt-br", "sleep-ar-xb"}
    shown = _asked(server, "GET", f"posts/{posts['sleep-pt-br']['id']}", {})["content"]["rendered"]
    assert "571 adultos" in shown
    assert 'data-state="machine-checked"' in shown
    assert 'href="https://health.example.org/pt-BR/sleep/provenance.html' in shown
    assert 'dir="rtl"' in posts["sleep-ar-xb"]["content"]["raw"]
    again = deliver(here, "blog")
    assert (again.written, again.unchanged) == (0, 2)
    publish(here, [pages.page("pt-BR", title="Outro título"), made[1]])
    assert deliver(here, "blog").written == 1
    assert {post["title"]["raw"] for post in _posts(server)} >= {"Outro título"}


def test_pages_that_leave_the_site_become_drafts(here, server, pages):
    """What the edition no longer has is no longer shown, and comes back as the same post."""
    publish(here, pages.site_pages(("pt-BR", "ar-XB")))
    deliver(here, "blog")
    number = next(post["id"] for post in _posts(server) if post["slug"] == "sleep-ar-xb")
    publish(here, pages.site_pages(("pt-BR",)))
    assert deliver(here, "blog").removed == 1
    assert number not in [post["id"] for post in _posts(server)]
    publish(here, pages.site_pages(("pt-BR", "ar-XB")))
    assert deliver(here, "blog").written == 1
    assert number in [post["id"] for post in _posts(server)]


def test_a_withdrawn_page_is_a_notice_there_too(here, server, pages):
    """Its post keeps its address and says that it was withdrawn."""
    page = pages.page("pt-BR")
    publish(here, [page])
    deliver(here, "blog")
    facts = {"number": 1, "at": "2026-03-07T00:00:00Z", "subject": "samples/sleep@pt-BR", "actor": "editor@example.org"}
    rest = {"role": "", "locale": "pt-BR", "comment": "Dose errada.", "body": {}, "previous": "", "sha256": ""}
    event = Event(kind=EventKind.PAGE_WITHDRAWN, **facts, **rest)
    from glosspress.event import chained

    event = replace(event, sha256=chained(event.draft, 1, event.at, ""))
    publish(here, [], [Withdrawn(page, event)], [event])
    assert deliver(here, "blog").written == 1
    [post] = [post for post in _posts(server) if post["slug"] == "sleep-pt-br"]
    assert "Dose errada." in post["content"]["raw"]
    assert "571" not in post["content"]["raw"]


def test_a_text_that_wordpress_changes_is_not_shown(here, server, pages):
    """A filter that changes a number: a new post stays a draft, a post that is online gets its former text again."""
    publish(here, [pages.page("pt-BR")])
    server.plugin("add_filter('content_save_pre', fn($text) => str_replace('571', '517', $text));")
    try:
        with pytest.raises(PublishError, match="stays a draft"):
            deliver(here, "blog")
        assert not [post for post in _posts(server) if post["slug"].startswith("sleep")]
        server.plugin("")
        assert deliver(here, "blog").written == 1
        publish(here, [pages.page("pt-BR", title="Novo título")])
        server.plugin("add_filter('content_save_pre', fn($text) => str_replace('preço', 'custo', $text));")
        with pytest.raises(PublishError, match="former text"):
            deliver(here, "blog")
    finally:
        server.plugin("")
    [post] = [post for post in _posts(server) if post["slug"] == "sleep-pt-br"]
    assert post["title"]["raw"] != "Novo título"


def test_what_is_refused_says_why_and_never_the_password(here, server, pages, monkeypatch, tmp_path):
    """No variable, a wrong password, a server that is not there, plain http to another machine."""
    publish(here, [pages.page("pt-BR")])
    monkeypatch.setenv(VARIABLE, "not the password")
    with pytest.raises(PublishError, match="401") as caught:
        deliver(here, "blog")
    assert "not the password" not in repr(caught.value)
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(ConfigError, match=VARIABLE):
        deliver(here, "blog")
    monkeypatch.setenv(VARIABLE, "secret")
    for url, error, text in (
        ("http://127.0.0.1:9/", PublishError, "does not answer"),
        ("http://blog.example.org/", ConfigError, "https"),
    ):
        with pytest.raises(error, match=text):
            deliver(_workspace(tmp_path, url), "blog")


def test_a_probe_says_who_may_publish(here, server, tmp_path, monkeypatch):
    """An editor may; an author may not change others' posts; a wrong password is refused. Nothing is written."""
    before = _posts(server, status="any")
    assert probe(here, "blog") == "answers; editor may publish"
    monkeypatch.setenv(VARIABLE, server.passwords["author"])
    with pytest.raises(PublishError, match="author may not edit_others_posts"):
        probe(_workspace(tmp_path, server.url, "author"), "blog")
    monkeypatch.setenv(VARIABLE, "wrong")
    with pytest.raises(PublishError, match="refuses"):
        probe(here, "blog")
    assert _posts(server, status="any") == before
