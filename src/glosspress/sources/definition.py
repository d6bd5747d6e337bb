"""The fields of `sources/<id>.yaml`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from glosspress.definitions import Definition
from glosspress.workspace import Tag


def _http_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/\S*)?", value):
        raise ValueError("an http or https URL without credentials is expected")
    return value


def _inner_glob(value: str) -> str:
    if value.startswith("/") or ".." in value.split("/") or not value.strip():
        raise ValueError("a pattern inside the folder is expected, like `**/*.html`")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]
Glob = Annotated[str, AfterValidator(_inner_glob)]


class License(Definition):
    """The permission to translate and publish."""

    status: Literal["owned", "licensed", "open", "fair-use-review"]
    name: str = ""
    url: HttpUrl | None = None


class Selectors(Definition):
    """CSS selectors for a site's own markup."""

    content: tuple[str, ...] = ()
    """What holds the article; everything else goes."""
    remove: tuple[str, ...] = ()
    """What goes although it stands in the article."""


class Rules(Definition):
    """Changes to the cleaning rules for this source."""

    off: tuple[str, ...] = ()
    """Ids of rules, or prefixes of ids, that are not applied."""
    add: tuple[dict[str, Any], ...] = ()
    """Further rules, written as in the rule files."""
    promotion: Literal["remove", "flag", "keep"] = "remove"
    """What becomes of promotional location phrases and calls to action."""


class Assertions(Definition):
    """What a healthy run looks like: too few articles fail the source, too many warn."""

    min_articles: int = Field(default=1, ge=0)
    max_articles: int | None = Field(default=None, ge=1)
    min_chars: int = Field(default=0, ge=0)
    """Of each article after cleaning."""


class Source(Definition):
    """One source of articles."""

    id: str = ""
    """The name of the file without its ending."""
    title: str
    publisher: str = ""
    license: License
    language: Tag = "en"
    kind: Literal["folder", "page", "list"]
    path: str = ""
    """folder: the folder; page: a file. Relative to `sources/`."""
    url: HttpUrl | None = None
    """page: its address."""
    urls: tuple[HttpUrl, ...] = ()
    """list: addresses of pages."""
    include: tuple[Glob, ...] = ("**/*.html", "**/*.htm", "**/*.md", "**/*.markdown", "**/*.txt")
    """folder: files that are articles."""
    exclude: tuple[Glob, ...] = ()
    """folder: files that are not, though included."""
    locales: tuple[Tag, ...] = ()
    """Translate into these only; empty: into all of the workspace."""
    selectors: Selectors = Selectors()
    rules: Rules = Rules()
    assertions: Assertions = Assertions()

    @model_validator(mode="after")
    def _place_fits_kind(self) -> Self:
        given = {name for name in ("path", "url", "urls") if getattr(self, name)}
        allowed = {"folder": [{"path"}], "page": [{"path"}, {"url"}], "list": [{"urls"}]}[self.kind]
        if given not in allowed:
            wanted = " or ".join(f"`{name}`" for one in allowed for name in sorted(one))
            raise ValueError(f"kind `{self.kind}` needs {wanted} and nothing else of path, url, urls")
        return self
