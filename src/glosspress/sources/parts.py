"""Parts of a source definition."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from glosspress.definitions import Definition, Tag


def _http_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/\S*)?", value):
        raise ValueError("an http or https URL without credentials is expected")
    return value


def _pattern(value: str) -> str:
    if ".." in value.split("/") or not value.strip():
        raise ValueError("a pattern inside the folder or site is expected, like `**/*.html` or `/blog/**`")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class Documented(Definition):
    """A definition whose docstrings are the descriptions of the published schema."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class License(Documented):
    """The permission to translate and publish."""

    status: Literal["owned", "licensed", "open", "fair-use-review"]
    """`owned`: our own texts. `licensed`: a contract permits it. `open`: a public licence permits it. `fair-use-review`:
    nobody has decided yet; every page is held until a person has (`glosspress source clear`).
    """
    name: str = ""
    """The licence or contract, shown on every page: `CC BY 4.0`."""
    url: HttpUrl | None = None
    """Where the licence can be read."""


class Selectors(Documented):
    """CSS selectors for a site's own markup."""

    content: tuple[str, ...] = ()
    """What holds the article; everything else goes."""
    remove: tuple[str, ...] = ()
    """What goes although it stands in the article."""


class Rules(Documented):
    """Changes to the cleaning rules for this source."""

    off: tuple[str, ...] = ()
    """Ids of rules, or prefixes of ids, that are not applied."""
    add: tuple[dict[str, Any], ...] = ()
    """Further rules, written as in the rule files."""
    promotion: Literal["remove", "flag", "keep"] = "remove"
    """What becomes of promotional location phrases and calls to action."""


class Assertions(Documented):
    """What a healthy run looks like: too few articles fail the source, too many warn."""

    min_articles: int = Field(default=1, ge=0)
    """Fewer usable articles than this, and the source gives none at all in that run."""
    max_articles: int | None = Field(default=None, ge=1)
    """More articles than this are a warning."""
    min_chars: int = Field(default=0, ge=0)
    """Of each article after cleaning; a shorter one is not used."""
    languages: tuple[Tag, ...] = ()
    """Languages an article may be in; empty: the source's own. One that clearly is in another is not used."""


class Oddity(Documented):
    """A known oddity of a site, written down so that nobody has to code it or to look at it again."""

    url: Pattern
    """Pattern of the path: `/old/**`."""
    why: str = Field(min_length=1)
    """What is odd, for the next reader."""
    treat: Literal["skip", "accept"]
    """`skip`: never fetched. `accept`: used, though it looks like an error, a teaser, a login or another language."""
