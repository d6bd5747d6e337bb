"""The workspace: the folder a content team owns. The only place that knows its folder names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlencode

from glosspress import definitions
from glosspress.errors import ConfigError, UsageError
from glosspress.settings import Config, LocalePolicy

CONFIG_FILE = "glosspress.yaml"
SNAPSHOTS, SNAPSHOT_OPTIONS = "glosspress_snapshots", "glosspress_snapshot_options"
"""Parameters in the ledger's URL; the database never sees them."""


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

    def opens(self, path: Path) -> bool:
        """Whether sources may read a path: where its links lead to is in the workspace, or in a folder that `folders` names."""
        try:
            place = path.resolve()
            named = [(self.root / name).resolve() for name in self.config.folders]
        except (OSError, RuntimeError, ValueError):  # links in a circle; no path at all
            return False
        return any(place.is_relative_to(folder) for folder in (self.root, *named))

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
