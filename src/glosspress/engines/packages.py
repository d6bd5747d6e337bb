"""Installed Argos packages: list, install, remove.

They lie where `argostranslate` keeps them, so other tools see them too.

The package for English to Portuguese that ships with glosspress serves where no other is installed.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from glosspress.digest import sha256_file, utc_now
from glosspress.engines.archive import unpack
from glosspress.engines.argos import ArgosEngine
from glosspress.errors import EngineError, GlosspressError

EMBEDDED = "translate-en_pt-0_2.argosmodel"
EMBEDDED_SHA256 = "eddb8542b539d16e82d8fb6d52ab834829cf6f858f90f161eece94f4ae5e90af"
EMBEDDED_MODEL = "490d81a80ebd80ffd90acee5aa3bcab217294ae3d10a7dbf7b5920889390f67c"
"""Digest of the embedded package's model as `ArgosEngine.sha256` gives it."""
_RECORD = "glosspress.json"
_PAIR = re.compile(r"([a-z]{2,3})[-_>]+([a-z]{2,3})")


@dataclass(frozen=True, slots=True)
class Package:
    """An engine package."""

    source: str
    """Engine code of the source language."""
    target: str
    version: str
    folder: Path
    sha256: str
    """Of the archive it came from; empty when another tool installed it."""
    embedded: bool = False

    @property
    def pair(self) -> str:
        """`en-pt`."""
        return f"{self.source}-{self.target}"


def list_installed() -> list[Package]:
    """All packages, installed ones before the embedded one, sorted by pair and version (newest first).

    A damaged folder is passed over: it serves nothing, and other pairs go on.
    """
    root = _store()
    folders = sorted(root.iterdir()) if root.is_dir() else []
    found = [package for folder in folders if (package := _described(folder))]
    found.sort(key=lambda package: (package.pair, [-part for part in _numbers(package.version)]))
    return [*found, Package("en", "pt", "0.2", _embedded_folder(), EMBEDDED_SHA256, embedded=True)]


def find(source: str, target: str) -> Package | None:
    """The package that serves a pair of engine codes: the newest installed one, else the embedded one."""
    return next((item for item in list_installed() if (item.source, item.target) == (source, target)), None)


def open_package(package: Package) -> ArgosEngine:
    """The engine of a package. EngineError: damaged.

    The embedded one is unpacked on first use, and again when the unpacked copy is not what was published.
    """
    if package.embedded and not _is_whole(package.folder):
        with resources.as_file(resources.files("glosspress.engines") / "embedded" / EMBEDDED) as archive:
            if sha256_file(archive) != EMBEDDED_SHA256:
                raise EngineError("the embedded package is damaged", EMBEDDED, "install glosspress again")
            # A damaged copy gives way; one that another process has put there at this moment stays.
            if package.folder.exists() and not _is_whole(package.folder):
                shutil.rmtree(package.folder, ignore_errors=True)
            unpack(archive, package.folder, replace=False)
    return ArgosEngine(package.folder)


def _is_whole(folder: Path) -> bool:
    """True for an unpacked copy of the embedded package with all files as they were."""
    engine = ArgosEngine(folder)
    try:
        return engine.label == "argos-en_pt@0.2" and engine.sha256 == EMBEDDED_MODEL
    except (OSError, EngineError):
        return False


def install(what: str) -> Package:
    """Install a local `.argosmodel` file, or a pair such as `en-es` from the official index.

    EngineError: no such pair, no network, or a refused archive. An installed version stays until the new one is whole.
    """
    path = Path(what)
    if path.suffix == ".argosmodel" or path.is_file():
        if not path.is_file():
            raise EngineError(
                "no such file", what, "glosspress engine install en-es, for a package of the official index"
            )
        return _install_archive(path)
    pair = _PAIR.fullmatch(what)
    if not pair:
        raise EngineError(
            f"`{what}` is neither a pair nor a file", "", "glosspress engine install en-es, or a path to an .argosmodel"
        )
    return _install_archive(_downloaded(*pair.groups()))


def remove(what: str) -> list[Package]:
    """Remove all installed packages of a pair. EngineError: none, or only the embedded one."""
    pair = _PAIR.fullmatch(what)
    name = "-".join(pair.groups()) if pair else what
    mine = [package for package in list_installed() if package.pair == name]
    installed = [package for package in mine if not package.embedded]
    if not installed:
        why = "the embedded package cannot be removed" if mine else "no such package is installed"
        raise EngineError(why, name, "glosspress engine list")
    for package in installed:
        shutil.rmtree(package.folder)
    return installed


def _install_archive(archive: Path) -> Package:
    with tempfile.TemporaryDirectory(prefix="glosspress-") as scratch:
        probe = Path(scratch) / "package"
        unpack(archive, probe)
        engine = ArgosEngine(probe)
        engine.tokenise("test")
        source, target, version = (str(engine.metadata[key]) for key in ("from_code", "to_code", "package_version"))
    if not all(re.fullmatch(r"[A-Za-z0-9_.-]{1,20}", value) for value in (source, target, version)):
        raise EngineError("the package's metadata holds odd names", archive.name)
    folder = _store() / f"translate-{source}_{target}-{version.replace('.', '_')}"
    unpack(archive, folder)
    sha = sha256_file(archive)
    record = {"sha256": sha, "file": archive.name, "installed_at": utc_now()}
    (folder / _RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return Package(source, target, version, folder, sha)


def _downloaded(source: str, target: str) -> Path:
    from argostranslate import package as argos

    try:
        argos.update_package_index()
        offered = [
            item for item in argos.get_available_packages() if (item.from_code, item.to_code) == (source, target)
        ]
    except GlosspressError:
        raise
    except Exception as error:  # argostranslate raises whatever its downloads raise
        raise EngineError(f"the package index cannot be reached: {error}", f"{source}-{target}", _OFFLINE) from error
    if not offered:
        raise EngineError(
            "the official index has no such package, or it could not be reached", f"{source}-{target}", _OFFLINE
        )
    newest = max(offered, key=lambda item: _numbers(str(item.package_version)))
    return Path(newest.download())


_OFFLINE = "download the .argosmodel elsewhere, then: glosspress engine install FILE"


def _described(folder: Path) -> Package | None:
    """The package in a folder; None where there is none, or one that does not say what it is."""
    if not (folder / "metadata.json").is_file():
        return None
    try:
        data: Any = ArgosEngine(folder).metadata
    except EngineError:
        return None
    return Package(
        str(data["from_code"]), str(data["to_code"]), str(data["package_version"]), folder, _recorded(folder)
    )


def _recorded(folder: Path) -> str:
    """Digest of the archive a folder came from; empty when another tool installed it."""
    try:
        return str(json.loads((folder / _RECORD).read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _store() -> Path:
    """Where argostranslate keeps packages (`ARGOS_PACKAGES_DIR`, else below the user's data folder)."""
    from argostranslate import settings

    return Path(settings.package_data_dir)


def _embedded_folder() -> Path:
    """Per user, by content: never stale, shared by all workspaces."""
    from argostranslate import settings

    return Path(settings.cache_dir) / "glosspress" / EMBEDDED_SHA256[:16]
