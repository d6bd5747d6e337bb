"""Folder names of articles: readable, unique, and safe on every file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from glosspress.digest import sha256
from glosspress.page import Page
from glosspress.render import Placed, Site, Withdrawn
from glosspress.render.site import FEED, HTML

MAX_BYTES = 120
"""Of a folder name in UTF-8: file systems allow 255, and addresses should stay readable."""
_INDEX = re.compile(r"index-\d+\.html")
_RESERVED = frozenset({HTML, FEED, "con", "prn", "aux", "nul"})


def safe_name(slug: str) -> str:
    """A slug as a folder name: letters, marks, digits and `-_.` of any script (NFC), lower case; never a path.

    Persons on case-insensitive systems and links typed by hand are why the case is folded.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", slug).lower())
    kept = "".join(letter if _allowed(letter) else "-" for letter in text)
    kept = re.sub(r"\.{2,}", "-", kept)
    name = re.sub(r"-{2,}", "-", kept).strip("-._")
    while len(name.encode()) > MAX_BYTES:
        name = name[:-1].rstrip("-._")
    return f"{name}-page" if _INDEX.fullmatch(name) else name or "page"


def _allowed(letter: str) -> bool:
    return letter in "-_." or unicodedata.category(letter)[0] in "LMN"


def folder_names(pages: Iterable[Page]) -> Mapping[str, str]:
    """Article id -> folder name, the same in every locale.

    Of several articles with one slug the first by id keeps it; the others get a part of their id's digest.
    """
    slugs: dict[str, str] = {}
    for page in pages:
        slugs[page.id] = min(page.slug, slugs.get(page.id, page.slug))
    names: dict[str, str] = {}
    taken = set(_RESERVED)
    for identity in sorted(slugs):
        name = safe_name(slugs[identity] or identity.rpartition("/")[2])
        digits = 6
        wanted = name
        while wanted in taken:
            wanted = f"{name}-{sha256(identity)[:digits]}"
            digits += 2
        taken.add(wanted)
        names[identity] = wanted
    return names


def place(
    site: Site, pages: Sequence[Page], gone: Sequence[Withdrawn] = (), pictures: Mapping[str, str] | None = None
) -> list[Placed]:
    """The pages with their folders and the locales each article is published in, in the site's order.

    `gone` pages keep their folders: no other article moves into an address that was withdrawn.
    """
    names = folder_names([*pages, *(item.page for item in gone)])
    present: dict[str, list[str]] = {}
    for page in pages:
        present.setdefault(page.id, []).append(page.locale)
    ordered = {identity: tuple(sorted(tags, key=site.rank)) for identity, tags in present.items()}
    copies = pictures or {}
    placed = [Placed(page, names[page.id], ordered[page.id], copies) for page in pages]
    return sorted(placed, key=lambda item: (site.rank(item.page.locale), item.folder))


def place_withdrawn(pages: Sequence[Page], gone: Sequence[Withdrawn]) -> list[tuple[Placed, Withdrawn]]:
    """The withdrawn pages at their old addresses, without other versions."""
    names = folder_names([*pages, *(item.page for item in gone)])
    ordered = sorted(gone, key=lambda item: (item.page.locale, item.page.id))
    return [(Placed(item.page, names[item.page.id], ()), item) for item in ordered]
