"""The manifest of an edition: every file with its sha256. The digest of the manifest is the edition's name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from glosspress.digest import sha256_file

MANIFEST = "manifest.json"


def manifest(digests: Mapping[str, str]) -> str:
    """One line a file, sorted: the same files give the same text."""
    return json.dumps({"files": dict(digests)}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read(folder: Path) -> dict[str, str]:
    """Path -> sha256. ValueError: not a manifest as `manifest` writes it. OSError: none there."""
    text = (folder / MANIFEST).read_bytes().decode()
    files = json.loads(text)["files"]
    if manifest(files) != text or not all(isinstance(value, str) for value in files.values()):
        raise ValueError("the manifest is not in its canonical form")
    return dict(files)


def intact(folder: Path, identity: str) -> bool:
    """Whether an edition is complete and every byte of it is right."""
    try:
        if sha256_file(folder / MANIFEST) != identity:
            return False
        return all(sha256_file(folder / name) == value for name, value in read(folder).items())
    except (OSError, ValueError, KeyError):
        return False
