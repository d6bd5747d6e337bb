"""Articles on several pages: where the next page of the same article is.

`rel=next` alone does not say it: blogs use it for the next article too. The address must be the same but for a page number
that is one higher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

MOST_PAGES = 30
"""Of one article; what goes on after them is said, not fetched."""
MOST_BYTES = 50_000_000
"""Of all pages of one article together: they are held in memory at once."""
_NUMBER = re.compile(
    r"^(?P<stem>.*?)(?:/page)?/(?P<number>\d{1,3})/?$|^(?P<stem2>.*?)[-_](?:page|p)?(?P<number2>\d{1,3})(?P<end>\.\w{2,5})$"
)
_QUERY = ("page", "p", "pg", "seite", "pagina", "pageno")


def next_page(tree: HtmlElement, url: str) -> str:
    """The absolute URL of the next page of this article, or an empty string."""
    base, number = _split(url)
    for link in _candidates(tree):
        try:
            target = urldefrag(urljoin(url, link.strip()))[0]
            stem, page = _split(target)
        except ValueError:
            continue
        if page == number + 1 and _same(stem, base) and target != url:
            return target
    return ""


def _candidates(tree: HtmlElement) -> Iterator[str]:
    """Links that say `next`, and those of a list of pages."""
    for element in tree.iter("link", "a"):
        relation = (element.get("rel") or "").lower().split()
        href = element.get("href") or ""
        if not href:
            continue
        if "next" in relation or _in_pages(element):
            yield href


def _in_pages(element: HtmlElement) -> bool:
    names = (
        "page-links",
        "post-page-numbers",
        "pagination",
        "page-numbers",
        "wp-pagenavi",
        "pager",
        "page-nav",
        "td-page-nav",
    )
    for holder in (element, *list(element.iterancestors())[:4]):
        if set((holder.get("class") or "").lower().split()) & set(names):
            return True
    return False


def _split(url: str) -> tuple[str, int]:
    """The address without its page number, and the number; 1 where it has none."""
    split = urlsplit(url)
    query = parse_qsl(split.query, keep_blank_values=True)
    for name, value in query:
        if name.lower() in _QUERY and value.isdigit() and len(value) < 4 and (name.lower() != "p" or int(value) < 100):
            rest = urlencode([pair for pair in query if pair != (name, value)])
            return urlunsplit(split._replace(query=rest, fragment="")), int(value)
    match = _NUMBER.match(split.path)
    if match:
        stem = match["stem"] if match["stem"] is not None else match["stem2"] + match["end"]
        number = int(match["number"] or match["number2"])
        if 1 < number < 100:
            return urlunsplit(split._replace(path=stem, fragment="")), number
    return urlunsplit(split._replace(fragment="")), 1


def _same(one: str, other: str) -> bool:
    def plain(url: str) -> str:
        split = urlsplit(url)
        return f"{split.netloc.lower()}{split.path.rstrip('/')}?{split.query}"

    return plain(one) == plain(other) and urlsplit(one).path.strip("/") != ""
