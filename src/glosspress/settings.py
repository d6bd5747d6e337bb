"""What `glosspress.yaml` may say: one model a section; unknown fields are errors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from glosspress.definitions import BaseUrl, Definition, Tag
from glosspress.targets import OptionName, Target

# Checks that hold a sentence whatever a workspace says: the promise of the project.
NEVER_LOWERED = frozenset({"terms", "numbers", "protected"})


def _lowerable(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if value in NEVER_LOWERED:
            raise ValueError(f"the check `{value}` can not be lowered to a warning")
    return values


def _named(values: tuple[str, ...]) -> tuple[str, ...]:
    if not all(value.strip() for value in values):
        raise ValueError("a folder outside of the workspace is expected, like `../articles`")
    return values


class Site(Definition):
    """Who publishes, and where."""

    title: str = "glosspress"
    base_url: BaseUrl = "https://example.org/"
    """Absolute, ends with `/`: canonical URLs and hreflang are built on it."""
    publisher: str = ""
    contact: str = ""
    """E-mail or URL for the owners of the sources; part of the user agent."""
    ai_disclosure: bool = False
    """True: `<meta name="ai-disclosure">`, a W3C community draft that is not settled."""


class ReviewPolicy(Definition):
    """What persons must have done before a page goes online. A field that is not set leaves the choice to the other policy."""

    publish: Literal["labelled", "sample", "reviewed"] | None = None
    """`labelled` (default): a page without blocking findings goes online, labelled as machine translation; `sample`: so do
    all but `sample` % of the pages, which wait; `reviewed`: every page waits for a person.
    """
    sample: float | None = Field(default=None, gt=0, le=100)
    """Percent of the pages, drawn by the digest of the source's text."""
    block: tuple[str, ...] = ()
    """Ids of checks whose warnings hold a page that nobody reviewed."""
    outdated: Literal["hold", "publish"] | None = None
    """A reviewed page whose source changed: `hold` (default) keeps the reviewed version online until a person looked again."""
    memory: Literal["approved", "post-edited"] | None = None
    """Which human sentences serve other pages: `approved` (default) ones only."""
    may_override: tuple[str, ...] | None = None
    """Roles that may answer for a blocking finding; default `medical reviewer`. Terms, numbers and protected spans: nobody."""


class ReviewSettings(Definition):
    """Review of the whole workspace."""

    sources: dict[str, ReviewPolicy] = Field(default_factory=dict)
    """By id of a source. Of a locale's and a source's policy the stricter one counts, field by field."""


class LocalePolicy(Definition):
    """How a locale is made and when its pages go online."""

    engine: Literal["argos", "echo", "pseudo"] | None = None
    """None: `pseudo` for pseudo locales, else the installed package."""
    publish: Literal["checked", "held-until-reviewed"] = "checked"
    """`checked`: a page without blocking findings goes online; `held-until-reviewed`: every page waits for a person."""
    indexing: bool = False
    """False: `noindex` on machine translations that nobody reviewed."""
    block: tuple[str, ...] = ()
    """Ids of checks whose warnings hold a page here."""
    warn: Annotated[tuple[str, ...], AfterValidator(_lowerable)] = ()
    """Ids of checks whose blocking findings only warn here."""
    review: ReviewPolicy = ReviewPolicy()


