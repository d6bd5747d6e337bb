"""Whether the site that is online was made of the same inputs: then nothing is read, rendered or written."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from glosspress.digest import sha256, sha256_file
from glosspress.publish.edition import Edition
from glosspress.publish.manifest import intact
from glosspress.publish.online import CURRENT, EDITIONS
from glosspress.workspace import Workspace


def recall(workspace: Workspace, inputs: str) -> Edition | None:
    """The edition online when it was made of `inputs` and every byte of it is right; None: build it."""
    try:
        note = json.loads(_note(workspace).read_bytes())
        path = workspace.output / EDITIONS / note["edition"]
        same = note["inputs"] == inputs and (workspace.output / CURRENT).readlink().name == note["edition"]
        pictures = all(sha256_file(workspace.root / name) == value for name, value in note["pictures"].items())
        if not same or not pictures or not _linked(workspace.output, path) or not intact(path, note["edition"]):
            return None
        index = workspace.output / "index.html"
        return Edition(note["edition"], path, note["pages"], note["files"], changed=False, index=index)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(workspace: Workspace, inputs: str, edition: Edition) -> None:
    """Note what an edition was made of; not where a picture was refused, since it may be mended. Losing it costs time."""
    if edition.refused:
        return
    note = {
        "inputs": inputs,
        "edition": edition.id,
        "pages": edition.pages,
        "files": edition.files,
        "pictures": {name: sha256((workspace.root / name).read_bytes()) for name in edition.pictures},
    }
    with suppress(OSError):
        _note(workspace).parent.mkdir(parents=True, exist_ok=True)
        _note(workspace).write_text(json.dumps(note), encoding="utf-8")


def _note(workspace: Workspace) -> Path:
    return workspace.state / "published.json"


def _linked(output: Path, edition: Path) -> bool:
    return all(
        (output / entry.name).is_symlink() and (output / entry.name).readlink().as_posix() == f"{CURRENT}/{entry.name}"
        for entry in edition.iterdir()
    )
