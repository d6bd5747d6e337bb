"""What a page says about itself: linked data, OpenGraph and other meta elements, links, the html element."""

from __future__ import annotations

import re
from typing import Any

from lxml.html import HtmlElement

from glosspress.article import Metadata
from glosspress.clean import linked
from glosspress.clean.dates import iso_date
from glosspress.clean.inline import absolute, plain

_SEPARATOR = re.compile(r"\s+[|–—·•»«:-]+\s+")
_BY = re.compile(r"^(?:(?:written |posted )?by|por|par|von|di|escrito por)\b:?\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class PageFacts:
    """Metadata of one page, read once."""

    def __init__(self, tree: HtmlElement, url: str) -> None:
        self.url = url
        self.base = absolute(next(iter(tree.xpath("//base/@href")), ""), url) or url
        self.tags: dict[str, str] = {}
        for name, value in linked.open_graph(tree):
            self._tell(name, value)
        for element in tree.iter("meta"):
            name = (
                element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            )
            self._tell(name or "", element.get("content", ""))
        self.linked = linked.json_ld(tree)
        self.item = linked.microdata(tree, self.base)
        self._tree = tree

    def _tell(self, name: str, content: str) -> None:
        """Remember what a meta element says; the first one with a name counts."""
        content = plain(content).strip()
        if name and content:
            self.tags.setdefault(name.strip().lower(), content)

    @property
    def title(self) -> str:
        """The article's title: the `h1` that agrees with the page's title, else what the page says, without the site's
        name.
        """
        said = self.tags.get("og:title") or _text(self.linked.get("headline")) or self.tags.get("twitter:title", "")
        said = said or _text(self.item.get("headline"))
        whole = plain(self._tree.findtext(".//title") or "").strip()
        known = _words(f"{said} {whole}")
        heads = [h for h in (plain(e.text_content()).strip() for e in self._tree.iter("h1")) if h]
        agreeing = [h for h in heads if known and len(_words(h) & known) >= 0.7 * len(_words(h)) and h != self.site]
        if agreeing:
            return max(agreeing, key=len)
        if said or whole:
            return self._without_site(said or whole)
        return heads[0] if heads else ""

    def _without_site(self, title: str) -> str:
        pieces = _SEPARATOR.split(title)
        if len(pieces) > 1 and (pieces[-1] == self.site or len(pieces[-1]) < 0.5 * len(title)):
            cut = title.rindex(pieces[-1])
            return _SEPARATOR.sub("", title[:cut][-4:] and title[:cut].rstrip(" |–—·•»«:-")) or title
        return title

    @property
    def site(self) -> str:
        """The site's name."""
        named = (_text(_first(facts.get("publisher")).get("name")) for facts in (self.linked, self.item))
        return self.tags.get("og:site_name") or next(filter(None, named), "")

    @property
    def language(self) -> str:
        """The declared language as a BCP 47 tag, empty when none is declared."""
        root = self._tree.getroottree().getroot()
        said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
        said = (
            said
            or self.tags.get("content-language")
            or self.tags.get("og:locale")
            or _text(self.linked.get("inLanguage"))
        )
        return said.strip().replace("_", "-") if _LANGUAGE.fullmatch(said.strip()) else ""

    def metadata(self) -> Metadata:
        """All facts in the article's form."""
        data, item, tags = self.linked, self.item, self.tags
        author = _text(_first(data.get("author")).get("name")) or tags.get("author") or tags.get("citation_author", "")
        author = "" if author.startswith("http") else author or tags.get("dc.creator", "")
        author = author or _name(item.get("author"))
        dated = _text(data.get("datePublished")) or tags.get("article:published_time") or _date(tags)
        dated = dated or _text(item.get("datePublished"))
        modified = (
            _text(data.get("dateModified")) or tags.get("article:modified_time") or _text(item.get("dateModified"))
        )
        shown_author, shown_date = ("", "") if author and dated else _shown(self._tree)
        image = _first(data.get("image") or item.get("image"))
        links = {
            rel: e.get("href")
            for e in self._tree.xpath("//link[@rel] | //a[@rel]")
            for rel in (e.get("rel") or "").lower().split()
        }
        image_url = tags.get("og:image") or _text(image.get("url")) or _text(image.get("name"))
        known = (
            ("doi", tags.get("citation_doi", "")),
            ("keywords", tags.get("keywords", "")),
            ("section", tags.get("article:section", "")),
        )
        return Metadata(
            author=author or shown_author,
            published=iso_date(dated or shown_date),
            modified=iso_date(modified),
            site=self.site,
            canonical_url=absolute(links.get("canonical") or tags.get("og:url"), self.base) or self.url,
            language=self.language,
            description=tags.get("description") or tags.get("og:description", ""),
            license=_text(data.get("license"))
            or _text(item.get("license"))
            or absolute(links.get("license"), self.base),
            image=absolute(image_url, self.base) if image_url else "",
            extra=tuple((name, value) for name, value in sorted(known) if value),
        )


_AUTHOR_NAMES = frozenset(
    [
        "author",
        "author-name",
        "author__name",
        "author-link",
        "fn",
        "byline-name",
        "byline__name",
        "byline-author",
        "td-post-author-name",
        "tdb-author-name",
        "entry-author",
        "entry-author-name",
        "post-author",
        "post-author-name",
        "p-author",
        "elementor-post-info__item--type-author",
    ]
)


def _shown(tree: HtmlElement) -> tuple[str, str]:
    """Author and date where the page shows them: a link `rel=author`, a class for author names, a `time` element."""
    author = date = ""
    for element in tree.iter("a", "span", "div", "p", "time"):
        if element.tag == "time":
            date = date or element.get("datetime", "")
            continue
        attributes = element.attrib
        if author or not attributes:
            continue
        names = set(attributes.get("class", "").lower().split())
        if (
            "author" in attributes.get("rel", "").split()
            or names & _AUTHOR_NAMES
            or attributes.get("itemprop") == "author"
        ):
            text = _BY.sub("", plain(element.text_content()).strip()).strip(" -|,·•")
            author = text if 2 < len(text) < 60 and "@" not in text else ""
    return author, date


def _date(tags: dict[str, str]) -> str:
    names = (
        "citation_publication_date",
        "dc.date",
        "dc.date.issued",
        "date",
        "datepublished",
        "pubdate",
        "dcterms.date",
    )
    return next((tags[name] for name in names if name in tags), "").replace("/", "-")


def _first(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else {}
    if isinstance(value, str):
        return {"name": value}
    return value if isinstance(value, dict) else {}


def _name(value: Any) -> str:
    """The name of a person or an organization, without an address and without "by"."""
    name = _text(_first(value).get("name"))
    return "" if name.startswith("http") or "@" in name else _BY.sub("", name)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return plain(value).strip() if isinstance(value, str) else ""


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
