"""The stage: all articles of a source, in a stable order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from glosspress.errors import InputError
from glosspress.ingest.addresses import hides
from glosspress.ingest.entries import ALIKE, Entry, LeftOutError
from glosspress.ingest.files import file_url, find_files, read_file, stays_inside
from glosspress.ingest.forms import form_of
from glosspress.ingest.settings import FetchSettings
from glosspress.ledger import Ledger
from glosspress.snapshot import Snapshot
from glosspress.sources import Source
from glosspress.workspace import Workspace

Found = Snapshot | InputError
Told = Callable[[int, int], None]
"""Called with the number of pages that are done and of those that are known, in the caller's thread."""


def ingest(
    source: Source,
    workspace: Workspace,
    *,
    known: Callable[[str, str], str | None] | None = None,
    ledger: Ledger | None = None,
    today: bool = False,
    told: Told | None = None,
) -> Iterator[Snapshot | InputError]:
    """Snapshots of a source in a stable order; in the place of an article that cannot be read, an InputError.

    `known(url, sha256)` gives the time at which these bytes were first seen at this URL: the snapshot's time, if any.
    With a ledger, pages of the web are asked for news only, and every request is kept as a visit. `today`: also those of a
    source that trusts what its site calls fresh. `told` hears how far the web is: pages done, pages known so far.
    """
    trusting = source.trust_freshness and not today
    found = (
        _from_web(source, workspace, ledger, told or _unheard, trusting=trusting)
        if source.web
        else _from_files(source, workspace)
    )
    for item in found:
        if isinstance(item, Snapshot):
            first = known(item.url, item.sha256) if known else None
            yield replace(item, source=source.id, fetched_at=first or item.fetched_at)
        else:
            yield item


def fetch(url: str, settings: FetchSettings | None = None) -> Snapshot:
    """The snapshot of one URL. FetchError, InputError: see `glosspress.ingest.client`."""
    from glosspress.ingest.blocking import blocking_client

    with blocking_client(None, None, settings=settings or FetchSettings()) as client:
        return client.get(url).snapshot()


def _from_web(
    source: Source, workspace: Workspace, ledger: Ledger | None, told: Told, *, trusting: bool
) -> Iterator[Snapshot | InputError]:
    from glosspress.ingest.blocking import blocking_client
    from glosspress.ingest.fetching import articles
    from glosspress.ingest.listing import listed

    with blocking_client(workspace, ledger, source=source.id, trust_freshness=trusting) as client:
        entries, problems = listed(source, client, lambda known: told(0, known))
        yield from problems
        yield from _counted(articles(source, client, entries), len(entries), told)


def _counted(found: Iterator[Found], known: int, told: Told) -> Iterator[Found]:
    """The same; each is told of before it is given away."""
    told(0, known)
    for done, item in enumerate(found, 1):
        told(done, known)
        yield item


def _unheard(done: int, known: int) -> None:
    """Nobody wants to know."""


def revisit(
    source: Source,
    workspace: Workspace,
    known: Sequence[Snapshot],
    *,
    ledger: Ledger | None = None,
    told: Told | None = None,
) -> Iterator[Snapshot | InputError]:
    """Ask again for articles that a source had once, wherever it lists them now: one answer for each, in their order.

    MissingError, or FetchError with status 404 or 410: it is gone. An article whose address had a secret in it cannot be asked
    for: FetchError. Files that are no longer there are InputErrors. `told` as
    in `ingest`; whatever the source trusts, each is asked for.
    """
    from glosspress.ingest.blocking import blocking_client
    from glosspress.ingest.fetching import REQUEST_URL, articles

    if not source.web:
        yield from (InputError("is no longer there", item.url) for item in known)
        return
    asked = [dict(item.headers).get(REQUEST_URL, item.url) for item in known]
    entries = [
        Entry(item.url, fetch=address) if form_of(item) == "wordpress" else Entry(address)
        for item, address in zip(known, asked, strict=True)
    ]
    with blocking_client(workspace, ledger, source=source.id) as client:
        for item in _counted(articles(source, client, entries), len(entries), told or _unheard):
            yield replace(item, source=source.id) if isinstance(item, Snapshot) else item


def _from_files(source: Source, workspace: Workspace) -> Iterator[Snapshot | InputError]:
    place = _settled(workspace.sources / source.path)
    if place is None or not workspace.opens(place):
        what = f"`path: {source.path}` leads out of the workspace, to a folder that `folders` in glosspress.yaml does not name"
        hint = "move the files into sources/, or name their folder: `folders: [../articles]` in glosspress.yaml"
        yield InputError(what, f"sources/{source.id}.yaml", hint)
        return
    if source.kind == "page":
        yield _attempt(partial(_read, place, place.parent, source, workspace))
        return
    if source.kind == "warc":
        yield from _from_archives(place, source, workspace)
        return
    if not place.is_dir():
        yield InputError(
            "the folder does not exist", _named(place, place, source, workspace), f"see sources/{source.id}"
        )
        return
    try:
        paths = list(find_files(place, source.patterns, source.exclude))
    except OSError as error:
        what = f"the folder cannot be listed: {error.strerror}"
        yield InputError(what, _named(place, place, source, workspace), "run again when nobody changes it")
        return
    for path in paths:
        yield _attempt(partial(_read, path, place, source, workspace))


def _settled(place: Path) -> Path | None:
    """The place with the links of its folders followed, once for the whole run: they may lead elsewhere in a minute."""
    try:
        return place.resolve() if place.is_dir() else place.parent.resolve() / place.name
    except (OSError, RuntimeError, ValueError):  # links in a circle; no path at all
        return None


def _from_archives(place: Path, source: Source, workspace: Workspace) -> Iterator[Snapshot | InputError]:
    """The wanted pages of web archives; of a page that is there twice, the first and a LeftOutError.

    InputError: another page has the same address once secrets are left out.
    """
    from glosspress.ingest.warc import read_warc, warc_files

    folder = place if place.is_dir() else place.parent
    files = [path for path in warc_files(place) if stays_inside(path, folder)]
    if not files:
        yield InputError(
            "there is no web archive here", f"sources/{source.path}", "name a .warc or .warc.gz, or a folder"
        )
    seen: dict[str, str] = {}
    for path in files:
        for item in read_warc(path, workspace.relative(path), workspace.config.limits.max_bytes, folder):
            if isinstance(item, InputError) or (source.wants(item.url) and item.url not in seen):
                if isinstance(item, Snapshot):
                    seen[item.url] = item.sha256
                yield item
            elif item.url in seen and hides(item.url) and seen[item.url] != item.sha256:
                yield InputError(ALIKE, item.url, "leave one of them out of the archive")
            elif item.url in seen:
                yield LeftOutError("stands in the archive again", item.url)


def _read(path: Path, folder: Path, source: Source, workspace: Workspace) -> Snapshot:
    name = _named(path, folder, source, workspace)
    return read_file(path, max_bytes=workspace.config.limits.max_bytes, url=file_url(name), within=folder)


def _named(path: Path, folder: Path, source: Source, workspace: Workspace) -> str:
    """The path below the workspace; of a folder elsewhere, the source's id and the path in it."""
    inside = path.absolute()
    try:
        return (folder.resolve() / inside.relative_to(folder.absolute())).relative_to(workspace.root).as_posix()
    except ValueError:
        return f"{source.id}/{inside.relative_to(folder.absolute()).as_posix()}".removesuffix("/.")


def _attempt(read: Callable[[], Snapshot]) -> Snapshot | InputError:
    try:
        return read()
    except InputError as error:
        return error
