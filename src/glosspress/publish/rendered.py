"""Pages that were rendered before, kept in the state folder by the digest of all they depend on. It may be deleted."""

from __future__ import annotations

import importlib.metadata
import json
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from glosspress.digest import digest, sha256
from glosspress.render import Placed, Site

_WRITERS = ("babel", "jinja2", "markupsafe", "nh3", "prov", "pyyaml")
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


@dataclass
class Rendered:
    """The cache of one workspace for one site and theme. Without a folder it keeps nothing."""

    folder: Path | None = None
    basis: str = ""
    """Digest of configuration, theme and renderer."""
    used: set[str] = field(default_factory=set)

    def key(self, item: Placed, page_digest: str) -> str:
        """Identity of a page's files; empty where the page's digest is not known."""
        if not page_digest or self.folder is None:
            return ""
        copies = {
            block.src: item.pictures[block.src] for _, block in item.page.target.walk() if block.src in item.pictures
        }
        making = item.page.making
        return digest([self.basis, page_digest, making.run, item.folder, list(item.locales), copies])

    def get(self, key: str) -> dict[str, bytes] | None:
        """The files, or None: never rendered, or damaged on the disk."""
        if not key or self.folder is None:
            return None
        self.used.add(key)
        try:
            checksum, _, packed = self._path(self.folder, key).read_bytes().partition(b"\n")
            if sha256(packed) != checksum.decode():
                return None
            return {name: text.encode() for name, text in json.loads(zlib.decompress(packed)).items()}
        except (OSError, ValueError, zlib.error):
            return None

    def put(self, key: str, files: dict[str, bytes]) -> None:
        """Keep files. A disk that cannot be written costs speed, nothing else."""
        if not key or self.folder is None:
            return
        packed = zlib.compress(json.dumps({name: data.decode() for name, data in files.items()}).encode(), 1)
        path = self._path(self.folder, key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(sha256(packed).encode() + b"\n" + packed)

    def sweep(self) -> None:
        """Remove what the last site did not use."""
        if self.folder is None or not self.folder.is_dir():
            return
        for path in self.folder.glob("??/*"):
            if path.name not in self.used:
                with suppress(OSError):
                    path.unlink()

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key
