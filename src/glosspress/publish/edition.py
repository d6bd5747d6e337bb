"""Build an edition and put it online."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from glosspress.digest import digest, sha256
from glosspress.errors import PublishError
from glosspress.event import Event
from glosspress.page import Page
from glosspress.publish import disk
from glosspress.publish.files import Contents, File, site_files
from glosspress.publish.manifest import MANIFEST, intact, manifest
from glosspress.publish.online import CURRENT, EDITIONS, clean, clear_of_strangers, discard, link_entries, retire
from glosspress.publish.pictures import collect
from glosspress.publish.rendered import Rendered, Twin, renderer, site_facts, theme_digest
from glosspress.render import Site, Theme, Withdrawn
from glosspress.workspace import Workspace

THEME = "theme"


@dataclass(frozen=True, slots=True)
class Edition:
    """The site that is online."""

    id: str
    """sha256 of its manifest: no date, so the same content is the same edition."""
    path: Path
    pages: int
    files: int
    changed: bool
    """False: it was online already."""
    index: Path
    """First page of the site, as readers reach it."""
    pictures: tuple[str, ...] = ()
    """Pictures of the workspace that were copied, relative to it."""
    refused: tuple[tuple[str, str], ...] = ()
    """(picture, why it was not copied)."""


def publish(
    workspace: Workspace,
    pages: Sequence[Page],
    withdrawn: Sequence[Withdrawn] = (),
    chain: Iterable[Event] = (),
    digests: Mapping[tuple[str, str], str] | None = None,
    whole: Callable[[Page], Page] | None = None,
) -> Edition:
    """Build the site from all pages that may be online and the tombstones of withdrawn ones, and switch to it.

    `chain` is the whole event chain; `digests` are those of the pages in the ledger by (id, locale): a page that was
    rendered before is not rendered again. `whole` reads a page where `pages` are outlines.

    The edition before stays online until the new one is complete and on the disk.
    PublishError: a page is held or stands twice, the folder cannot be written, the disk is full, another process
    publishes too long; what is online is then untouched.
    """
    _check(pages)
    folder = workspace.root / THEME
    theme, site = Theme(folder if folder.is_dir() else None), site_of(workspace)
    contents = Contents(pages, withdrawn, chain, digests or {}, whole)
    note, online = workspace.state / "rendered.json", workspace.output / CURRENT
    cache = Rendered(note, online, basis(workspace)) if digests else Rendered()
    pictures = collect(workspace.root, pages)
    edition = build(workspace.output, site, len(pages), lambda site: site_files(site, contents, pictures, theme, cache))
    cache.save()
    copied = tuple(sorted(workspace.relative(file) for file in pictures.files.values()))
    return replace(edition, pictures=copied, refused=tuple(sorted(pictures.refused.items())))


def basis(workspace: Workspace) -> str:
    """Digest of all that pages depend on besides themselves: configuration, theme, and the code that renders."""
    return digest([site_facts(site_of(workspace)), theme_digest(workspace.root / THEME), renderer()])


def site_of(workspace: Workspace) -> Site:
    """What pages need to know of the configuration."""
    config = workspace.config
    return Site(
        title=config.site.title,
        base_url=config.site.base_url,
        publisher=config.site.publisher,
        contact=config.site.contact,
        source_language=config.source_language,
        locales=tuple(config.locales),
        indexed=frozenset(tag for tag, policy in config.locales.items() if policy.indexing),
        ai_disclosure=config.site.ai_disclosure,
    )


def build(output: Path, site: Site, pages: int, files: Callable[[Site], Iterator[File | Twin]]) -> Edition:
    """Write the files as an edition below `output` and put it online."""
    editions = output / EDITIONS
    with as_publish_error(output):
        editions.mkdir(parents=True, exist_ok=True)
        with disk.exclusive(editions / ".lock"):
            clean(output)
            building = editions / f"{disk.TEMPORARY}building-{os.getpid()}"
            try:
                content, new = _write(building, files(site), output / CURRENT)
                identity = sha256(content[MANIFEST])
                clear_of_strangers(output, {name.split("/")[0] for name in content})
                changed = _settle(output, building, identity, new)
            finally:
                discard(output, building)
            link_entries(output, {name.split("/")[0] for name in content})
            retire(output)
    return Edition(identity, editions / identity, pages, len(content), changed, output / "index.html")


def _write(folder: Path, files: Iterator[File | Twin], before: Path) -> tuple[dict[str, bytes], list[Path]]:
    """Write all files and the manifest, but share those that are the same in the edition `before`, which is on the disk.

    Returns path -> sha256 as bytes, of the manifest its content; and the files that were written.
    """
    digests, new = {}, [folder / MANIFEST]
    for item in files:
        name, sha, shared = _keep(folder, item) if isinstance(item, Twin) else _make(folder, *item, before)
        digests[name] = sha
        if not shared:
            new.append(folder / name)
    text = manifest(digests).encode()
    disk.write(folder / MANIFEST, text)
    return {**{name: value.encode() for name, value in digests.items()}, MANIFEST: text}, new


def _make(folder: Path, name: str, data: bytes, before: Path) -> tuple[str, str, bool]:
    """(name, sha256, whether it is the file of the edition before)."""
    shared = disk.share(folder / name, data, before / name)
    if not shared:
        disk.write(folder / name, data)
    return name, sha256(data), shared


def _keep(folder: Path, twin: Twin) -> tuple[str, str, bool]:
    shared = disk.link(folder / twin.path, twin.file)
    if not shared:
        disk.write(folder / twin.path, twin.file.read_bytes())
    return twin.path, twin.sha256, shared


def _settle(output: Path, building: Path, identity: str, files: list[Path]) -> bool:
    """Give the finished folder its name and switch to it. True: what readers see has changed."""
    final, current = output / EDITIONS / identity, output / CURRENT
    online = current.is_symlink() and current.readlink().name == identity
    if final.exists() and intact(final, identity):
        disk.point(current, f"{EDITIONS}/{identity}")
        return not online
    disk.flush(files, building)
    if final.exists():
        # A damaged edition of the same name: readers are led around it while it is replaced.
        disk.point(current, f"{EDITIONS}/{building.name}")
        disk.remove(final)
    building.rename(final)
    disk.flush_one(output / EDITIONS)
    disk.point(current, f"{EDITIONS}/{identity}")
    return True


def _check(pages: Sequence[Page]) -> None:
    seen: set[tuple[str, str]] = set()
    for page in pages:
        where = f"{page.id} ({page.locale})"
        if (page.id, page.locale) in seen:
            raise PublishError("the page stands twice in the site", where)
        seen.add((page.id, page.locale))


@contextmanager
def as_publish_error(output: Path) -> Iterator[None]:
    """Errors of the file system in words, with what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        step = "free some space" if error.errno in (28, 122) else "make the folder writable"
        message = f"the site cannot be written ({reason}); the last good edition stays online"
        raise PublishError(
            message, str(error.filename or output), f"{step}, then run the same command again"
        ) from error
