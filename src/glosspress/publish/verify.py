"""Verify a published site from its files alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glosspress.digest import sha256
from glosspress.errors import UsageError
from glosspress.publish import manifest
from glosspress.publish.document import Document
from glosspress.publish.online import CURRENT, EDITIONS
from glosspress.publish.problems import Problem
from glosspress.publish.verify_html import html_problems
from glosspress.publish.verify_record import Record, record_problems
from glosspress.publish.verify_site import Published, site_problems
from glosspress.render.site import HTML, RECORD


def verify(directory: Path) -> list[Problem]:
    """Every difference between the site and its own records; empty when all is well.

    `directory` is the output folder, one edition, or a copy of either. UsageError: nothing is published there.
    """
    folder, layout = _edition(directory)
    files, problems = _files(folder, directory)
    problems += layout
    contents = {
        name: (folder / name).read_bytes() for name in files if name.endswith((".html", ".json", ".xml", ".md"))
    }
    site = Published(files=frozenset(files), contents=contents)
    for name, content in contents.items():
        if name.endswith(".html"):
            try:
                site.documents[name] = Document.parse(name, content)
            except ValueError as error:
                problems.append(Problem(name, "html", str(error)))
    for document in site.documents.values():
        problems += html_problems(document, site)
    for name in sorted(files):
        if name.endswith(f"/{RECORD}"):
            problems += _page(name, site)
    problems += site_problems(site)
    return sorted(set(problems))


def _edition(directory: Path) -> tuple[Path, list[Problem]]:
    """The folder of the edition, and what is wrong with the links that lead into it."""
    if (directory / CURRENT).is_symlink():
        folder = (directory / CURRENT).resolve()
        if not folder.is_dir() or folder.parent != (directory / EDITIONS).resolve():
            return folder, [Problem(CURRENT, "entry", "does not lead to an edition")]
        return folder, list(_entries(directory, folder))
    if not (directory / manifest.MANIFEST).exists():
        raise UsageError("nothing is published here", str(directory), "glosspress run")
    return directory, []


def _entries(directory: Path, folder: Path) -> Iterator[Problem]:
    wanted = {path.name for path in folder.iterdir()}
    for path in sorted(directory.iterdir()):
        if path.name in (EDITIONS, CURRENT):
            continue
        if path.name not in wanted:
            yield Problem(path.name, "entry", "is not part of the edition")
        elif not path.is_symlink() or path.readlink().as_posix() != f"{CURRENT}/{path.name}":
            yield Problem(path.name, "entry", "does not lead into the edition")
    for name in sorted(wanted - {path.name for path in directory.iterdir()}):
        yield Problem(name, "entry", "is not reachable: the link is missing")


def _files(folder: Path, directory: Path) -> tuple[list[str], list[Problem]]:
    """Names of the manifest's files that are there, and every file that is missing, changed or not listed."""
    try:
        listed = manifest.read(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [], [Problem(manifest.MANIFEST, "manifest", f"cannot be used: {error}")]
    problems = []
    if len(folder.name) == 64 and sha256((folder / manifest.MANIFEST).read_bytes()) != folder.name:
        problems.append(Problem(manifest.MANIFEST, "manifest", "differs from the edition's name"))
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() or path.is_symlink()}
    extra = present - set(listed) - {manifest.MANIFEST}
    if folder == directory:
        extra = {name for name in extra if not name.startswith(f"{EDITIONS}/")}
    problems += [Problem(name, "file", "is not in the manifest") for name in extra]
    there = []
    for name, checksum in listed.items():
        path = folder / name
        if name not in present or path.is_symlink():
            problems.append(Problem(name, "file", "is missing"))
        else:
            there.append(name)
            if sha256(path.read_bytes()) != checksum:
                problems.append(Problem(name, "file", "differs from the manifest"))
    return there, problems


def _page(name: str, site: Published) -> list[Problem]:
    folder = name.removesuffix(RECORD)
    document = site.documents.get(folder + HTML)
    if document is None:
        return [Problem(folder + HTML, "record", "the page of this record is missing")]
    try:
        record = Record.parse(site.contents[name])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [Problem(name, "record", f"cannot be used: {error!r}")]
    site.records[folder] = record
    return record_problems(folder, record, document, site.contents)
