"""A definition is proposed from what a site offers, checked beside what it promises, and shown before it is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from glosspress import sources, steps
from glosspress.cli import root
from glosspress.errors import ConfigError, UsageError
from glosspress.ledger import open_ledger
from glosspress.steps.checking_sources import check_sources
from glosspress.steps.proposing_source import Proposal, propose, propose_files
from glosspress.steps.source_preview import preview
from glosspress.workspace import Workspace, at

from ..loopback import Answer, Loopback

PROSE = "Most people sleep better after some weeks, and the mornings become easier for them as well. " * 10


def page(name: str, head: str = "") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>{name}</title>"
        f"<meta property='og:site_name' content='Sleep News'>{head}</head>"
        f"<body><nav><a href=/>Home</a></nav><div class='entry-content'><h1>{name}</h1><p>{name}. {PROSE}</p></div></body></html>"
    )


def defined(workspace: Workspace, proposal: Proposal) -> sources.Source:
    path = workspace.sources / f"{proposal.id}.yaml"
    path.write_text(proposal.yaml)
    return sources.load(path)


def feed(web: Loopback, path: str = "/feed") -> None:
    entries = "".join(f"<entry><link href='{{root}}/{name}'/><id>{name}</id></entry>" for name in ("a", "b"))
    web.xml(path, f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>")


def test_a_site_with_a_feed(web: Loopback, fast: Workspace) -> None:
    """The feed that a page announces is proposed, the one of comments is not; samples tell selector and length."""
    alternate = "<link rel=alternate type='application/atom+xml' href='{root}%s'>"
    web.html("/", page("Home", alternate % "/comments/feed" + alternate % "/feed"))
    feed(web)
    feed(web, "/comments/feed")
    web.html("/a", page("A"))
    web.html("/b", page("B"))
    proposal = propose(fast, f"{web.root}/")
    source = defined(fast, proposal)
    assert (source.kind, source.url, source.publisher) == ("feed", f"{web.root}/feed", "Sleep News")
    assert source.license.status == "fair-use-review"
    assert source.assertions.min_chars > 100
    assert '{content: [".entry-content"]}' in proposal.yaml
    assert [article.title for article in proposal.samples] == ["A", "B"]


def test_a_site_with_a_sitemap_in_robots(web: Loopback, fast: Workspace) -> None:
    """The sitemap that robots.txt names is proposed before the feed, which stands in a comment; so does the asked section."""
    web.put("/robots.txt", Answer(f"User-agent: *\nSitemap: {web.root}/map.xml\n".encode(), media="text/plain"))
    rows = "".join(f"<url><loc>{web.root}/{name}</loc></url>" for name in ("blog/a", "blog/b", "shop"))
    web.xml("/map.xml", f"<urlset>{rows}</urlset>")
    web.html("/blog/", page("Blog", "<link rel=alternate type='application/rss+xml' href='{root}/feed'>"))
    feed(web)
    for name in ("a", "b"):
        web.html(f"/blog/{name}", page(name.upper()))
    proposal = propose(fast, f"{web.root}/blog/")
    source = defined(fast, proposal)
    assert (source.kind, source.include) == ("sitemap", ("/blog/**",))
    assert f"# or kind: feed, url: {web.root}/feed" in proposal.yaml
    assert source.assertions.min_articles == 1


def test_an_article_and_an_open_licence(web: Loopback, fast: Workspace) -> None:
    """The address of one article gives a `page`; a Creative Commons licence that it names is written down."""
    head = "<meta property='og:type' content=article><link rel=license href='https://creativecommons.org/licenses/by/4.0/'>"
    web.html("/2026/sleep", page("Sleep", head))
    source = defined(fast, propose(fast, f"{web.root}/2026/sleep"))
    assert (source.kind, source.license.status) == ("page", "open")
    assert str(source.license.url) == "https://creativecommons.org/licenses/by/4.0/"


def test_files(fast: Workspace) -> None:
    """A folder of files is proposed too; what is not there is an error."""
    folder = fast.sources / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nTake 5 mg.\n")
    source = defined(fast, propose_files(fast, folder))
    assert (source.kind, source.path) == ("folder", "notes")
    with pytest.raises(UsageError, match="neither an address nor a file"):
        propose_files(fast, Path("nowhere"))


def test_files_outside_of_the_workspace(fast: Workspace, tmp_path: Path) -> None:
    """A folder elsewhere is proposed only when the settings name it; the error says what to add, and nothing is written."""
    folder = tmp_path / "elsewhere" / "notes"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text("# A\n\nTake 5 mg.\n")
    base = ["--workspace", str(fast.root), "source", "new", "--write", str(folder)]
    refused = CliRunner().invoke(root, base)
    assert isinstance(refused.exception, ConfigError)
    named = json.loads(refused.exception.next_step.removeprefix("add ").partition(" to the list")[0])
    assert (fast.root / named).resolve() == folder
    assert not (fast.sources / "notes.yaml").exists()
    settings = fast.root / "glosspress.yaml"
    settings.write_text(settings.read_text() + f"\nfolders: [{json.dumps(named)}]\n")
    assert CliRunner().invoke(root, base, catch_exceptions=False).exit_code == 0
    assert [item.grade for item in check_sources(at(fast.root), "notes", online=False)][-1] == "good"
    settings.write_text(settings.read_text().replace(json.dumps(named), "''"))
    with pytest.raises(ConfigError, match="a folder outside of the workspace is expected"):
        at(fast.root)


def test_new_writes_only_when_asked(web: Loopback, fast: Workspace) -> None:
    """`source new` prints; with --write it writes a definition that loads, and never over another one."""
    web.html("/", page("Home"))
    base = ["--workspace", str(fast.root), "source", "new", f"{web.root}/"]
    shown = CliRunner().invoke(root, base, catch_exceptions=False)
    assert "kind: page" in shown.output
    assert list(fast.sources.glob("*.yaml")) == []
    written = CliRunner().invoke(root, [*base, "--write", "--id", "home"], catch_exceptions=False)
    assert written.exit_code == 0
    assert sources.load(fast.sources / "home.yaml").kind == "page"
    again = CliRunner().invoke(root, [*base, "--write", "--id", "home"])
    assert isinstance(again.exception, UsageError)


def test_check(web: Loopback, fast: Workspace) -> None:
    """Every definition is checked, an invalid one does not hide the others; --online says what would be used."""
    (fast.sources / "bad.yaml").write_text("title: T\nlicence: x\n")
    (fast.sources / "web.yaml").write_text(
        f"title: T\nlicense: {{status: open}}\nkind: list\nurls: ['{web.root}/a', '{web.root}/none']\n"
        "assertions: {min_articles: 2}\nlocales: [de]\n"
    )
    web.html("/a", page("A"))
    grades = [(item.grade, item.what) for item in check_sources(fast, None, online=False)]
    assert [grade for grade, _ in grades] == ["invalid", "warning", "warning", "warning", "good"]
    assert "unknown field `licence`; did you mean `license`?" in grades[0][1]
    online = [(item.grade, item.what) for item in check_sources(fast, "web", online=True)]
    assert ("broken", "only 1 usable articles, at least 2 are promised") in online
    assert ("warning", "not used: HTTP 404: no such page") in online


def test_preview(fast: Workspace) -> None:
    """The preview shows kept and removed parts of as many articles as asked."""
    folder = fast.sources / "notes"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(
            f"Note {name}\n\nTake 5 mg once a day, with water, and rest.\n\nLEAVE A REPLY\n"
        )
    (fast.sources / "notes.yaml").write_text("title: N\nlicense: {status: owned}\nkind: folder\npath: notes\n")
    html, count = preview(fast, "notes", 2)
    assert count == 2
    assert html.count("<section>") == 2
    assert "LEAVE A REPLY" in html
    assert 'class="part removed"' in html


def test_permission_is_never_assumed(fast: Workspace) -> None:
    """Pages of a source under review are held until a person has decided; a changed licence asks again."""
    folder = fast.sources / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Rest\n\nTake 5 mg of it once a day, with a glass of water, at night.\n")
    file = fast.sources / "notes.yaml"
    file.write_text("title: N\nlicense: {status: fair-use-review}\nkind: folder\npath: notes\n")

    def online() -> int:
        job = steps.begin(fast.root, None, ["en-XA"])
        batches = steps.plan(job, [steps.gather(job, "notes")])
        return sum(steps.produce(job, batch).passed for batch in batches)

    assert online() == 0
    with open_ledger(fast.ledger_url) as ledger:
        assert "nobody has decided about the permission" in ledger.held()[0].decision.reasons[0]
    command = [
        "--workspace",
        str(fast.root),
        "source",
        "clear",
        "notes",
        "--by",
        "editor@example.org",
        "--comment",
        "agreed",
    ]
    assert CliRunner().invoke(root, command, catch_exceptions=False).exit_code == 0
    assert online() == 1
    file.write_text(file.read_text().replace("{status: fair-use-review}", "{status: fair-use-review, name: Other}"))
    assert online() == 0


def test_watch_from_the_command_line(fast: Workspace) -> None:
    """`source watch` ends with 0 when nobody has anything to do, with 3 otherwise; --json is for machines."""
    folder = fast.sources / "notes"
    folder.mkdir()
    note = folder / "a.md"
    note.write_text("# Rest\n\nTake 5 mg of it once a day, with a glass of water, at night.\n")
    (fast.sources / "notes.yaml").write_text("title: N\nlicense: {status: owned}\nkind: folder\npath: notes\n")
    job = steps.begin(fast.root, None, ["en-XA"])
    for batch in steps.plan(job, [steps.gather(job, "notes")]):
        steps.produce(job, batch)
    command = ["--workspace", str(fast.root), "source", "watch", "--all", "--json"]
    calm = CliRunner().invoke(root, command, standalone_mode=False, catch_exceptions=False)
    assert (calm.return_value, json.loads(calm.output)["calm"]) == (0, True)
    note.write_text(note.read_text().replace("5 mg", "7 mg"))
    changed = CliRunner().invoke(root, command, standalone_mode=False, catch_exceptions=False)
    assert changed.return_value == 3
    assert json.loads(changed.output)["articles"][0]["kind"] == "safety"
