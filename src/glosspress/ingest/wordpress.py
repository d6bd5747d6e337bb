"""The REST interface of WordPress: where it is, what it lists, and a post as a page.

https://developer.wordpress.org/rest-api/using-the-rest-api/
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from glosspress.errors import InputError
from glosspress.ingest.entries import Entry, Listing, absolute, distinct, parsed_json

RELATION = "https://api.w.org/"
POST_TYPE = "application/json; profile=wordpress-post"
"""How a post's snapshot is marked: its body is the answer of the interface, byte for byte."""
_PER_PAGE = 100
_LINK = re.compile(r"<([^>]+)>\s*;[^,<]*rel\s*=\s*\"?" + re.escape(RELATION))
_HEAD = re.compile(
    rb"<link\b(?=[^<>]*\brel\s*=\s*[\"']https://api\.w\.org/[\"'])[^<>]*?\bhref\s*=\s*[\"']([^\"'<>]+)[\"']",
    re.IGNORECASE,
)
"""Tags end at the next `<` too: else a page of nothing but beginnings of them is read to its end from each."""


def api_root(headers: dict[str, str], body: bytes, url: str) -> str:
    """The address of the interface as a page announces it by its `Link` header or a link element; empty: not announced."""
    match = _LINK.search(headers.get("link", ""))
    if match:
        return absolute(url, str(match[1]))
    found = _HEAD.search(body[:200_000])
    return absolute(url, found[1].decode("utf-8", "replace")) if found else ""


def guesses(site: str) -> tuple[str, ...]:
    """Where the interface is when nothing announces it: with permalinks and without."""
    base = site if site.endswith("/") else f"{site}/"
    return urljoin(base, "wp-json/"), urljoin(base, "?rest_route=/")


def is_api(body: bytes) -> bool:
    """Whether an answer is the root of the interface and lists posts."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and "wp/v2" in (told.get("namespaces") or ())


def index_url(root: str, page: int = 1) -> str:
    """The address of one page of the index of posts, by their numbers.

    Only these are unique: pages of posts that were modified in the same second overlap, and others fall between them.
    """
    asked: dict[str, str | int] = {
        "per_page": _PER_PAGE,
        "page": page,
        "orderby": "id",
        "order": "asc",
        "_fields": "id,link,modified_gmt,title,type",
    }
    return _below(root, "wp/v2/posts", asked)


def post_url(root: str, number: int) -> str:
    """The address of a whole post with its author, terms and image."""
    return _below(root, f"wp/v2/posts/{number}", {"_embed": 1})


def _below(root: str, path: str, asked: dict[str, str | int]) -> str:
    """Both forms of address: `/wp-json/` + path, `?rest_route=/` + path."""
    split = urlsplit(root)
    if "rest_route=" in split.query:
        query = split.query.rstrip("/") + "/" + path
        return urlunsplit(split._replace(query=f"{query}&{urlencode(asked)}"))
    return urlunsplit(split._replace(path=split.path.rstrip("/") + "/" + path, query=urlencode(asked)))


def parse_index(body: bytes, url: str, root: str) -> Listing:
    """The posts of one page of the index. InputError: not an index of posts (also when the site refuses it)."""
    posts = _json(body, url)
    if isinstance(posts, dict):
        raise InputError(f"the WordPress interface refuses: {posts.get('message') or posts.get('code')}"[:300], url)
    if not isinstance(posts, list):
        raise InputError("is no index of WordPress posts", url, "check the address of the site")
    return Listing(
        distinct([
            Entry(
                absolute(root, str(post.get("link", ""))),
                f"{post['modified_gmt']}Z" if post.get("modified_gmt") else "",
                _rendered(post, "title"),
                post_url(root, int(post["id"])),
            )
            for post in posts
            if isinstance(post, dict) and isinstance(post.get("id"), int)
        ])
    )  # fmt: skip


def told(headers: dict[str, str], what: str) -> int:
    """A count in the head of an index: `total` posts, `totalpages`; 0: not told."""
    number = headers.get(f"x-wp-{what}", "")
    return int(number) if number.isdigit() and len(number) < 8 else 0


def post_page(body: bytes, url: str) -> str:
    """A post as an HTML page with what the interface tells about it. InputError: no post, or behind a password."""
    post = _json(body, url)
    if not isinstance(post, dict) or not isinstance(post.get("content"), dict):
        raise InputError("is no WordPress post", url)
    if post["content"].get("protected"):
        raise InputError("the post is behind a password", url, "exclude it, or ask the owner")
    embedded = _dict(post.get("_embedded"))
    author = _dict(_first(embedded.get("author"))).get("name", "")
    image = _dict(_first(embedded.get("wp:featuredmedia")))
    terms = [_dict(term).get("name", "") for group in _list(embedded.get("wp:term")) for term in _list(group)]
    meta = {
        "author": author,
        "article:published_time": _utc(post, "date_gmt"),
        "article:modified_time": _utc(post, "modified_gmt"),
        "keywords": ", ".join(str(term) for term in terms if term),
        "og:image": image.get("source_url", ""),
        "description": _stripped(_rendered(post, "excerpt")),
    }
    tags = "".join(
        f'<meta {"property" if ":" in name else "name"}="{name}" content="{escape(str(value))}">'
        for name, value in meta.items()
        if value
    )
    title, link = _rendered(post, "title"), escape(str(post.get("link", url)))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><link rel="canonical" href="{link}">{tags}'
        f'</head><body><article class="entry-content"><h1>{title}</h1>\n{_rendered(post, "content")}</article></body></html>'
    )


def post_link(body: bytes, url: str) -> str:
    """The address that a post says is its own; `url` where it says none."""
    post = _json(body, url)
    return absolute(url, str(post.get("link") or "")) or url if isinstance(post, dict) else url


def _json(body: bytes, url: str) -> Any:
    try:
        return parsed_json(body)
    except (ValueError, RecursionError):
        raise InputError("the WordPress interface answers with something that is no JSON", url) from None


def _rendered(post: dict[str, Any], name: str) -> str:
    """The HTML of a field; tags in titles are markup of the theme and stay."""
    value = post.get(name)
    text = value.get("rendered", "") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def _utc(post: dict[str, Any], name: str) -> str:
    return f"{post[name]}Z" if isinstance(post.get(name), str) else ""


def _stripped(html: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", " ", html).split())


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None
