"""A real WordPress, from Debian's packages: found, proposed, read, published, watched. Skipped where it is not installed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from glosspress import sources, steps
from glosspress.changes import ChangeKind
from glosspress.ingest import ingest
from glosspress.ingest.blocking import blocking_client
from glosspress.ingest.discovery import discover
from glosspress.snapshot import Snapshot
from glosspress.steps.proposing_source import propose
from glosspress.steps.watching import watch
from glosspress.workspace import Workspace

from ..wordpress import WordPress, missing

pytestmark = [pytest.mark.wordpress, pytest.mark.skipif(bool(missing()), reason=missing() or "installed")]
PROSE = "Most people sleep better after some weeks, and the mornings become easier for them as well. " * 5
POSTS = 120
_POSTS = f"""
function post($title, $name, $text, $more = []) {{
  wp_insert_post(['post_title' => $title, 'post_name' => $name, 'post_content' => $text, 'post_author' => 1]
    + $more + ['post_status' => 'publish']);
}}
for ($n = 1; $n <= {POSTS}; $n++) post("Post $n & more", "post-$n", "<p>Post $n. Take $n mg once a day.</p><p>{PROSE}</p>");
post('Closed', 'closed', 'x', ['post_password' => 'p']);
post('Draft', 'draft', 'x', ['post_status' => 'draft']);
"""
_CHANGES = """
$find = fn($name) => get_page_by_path($name, OBJECT, 'post')->ID;
$edit = fn($name, $change) => wp_update_post(['ID' => $find($name)] + $change);
$edit('post-7', ['post_content' => str_replace('7 mg', '70 mg', get_post($find('post-7'))->post_content)]);
$edit('post-8', ['post_name' => 'post-8-moved']);
wp_delete_post($find('post-9'), true);
wp_insert_post(['post_title' => 'New', 'post_name' => 'post-new', 'post_content' => '<p>New. Rest well.</p>',
  'post_status' => 'publish']);
"""


@pytest.fixture(scope="module")
def blog() -> Iterator[WordPress]:
    """A blog of 120 posts, one of them behind a password, one a draft."""
    with WordPress() as made:
        made.run(_POSTS)
        yield made


@pytest.fixture
def source(blog: WordPress, workspace: Workspace) -> sources.Source:
    settings = workspace.root / "glosspress.yaml"
    settings.write_text(settings.read_text() + "  per_host: 3\n")
    path = workspace.sources / "blog.yaml"
    path.write_text(
        f"title: Blog\npublisher: Sleep News\nlicense: {{status: owned}}\nkind: wordpress\nurl: {blog.root}/\n"
        "exclude: ['**/closed/']\nassertions: {min_articles: 100}\n"
    )
    return sources.load(path)


def name(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def test_it_is_found(blog: WordPress, workspace: Workspace) -> None:
    """The interface, the sitemap of WordPress and its feed are found from the first page; the fullest is proposed."""
    with blocking_client(workspace, None) as client:
        offers = {offer.kind: offer for offer in discover(client, f"{blog.root}/").offers}
    assert list(offers) == ["wordpress", "sitemap", "feed", "page"]
    assert offers["wordpress"].articles == POSTS + 1
    assert offers["feed"].articles == 10
    proposal = propose(workspace, f"{blog.root}/")
    (workspace.sources / "found.yaml").write_text(proposal.yaml)
    assert sources.load(workspace.sources / "found.yaml").kind == "wordpress"
    assert len(proposal.samples) >= 2


def test_all_posts_come(source: sources.Source, workspace: Workspace) -> None:
    """Two pages of the index, every published post once, at its own address; drafts and excluded ones do not."""
    found = list(ingest(source, workspace))
    posts = [item for item in found if isinstance(item, Snapshot)]
    assert len(posts) == len(found) == POSTS
    assert len({item.url for item in posts}) == POSTS
    assert all("/post-" in item.url for item in posts)
    assert json.loads(posts[0].body)["type"] == "post"


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_its_feed_and_sitemap(kind: str, blog: WordPress, source: sources.Source, workspace: Workspace) -> None:
    """The same blog by its feed, and by its sitemap of posts: pages of the theme, cleaned to the same text."""
    place = {"feed": "feed/", "sitemap": "wp-sitemap.xml"}[kind]
    other = source.model_copy(
        update={"kind": kind, "url": f"{blog.root}/{place}", "include": ("/*/post-*/",), "limit": 5}
    )
    posts = [item for item in ingest(other, workspace) if isinstance(item, Snapshot)]
    assert len(posts) == 5
    from glosspress.steps.reading import article_of

    for post in posts:
        article = article_of(post, other)
        assert "Take " in article.text
        assert "Leave a Reply" not in article.text
        assert article.title.startswith("Post ")


def test_end_to_end(blog: WordPress, source: sources.Source, workspace: Workspace) -> None:
    """Posts become pages; an edit, a new address, a deletion and a new post are seen by the watch, each for what it is."""
    job = steps.begin(workspace.root, ["blog"], ["en-XA"])
    gathered = steps.gather(job, "blog")
    assert len(gathered.articles) == POSTS
    passed = sum(steps.produce(job, batch).passed for batch in steps.plan(job, [gathered]))
    assert passed == POSTS
    blog.run(_CHANGES)
    seen = watch(workspace.root, ["blog"])
    changed = {
        item.url.rstrip("/").rpartition("/")[2]: item for item in seen.articles if item.kind is not ChangeKind.UNCHANGED
    }
    assert changed["post-7"].kind is ChangeKind.SAFETY
    assert "7 mg → 70 mg" in changed["post-7"].details[0]
    assert changed["post-9"].kind is ChangeKind.GONE
    assert changed["post-8"].kind is ChangeKind.MOVED
    assert changed["post-8"].new_url.endswith("/post-8-moved/")
    assert sorted(changed) == ["post-7", "post-8", "post-9"]
    assert [name(url) for url in seen.sources[0].new] == ["post-new"]
