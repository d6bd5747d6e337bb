"""What a page needs to know of the site around it: addresses, languages, the other versions of the same article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from glosspress.event import Event
from glosspress.page import Page, State

HTML, MARKDOWN, RECORD, CARD, FEED = "index.html", "index.md", "provenance.json", "provenance.html", "feed.xml"
_MACHINE = (State.UNREVIEWED, State.CHECKED)


@dataclass(frozen=True, slots=True)
class Site:
    """The site as configured."""

    title: str
    base_url: str
    """Absolute, ends with `/`."""
    publisher: str = ""
    contact: str = ""
    source_language: str = "en"
    locales: tuple[str, ...] = ()
    """In configured order; decides the order of versions and `x-default`."""
    indexed: frozenset[str] = field(default_factory=frozenset)
    """Locales whose unreviewed machine translations search engines may index."""
    ai_disclosure: bool = False
    """True: pages carry `<meta name="ai-disclosure">`."""

    def url(self, path: str = "") -> str:
        """Absolute URL of a path below the site, percent-encoded (RFC 3986)."""
        return self.base_url + quote(path, safe="/#!$&'()*+,;=:@~")

    def rank(self, locale: str) -> tuple[int, str]:
        """Sort key of a locale: configured order, then by tag."""
        known = locale in self.locales
        return (self.locales.index(locale) if known else len(self.locales), locale)

    def robots(self, page: Page) -> str:
        """`noindex,follow` for machine translations nobody reviewed, unless the locale's policy allows indexing."""
        hidden = page.state in _MACHINE and page.locale not in self.indexed
        return "noindex,follow" if hidden else "index,follow"


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of an article, or of an index."""

    locale: str
    url: str
    title: str = ""
    link: str = ""
    """Relative to the page that shows it; ends with a file name, so that the site can be read from a disk."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A page and its place in the site."""

    page: Page
    folder: str
    """Name of its folder below each locale's, the same for all locales of an article."""
    locales: tuple[str, ...]
    """Locales in which the article is really published, this one included, in the site's order."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """`src` of a figure -> path below the site of the copy that is published."""

    @property
    def path(self) -> str:
        """Folder below the site, ends with `/`."""
        return f"{self.page.locale}/{self.folder}/"

    def url(self, site: Site, file: str = "") -> str:
        """Absolute URL of the page, or of a file beside it."""
        return site.url(self.path + file)

    def versions(self, site: Site) -> tuple[Version, ...]:
        """All published versions, for hreflang, sitemap and the language switcher."""
        return tuple(
            Version(tag, site.url(f"{tag}/{self.folder}/"), link=f"../../{quote(tag)}/{quote(self.folder)}/{HTML}")
            for tag in self.locales
        )


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A page that was taken off the site: its last version, and the event that says by whom and why."""

    page: Page
    event: Event


def day(time: str) -> str:
    """The date of an RFC 3339 time or an ISO 8601 date; empty where there is none."""
    return time[:10] if len(time) >= 10 and time[4] == time[7] == "-" else ""


def changed_at(page: Page) -> str:
    """When the page's content was made, RFC 3339 in UTC; the epoch where nothing is known, so that feeds stay valid."""
    return page.making.made_at or page.origin.fetched_at or "1970-01-01T00:00:00Z"


def original_url(page: Page) -> str:
    """http(s) URL of the original for readers; empty where it is only a file."""
    for url in (page.source.metadata.canonical_url, page.origin.url):
        if url.startswith(("https://", "http://")):
            return url
    return ""
