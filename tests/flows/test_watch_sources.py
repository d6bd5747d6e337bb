"""A watch compares what is published with what the sources say today, and proposes; it decides nothing."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from glosspress import steps
from glosspress.changes import ChangeKind
from glosspress.errors import UsageError
from glosspress.ledger import open_ledger
from glosspress.steps.watched import Watch, watch_json, watch_markdown, watch_rows
from glosspress.steps.watching import watch
from glosspress.workspace import Workspace, at

from ..loopback import Loopback

PROSE = "Most people sleep better after some weeks, and the mornings become easier for them as well. " * 5
NAMES = ("same", "frame", "quotes", "words", "dose", "moved", "gone", "lost", "taken", "broken")


def page(name: str, text: str = "", head: str = "", foot: str = "Imprint") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>About {name}</title>{head}</head><body><article><h1>About {name}</h1>"
        f"<p>The {name} one's patients take 5 mg once a day. {text}{PROSE}</p></article>"
        f"<footer><p>{foot}</p></footer></body></html>"
    )


@pytest.fixture
def published(fast: Workspace, web: Loopback) -> Workspace:
    """Ten articles of a feed, online in a pseudo locale."""
    settings = fast.root / "glosspress.yaml"
    settings.write_text(settings.read_text().replace("  pt-BR: {}\n", ""))
    for name in NAMES:
        web.html(f"/{name}", page(name))
    feed(web, *NAMES)
    (fast.sources / "blog.yaml").write_text(
        f"title: Blog\nlicense: {{status: open}}\nkind: feed\nurl: {web.root}/feed\n"
    )
    assert make(fast) == len(NAMES)
    return at(fast.root)


def make(workspace: Workspace) -> int:
    """Bring all articles into the pseudo locale; returns how many pages may be online."""
    job = steps.begin(workspace.root, None, ["en-XA"])
    gathered = [steps.gather(job, source) for source in job.sources]
    return sum(steps.produce(job, batch).passed for batch in steps.plan(job, gathered))


def feed(web: Loopback, *names: str) -> None:
    entries = "".join(f"<entry><link href='{web.root}/{name}'/><id>{name}</id></entry>" for name in names)
    web.xml("/feed", f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>")


def change_everything(web: Loopback) -> None:
    """One page of each class; the feed lists only some of them now, and a new one."""
    web.html("/frame", page("frame", foot="Imprint, privacy"))
    web.html("/quotes", page("quotes").replace("one's", "one’s"))
    web.html("/words", page("words", "Long walks are good. "))
    web.html("/dose", page("dose").replace("5 mg", "50 mg"))
    web.html("/new-place", page("moved"))
    web.redirect("/moved", "{root}/new-place")
    del web.pages["/gone"]
    web.html("/lost", "<title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>")
    web.html("/taken", page("taken").replace("About taken", "RETRACTED: About taken"))
    web.pages["/broken"].status = 500
    web.html("/fresh", page("fresh"))
    feed(web, "same", "frame", "dose", "broken", "fresh")


def by_name(seen: Watch) -> dict[str, Any]:
    return {item.page.partition("/")[2].removeprefix("about-"): item for item in seen.articles}


def test_nothing_changed(published: Workspace, web: Loopback) -> None:
    """A site that stays as it is costs one conditional request a page, and nobody any work."""
    web.requests.clear()
    seen = watch(published.root, None, everything=True)
    assert {item.kind for item in seen.articles} == {ChangeKind.UNCHANGED}
    assert seen.calm
    assert watch_rows(seen) == []
    assert web.asked("/same") == 1
    assert all("If-None-Match" in headers for path, headers in web.requests if path in {f"/{name}" for name in NAMES})


def test_every_class(published: Workspace, web: Loopback) -> None:
    """Each article gets its class, whether the feed still lists it or not; what cannot be reached is no change."""
    change_everything(web)
    with open_ledger(published.ledger_url) as ledger:
        before = ledger.current_pages()
    seen = watch(published.root, ["blog"])
    found = by_name(seen)
    assert {name: item.kind.value for name, item in found.items()} == {
        "same": "unchanged",
        "frame": "boilerplate",
        "quotes": "typographic",
        "words": "content",
        "dose": "safety",
        "moved": "moved",
        "gone": "gone",
        "lost": "gone",
        "taken": "gone",
    }
    assert {name for name, item in found.items() if item.outdated} >= {"words", "dose"}
    assert "5 mg → 50 mg" in found["dose"].details[0]
    assert found["moved"].new_url == f"{web.root}/new-place"
    assert not found["moved"].outdated
    assert found["gone"].proposal.startswith("glosspress withdraw blog/gone --by PERSON --reason 'HTTP 404")
    assert found["gone"].locales == ("en-XA",)
    assert "RETRACTED" in found["taken"].proposal
    assert [problem.what[:8] for source in seen.sources for problem in source.problems] == ["HTTP 500"]
    assert seen.sources[0].new == (f"{web.root}/fresh",)
    with open_ledger(published.ledger_url) as ledger:
        assert ledger.current_pages() == before


def test_the_digest(published: Workspace, web: Loopback) -> None:
    """The digest names every changed page with what to do; the gravest come first."""
    change_everything(web)
    seen = watch(published.root, ["blog"])
    text = watch_markdown(seen)
    assert text.index("withdraw blog/gone") < text.index("5 mg → 50 mg") < text.index("new-place")
    assert f"{web.root}/fresh" in text
    data = watch_json(seen)
    assert data["calm"] is False
    assert {item["kind"] for item in data["articles"]} >= {"gone", "safety", "moved"}


def test_after_the_next_run_all_is_calm(published: Workspace, web: Loopback) -> None:
    """A change is derived from snapshots: once the page is made from today's, there is none."""
    web.html("/dose", page("dose").replace("5 mg", "50 mg"))
    assert by_name(watch(published.root, ["blog"]))["dose"].kind is ChangeKind.SAFETY
    assert by_name(watch(published.root, ["blog"]))["dose"].kind is ChangeKind.SAFETY
    make(published)
    assert by_name(watch(published.root, ["blog"]))["dose"].kind is ChangeKind.UNCHANGED


