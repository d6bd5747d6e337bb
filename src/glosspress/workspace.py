"""The workspace: the folder a content team owns. The only place that knows its folder names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import AfterValidator, Field

from glosspress import definitions
from glosspress.definitions import BaseUrl, Definition, Tag
from glosspress.errors import ConfigError, UsageError
from glosspress.targets import OptionName, Target

CONFIG_FILE = "glosspress.yaml"
SNAPSHOTS, SNAPSHOT_OPTIONS = "glosspress_snapshots", "glosspress_snapshot_options"
"""Parameters in the ledger's URL; the database never sees them."""
# Checks that hold a sentence whatever a workspace says: the promise of the project.
NEVER_LOWERED = frozenset({"terms", "numbers", "protected"})


def _lowerable(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if value in NEVER_LOWERED:
            raise ValueError(f"the check `{value}` can not be lowered to a warning")
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


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace. All paths are absolute."""

    root: Path
    config: Config

    @property
    def flows(self) -> Path:
        """Operators' Prefect flows."""
        return self.root / "flows"

    @property
    def sources(self) -> Path:
        """Source definitions and sample articles."""
        return self.root / "sources"

    @property
    def glossary(self) -> Path:
        """The term base, one CSV a language pair."""
        return self.root / "glossary"

    @property
    def output(self) -> Path:
        """The published site."""
        return self.root / "output"

    @property
    def state(self) -> Path:
        """Ledger and caches. Without persons' events it may be deleted at the price of doing the work again; back it up once
        somebody has reviewed.
        """
        return self.root / ".glosspress"

    @property
    def packages(self) -> Path:
        """Engine packages installed for this workspace."""
        return self.state / "packages"

    @property
    def engines_lock(self) -> Path:
        """Which engine package serves each pair."""
        return self.root / "engines.lock"

    @property
    def ledger_url(self) -> str:
        """SQLAlchemy URL of the ledger, SQLite paths made absolute; with the place of the snapshots' bytes if it is another."""
        place = self.config.snapshots
        if not place.url:
            return self._database
        url = place.url if "://" in place.url else (self.root / place.url).resolve().as_uri()
        asked = urlencode({SNAPSHOTS: url, SNAPSHOT_OPTIONS: json.dumps(place.options, sort_keys=True)})
        return f"{self._database}{'&' if '?' in self._database else '?'}{asked}"

    @property
    def _database(self) -> str:
        url = self.config.ledger
        if not url:
            return f"sqlite:///{self.state / 'ledger.db'}"
        prefix = "sqlite:///"
        if url.startswith(prefix) and url != "sqlite:///:memory:":
            return f"{prefix}{self.root / url.removeprefix(prefix)}"
        return url

    def relative(self, path: Path) -> str:
        """A path below the root with `/`; of a path elsewhere only its name, never a machine's absolute path."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return path.name

    def policy(self, tag: str) -> LocalePolicy:
        """The policy of a locale; the default one for a locale that the configuration does not name."""
        return self.config.locales.get(tag, LocalePolicy())


def at(root: Path) -> Workspace:
    """The workspace in exactly this folder. ConfigError: none here, or invalid."""
    root = root.resolve()
    if not (root / CONFIG_FILE).is_file():
        raise ConfigError(f"no workspace here ({CONFIG_FILE} is missing)", str(root), f"glosspress init {root}")
    return Workspace(root, definitions.load(root / CONFIG_FILE, Config))


def find(start: Path | None = None) -> Workspace:
    """The workspace of the nearest folder upwards from `start` (default: the current one). ConfigError: none."""
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        if (folder / CONFIG_FILE).is_file():
            return at(folder)
    raise ConfigError(
        f"no {CONFIG_FILE} in this folder or above it",
        str(begin),
        "glosspress init DIR, or glosspress --workspace DIR ...",
    )


def initialise(directory: Path) -> list[Path]:
    """Write a new workspace; returns the written files.

    UsageError: one of its files is there already (then nothing is written), or the folder cannot be written.
    """
    starter = resources.files("glosspress") / "starter"
    wanted = [(_target(directory, name), entry) for name, entry in _files(starter)]
    present = [path for path, _ in wanted if path.exists() or path.is_symlink()]
    if present:
        raise UsageError(
            f"{present[0].name} is there already; nothing was written", str(directory), "choose an empty folder"
        )
    try:
        for path, entry in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(entry.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}", str(directory)) from error
    return [path for path, _ in wanted]


def _target(directory: Path, name: str) -> Path:
    """`dot-gitignore` is `.gitignore`: hidden files are easily lost when packages are built."""
    folder, _, file = name.rpartition("/")
    return directory / folder / (f".{file.removeprefix('dot-')}" if file.startswith("dot-") else file)


def _files(folder: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            found += _files(entry, f"{name}/")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            found.append((name, entry))
    return found