class Fetch(Definition):
    """Manners and limits of the HTTP client."""

    allow_loopback: bool = False
    """True: loopback addresses may be fetched, at any port (tests, local previews)."""
    ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = ()
    """Ports that may be asked besides 80 and 443."""
    robots: bool = True
    """False: robots.txt is not asked for. Only for sites whose owner you are."""
    concurrency: int = Field(default=8, ge=1, le=64)
    """Requests at once, over all hosts."""
    per_host: int = Field(default=2, ge=1, le=16)
    """Requests at once to one host; one where its robots.txt names a crawl delay."""
    delay_s: float = Field(default=0.5, ge=0, le=60)
    """From the start of one request to a host to the start of the next; a longer crawl delay is honoured."""
    timeout_s: float = Field(default=20.0, gt=0, le=600)
    """For connecting and for each read."""
    total_timeout_s: float = Field(default=120.0, gt=0, le=3600)
    """For a whole page with its redirects and attempts; waiting for one's turn at a host does not count."""
    listing_timeout_s: float = Field(default=3600.0, gt=0, le=86_400)
    """For all lists of a source together: pages of a feed, sitemaps of an index, pages of an index of posts."""
    max_redirects: int = Field(default=5, ge=0, le=20)
    max_ratio: int = Field(default=200, ge=10, le=2000)
    """How many times larger than as sent a compressed answer may become, from 1 MB on."""
    attempts: int = Field(default=3, ge=1, le=10)
    """For failures that may pass: no connection, a timeout, 429, 5xx."""
    give_up_after: int = Field(default=10, ge=1, le=1000)
    """Pages in a row that a host fails; the rest of them is not asked for in this run."""


class Limits(Definition):
    """Limits of an article."""

    max_bytes: int = Field(default=50_000_000, gt=0)
    """Of a file, or of a response after decompression."""


class Retention(Definition):
    """How long what is not in use stays, in days; left out: for ever. What is online, runs and events always stay."""

    page_versions_days: int | None = Field(default=None, ge=1)
    """Versions of pages that are neither the newest nor online."""
    snapshots_days: int | None = Field(default=None, ge=1)
    """Snapshots that no stored page was made from, the newest of each URL apart."""
    translations_days: int | None = Field(default=None, ge=1)
    """Translations that stand on no stored page."""
    visits_days: int | None = Field(default=None, ge=1)
    """Requests, the newest of each URL apart."""
    disk_budget_gb: float = Field(default=0, ge=0)
    """0: none; else `housekeeping` and `doctor` say when ledger, output and packages are larger."""


class SnapshotStorage(Definition):
    """Where the bytes of snapshots lie; all else is in the ledger."""

    url: str = ""
    """An fsspec URL: `s3://bucket/path`, `/srv/snapshots`; relative paths start at the workspace. Empty: in the ledger. What
    is in the ledger stays there; nothing is moved.
    """
    options: dict[OptionName, str | int | float | bool] = Field(default_factory=dict)
    """For the file system, such as `endpoint_url`. Credentials come from its own environment variables."""


ALERT = "tell when many pages are held or the disk fills"
"""Name of the automation that `up` makes and `doctor` looks for."""


class Alerts(Definition):
    """When operators are told."""

    held_rate: float = Field(default=0.05, ge=0, le=1)
    """Share of a run's pages: more held ones are announced as `glosspress.held-rate.high`."""


class GlossaryPolicy(Definition):
    """What becomes of changes to the term bases that are in no release (docs/glossary-releases.md)."""

    unreleased: Literal["warn", "hold"] = "warn"
    """`warn`: runs use the working files and say so; `hold`: runs use the last release, changes wait for the next."""


class Config(Definition):
    """`glosspress.yaml`."""

    site: Site = Site()
    source_language: Tag = "en"
    locales: dict[Tag, LocalePolicy] = Field(default_factory=dict)
    """Target locales in the order they are made."""
    folders: Annotated[tuple[str, ...], AfterValidator(_named)] = ()
    """Folders outside of the workspace that sources may read; relative ones start at the workspace (docs/adr/0009)."""
    ledger: str = ""
    """SQLAlchemy URL; empty: SQLite in the state folder. `sqlite:///path` is relative to the workspace."""
    snapshots: SnapshotStorage = SnapshotStorage()
    review: ReviewSettings = ReviewSettings()
    targets: dict[str, Target] = Field(default_factory=dict)
    """Where `glosspress publish --target NAME` delivers the edition that is online in `output/`."""
    fetch: Fetch = Fetch()
    limits: Limits = Limits()
    glossary: GlossaryPolicy = GlossaryPolicy()
    alerts: Alerts = Alerts()
    retention: Retention = Retention()
