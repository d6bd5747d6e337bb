"""The fields of `sources/<id>.yaml`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from glosspress.definitions import Tag
from glosspress.sources.parts import Assertions, Documented, HttpUrl, License, Oddity, Pattern, Rules, Selectors
from glosspress.sources.patterns import matches

_PLACES: dict[str, list[set[str]]] = {
    "folder": [{"path"}],
    "page": [{"path"}, {"url"}],
    "list": [{"urls"}],
    "feed": [{"url"}],
    "sitemap": [{"url"}],
    "wordpress": [{"url"}],
    "warc": [{"path"}],
}
FILES = ("html", "htm", "xhtml", "md", "markdown", "txt", "docx", "pdf")
"""Endings of articles in folders."""
_FOLDER = tuple(f"**/*.{ending}" for ending in FILES)


class Source(Documented):
    """One source of articles."""

    id: str = ""
    """The name of the file without its ending; may be left out."""
    title: str
    """For people: in reports and in the review desk."""
    publisher: str = ""
    """Who publishes the originals; named on every page."""
    license: License
    language: Tag = "en"
    """Of the originals."""
    kind: Literal["folder", "page", "list", "feed", "sitemap", "wordpress", "warc"]
    """`page`: one page. `list`: the pages of `urls`. `feed`: RSS, Atom or JSON Feed. `sitemap`: a sitemap or an index of them.
    `wordpress`: the posts of a WordPress site by its REST interface. `folder`: files. `warc`: a web archive.
    """
    path: str = ""
    """folder: the folder; page: a file; warc: a file or a folder of them. Relative to `sources/`; outside of the
    workspace only in what `folders` of glosspress.yaml names.
    """
    url: HttpUrl | None = None
    """page, feed, sitemap: its address; wordpress: the address of the site."""
    urls: tuple[HttpUrl, ...] = ()
    """list: addresses of pages."""
    include: tuple[Pattern, ...] = ()
    """folder: patterns of files that are articles (`**/*.html`); else patterns of paths on the site (`/blog/**`). Empty: all."""
    exclude: tuple[Pattern, ...] = ()
    """What is no article, though included."""
    limit: int = Field(default=1000, ge=1, le=100_000)
    """Articles taken at most, the newest first where the source tells; more are a warning."""
    schedule: Literal["hourly", "daily", "weekly", "monthly"] = "daily"
    """How often it is worth looking for changes."""
    trust_freshness: bool = False
    """True: a run does not ask again for a page while its site calls it fresh (`max-age`, `Expires`; RFC 9111), for a day at
    most. A watch always asks.
    """
    locales: tuple[Tag, ...] = ()
    """Translate into these only; empty: into all of the workspace."""
    selectors: Selectors = Selectors()
    rules: Rules = Rules()
    assertions: Assertions = Assertions()
    oddities: tuple[Oddity, ...] = ()

    @property
    def web(self) -> bool:
        """True when articles are fetched, not read from files."""
        return bool(self.url or self.urls)

    @property
    def patterns(self) -> tuple[str, ...]:
        """What is included, with the default of the kind."""
        return self.include or (_FOLDER if self.kind == "folder" else ("**",))

    def wants(self, url: str) -> bool:
        """Whether an address on a site is included, not excluded and no oddity to skip."""
        if any(matches(url, oddity.url) for oddity in self.oddities if oddity.treat == "skip"):
            return False
        if any(matches(url, pattern) for pattern in self.exclude):
            return False
        return not self.include or any(matches(url, pattern) for pattern in self.include)

    def accepts(self, url: str) -> bool:
        """Whether a person has said that the article at this address is one, whatever it looks like."""
        return any(matches(url, oddity.url) for oddity in self.oddities if oddity.treat == "accept")

    @model_validator(mode="after")
    def _place_fits_kind(self) -> Self:
        given = {name for name in ("path", "url", "urls") if getattr(self, name)}
        allowed = _PLACES[self.kind]
        if given not in allowed:
            wanted = " or ".join(f"`{name}`" for one in allowed for name in sorted(one))
            raise ValueError(f"kind `{self.kind}` needs {wanted} and nothing else of path, url, urls")
        if self.kind == "folder" and any(pattern.startswith("/") for pattern in (*self.include, *self.exclude)):
            raise ValueError(
                "patterns of a folder are a pattern inside the folder, like `**/*.html`, without `/` at the start"
            )
        if self.assertions.max_articles is not None and self.assertions.max_articles < self.assertions.min_articles:
            raise ValueError("assertions.max_articles is less than assertions.min_articles")
        return self
