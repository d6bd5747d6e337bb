"""Which pages need not be rendered: a file in the state folder names what pages online depend on, and the digests of their files.

The files themselves are those of the edition online, and every byte is looked at. The note may be deleted.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import orjson

from glosspress.digest import digest, sha256
from glosspress.publish import disk
from glosspress.render import Placed, Site

_WRITERS = ("babel", "jinja2", "markupsafe", "nh3", "pyyaml")
"""Packages that have a hand in a page's bytes."""


@lru_cache(maxsize=1)
def renderer() -> str:
    """Digest of the code, templates and texts that render, and of the packages they use: nobody has to count versions."""
    found = {
        package: _contents(resources.files(package))
        for package in ("glosspress.render", "glosspress.publish", "glosspress.pins")
    }
    files = resources.files("glosspress")
    names = ("article.py", "digest.py", "event.py", "locales.py", "page.py", "translation.py")
    code = {name: sha256((files / name).read_bytes()) for name in names}
    return digest([found, code, {name: importlib.metadata.version(name) for name in _WRITERS}])


def _contents(folder: Traversable, prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            found |= _contents(entry, f"{prefix}{entry.name}/")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            found[prefix + entry.name] = sha256(entry.read_bytes())
    return found


def theme_digest(folder: Path) -> str:
    """Digest of a workspace's theme; of none, empty."""
    return digest(_contents(folder)) if folder.is_dir() else ""


def site_facts(site: Site) -> dict[str, Any]:
    """The site's configuration as JSON-ready data."""
    facts = {name: getattr(site, name) for name in Site.__slots__}
    return facts | {"locales": list(site.locales), "indexed": sorted(site.indexed)}


@dataclass(frozen=True, slots=True)
class Twin:
    """A file of the site that is there already."""

    path: str
    """Below the site, with `/`."""
    sha256: str
    file: Path

    @property
    def holds(self) -> bool:
        """Whether the file has this digest."""
        data = disk.content(self.file)
        return data is not None and sha256(data) == self.sha256


class Rendered:
    """What is known of one workspace's pages for one site and theme. Without a file it knows nothing."""

    def __init__(self, file: Path | None = None, online: Path = Path(), basis: str = "") -> None:
        """`online`: the edition online; `basis`: digest of configuration, theme and renderer."""
        self._file, self._online, self._basis = file, online, basis
        self._known = _read(file) if file else {}
        self._used: dict[str, dict[str, str]] = {}

    def key(self, item: Placed, page_digest: str) -> str:
        """Identity of a page's files; empty where the page's digest is not known."""
        if not page_digest or self._file is None:
            return ""
        copies = {
            block.src: item.pictures[block.src] for _, block in item.page.target.walk() if block.src in item.pictures
        }
        making = item.page.making
        return digest([self._basis, page_digest, making.run, item.folder, list(item.locales), copies])

    def get(self, key: str, path: str) -> list[Twin] | None:
        """The files of the page in this folder of the site; None: they are not those of the key (any more)."""
        files = self._known.get(key)
        if not files:
            return None
        there = self._online / path
        twins = [Twin(path + name, sha, there / name) for name, sha in files.items()]
        if not all(twin.holds for twin in twins):
            return None
        self._used[key] = files
        return twins

    def put(self, key: str, files: Mapping[str, bytes]) -> None:
        """Note the files of a page, by their names in its folder."""
        if key:
            self._used[key] = {name: sha256(data) for name, data in files.items()}

    def save(self) -> None:
        """Write down what the site consists of. A disk that cannot be written costs speed, nothing else."""
        if self._file is None:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_bytes(orjson.dumps(self._used))


def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        known = orjson.loads(file.read_bytes())
        return {key: {name: str(sha) for name, sha in files.items()} for key, files in known.items()}
    except (OSError, ValueError, AttributeError):
        return {}
