"""Verify a published site from its files alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glosspress.digest import sha256
from glosspress.errors import GlosspressError, UsageError
from glosspress.publish import manifest
from glosspress.publish.document import Document
from glosspress.publish.online import CURRENT, EDITIONS
from glosspress.publish.problems import Problem
from glosspress.publish.verify_html import html_problems, link_problems
from glosspress.publish.verify_record import Record, record_problems
from glosspress.publish.verify_site import Published, chain_problems, site_problems
from glosspress.render.site import HTML, RECORD


def verify(directory: Path) -> list[Problem]:
    """Every difference between the site and its own records; empty when all is well.

    `directory` is the output folder, one edition, or a copy of either. UsageError: nothing is published there.
    """
    folder, layout = _edition(directory)
    files, problems = _files(folder, directory)
    site = Published(folder, frozenset(files))
    problems += chain_problems(site)
    pages = sorted((name for name in files if name.endswith(".html")), key=lambda name: (name != HTML, name))
    for name in pages:
        problems += _page(name, site)
    for name in files:
        if name.rpartition("/")[2] == RECORD and name.removesuffix(RECORD) + HTML not in site.files:
            problems.append(Problem(name, "record", "the page of this record is missing"))
    return sorted({*problems, *layout, *link_problems(site), *site_problems(site)})


def _page(name: str, site: Published) -> list[Problem]:
    """What is wrong with one HTML file and, where it is an article, with its record; the site remembers the rest."""
    try:
        document = Document.parse(name, site.read(name))
    except ValueError as error:
        return [Problem(name, "html", str(error))]
    site.remember(document)
    problems = html_problems(document, site)
    folder = name.removesuffix(HTML)
    record = folder + RECORD
    if name.rpartition("/")[2] != HTML or record not in site.files:
        return problems
    try:
        return problems + record_problems(folder, Record.parse(site.read(record)), document, site)
    except (ValueError, KeyError, TypeError, AttributeError, GlosspressError) as error:
        return [*problems, Problem(record, "record", f"is not as glosspress writes it: {error!r}")]


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
        extra = {name for name in extra if name.split("/")[0] not in (EDITIONS, CURRENT)}
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