def test_gone_says_since_when(published: Workspace, web: Loopback) -> None:
    """A page that is missing again and again says how often it was."""
    del web.pages["/gone"]
    watch(published.root, ["blog"])
    assert "(2 times since" in by_name(watch(published.root, ["blog"]))["gone"].why


def test_the_schedule(published: Workspace, web: Loopback) -> None:
    """A source is not asked before its schedule says so, unless it is named or everything is asked for."""
    web.requests.clear()
    seen = watch(published.root, None)
    assert [source.due for source in seen.sources] == [False]
    assert web.requests == []
    assert watch(published.root, None, everything=True).sources[0].due
    with pytest.raises(UsageError, match="no source `nope`"):
        watch(published.root, ["nope"])


def test_a_folder(workspace: Workspace) -> None:
    """Files are watched too: changed, and gone."""
    folder = workspace.sources / "notes"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.md").write_text(
            f"# Note {name}\n\nTake 5 mg of the {name} once a day, with a glass of water.\n"
        )
    (workspace.sources / "notes.yaml").write_text("title: N\nlicense: {status: owned}\nkind: folder\npath: notes\n")
    assert make(workspace) == 3
    (folder / "one.md").write_text("# Note one\n\nDo not take 5 mg of the one once a day, with a glass of water.\n")
    (folder / "two.md").unlink()
    found = by_name(watch(workspace.root, None))
    assert {name: item.kind.value for name, item in found.items()} == {
        "one": "safety",
        "two": "gone",
        "three": "unchanged",
    }


@pytest.mark.server
@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
def test_the_flow(prefect_server: None, repository: Path, published: Workspace, web: Loopback) -> None:
    """The flow looks at all sources that are due and leaves digest, table and how far it came as artifacts."""
    spec = importlib.util.spec_from_file_location("watch_sources", repository / "flows" / "watch_sources.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["watch_sources"] = module
    spec.loader.exec_module(module)
    change_everything(web)

    async def story() -> tuple[Watch, str, str]:
        from prefect.artifacts import Artifact

        seen = await module.watch_sources(sources=["blog"], workspace=str(published.root))
        digest, table = await Artifact.aget("source-watch"), await Artifact.aget("source-changes")
        assert digest is not None
        assert table is not None
        fetched = await Artifact.aget("fetch-progress-blog")
        assert fetched is not None
        assert (fetched.data, fetched.type) == (100.0, "progress")
        return seen, str(digest.data), str(table.data)

    seen, digest, table = asyncio.run(story())
    assert not seen.calm
    assert "5 mg → 50 mg" in digest
    assert "withdraw blog/gone" in table
