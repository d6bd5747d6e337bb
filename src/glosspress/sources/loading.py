"""Reading source definitions."""

from __future__ import annotations

import re
from pathlib import Path

from glosspress import definitions
from glosspress.errors import ConfigError
from glosspress.sources.definition import Source
from glosspress.workspace import Workspace

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load(path: Path) -> Source:
    """The source defined in a file; its id is the file's name. ConfigError: file:line of what is wrong."""
    name = path.stem
    if not _ID.fullmatch(name):
        what = "a source's file name is its id and stands in addresses: lower-case letters, digits and single hyphens"
        raise ConfigError(what, str(path), "rename the file")
    source = definitions.load(path, Source)
    if source.id not in {"", name}:
        raise ConfigError(f"`id` is `{source.id}`, but the file is called `{name}`", str(path), "leave `id` out")
    return source.model_copy(update={"id": name})


def load_all(workspace: Workspace) -> tuple[Source, ...]:
    """All sources of a workspace, sorted by id. ConfigError: one of them is invalid, or an id is there twice."""
    folder = workspace.sources
    paths = sorted(path for path in folder.glob("*.y*ml") if path.suffix in {".yaml", ".yml"})
    names = [path.stem for path in paths]
    for path in paths:
        if names.count(path.stem) > 1:
            raise ConfigError(f"the source `{path.stem}` is defined twice (.yaml and .yml)", str(path), "remove one")
    return tuple(load(path) for path in paths)
