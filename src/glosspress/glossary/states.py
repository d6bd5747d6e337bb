"""Which term bases a name means: `working`, a release, a file or folder, a git revision."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from glosspress.errors import UsageError
from glosspress.glossary.lock import is_version, release_folder, versions
from glosspress.glossary.termbases import TermBases, in_folder, released, working

if TYPE_CHECKING:
    from glosspress.workspace import Workspace

WORKING, LAST = "working", "last"
_PAIR = re.compile(r"[a-z]{2,3}-[A-Za-z0-9-]{2,}")


def resolve(workspace: Workspace, name: str) -> TermBases:
    """The term bases that a name means.

    `working` (the files as they stand), `last` (the release in force; nothing before the first one), a release, the path
    of a CSV file or of a folder of them, else a git revision (`HEAD~3`, a tag). UsageError: none of these.
    """
    if name == WORKING:
        return working(workspace)
    if name == LAST:
        return released(workspace) or TermBases("no release", {})
    if is_version(name):
        return _release(workspace, name)
    path = Path(name)
    if name and path.is_dir():
        return in_folder(path, name)
    if path.is_file():
        return TermBases(name, {path.stem: path})
    return _revision(workspace, name)


def paired(before: TermBases, after: TermBases) -> tuple[TermBases, TermBases]:
    """Two sides that can be compared: single files of different names are the same pair, that of the name that is one.

    A side that is one file is compared with its own pair of the other side alone.
    """
    one, other = _single(before), _single(after)
    if one and other and one != other:
        pair = one if _PAIR.fullmatch(one) and not _PAIR.fullmatch(other) else other
        return _renamed(before, one, pair), _renamed(after, other, pair)
    only = one or other
    if only and (only in before.paths and only in after.paths):
        return _renamed(before, only, only), _renamed(after, only, only)
    return before, after


def _single(side: TermBases) -> str:
    """The only pair of a side that was named by its file."""
    [*pairs] = side.paths
    return pairs[0] if len(pairs) == 1 and str(side.paths[pairs[0]]) == side.name else ""


def _renamed(side: TermBases, pair: str, name: str) -> TermBases:
    return TermBases(side.name, {name: side.paths[pair]}, side.lock)


def _release(workspace: Workspace, version: str) -> TermBases:
    if not release_folder(workspace.glossary, version).is_dir():
        known = ", ".join(versions(workspace.glossary)[-5:]) or "none yet"
        raise UsageError(f"no release {version}", workspace.relative(workspace.glossary), f"releases: {known}")
    found = released(workspace, version)
    assert found is not None
    return found


def _revision(workspace: Workspace, name: str) -> TermBases:
    """The files of a git revision, kept in the state folder by the commit's id: a commit never changes."""
    commit = _git(workspace, name, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    sha = commit.decode().strip()
    folder = workspace.state / "revisions" / sha
    listed = _git(workspace, name, "ls-tree", "-z", "--name-only", sha, "--", "glossary/").split(b"\0")
    for entry in filter(None, listed):
        path = Path(entry.decode("utf-8", "replace"))
        if path.suffix == ".csv" and not (folder / path.name).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / path.name).write_bytes(_git(workspace, name, "cat-file", "blob", f"{sha}:./glossary/{path.name}"))
    return in_folder(folder, name)


def _git(workspace: Workspace, name: str, *arguments: str) -> bytes:
    # No shell, the name after --end-of-options: a revision that looks like an option is none.
    command = ["git", "-C", str(workspace.root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"git cannot be run: {error}", name, "name a release, a file or a folder instead") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            "neither a release nor a file, folder or git revision" + (f" ({said[-1]})" if said else ""),
            name,
            f"glosspress glossary diff {LAST} {WORKING}, a version of glossary/releases/, a path, or HEAD~1",
        )
    return done.stdout
