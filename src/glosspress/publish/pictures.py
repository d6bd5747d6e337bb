"""Pictures that lie in the workspace: copied to the site under the name of their content. Others stay where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from glosspress.article import Kind
from glosspress.digest import sha256
from glosspress.page import Page

FOLDER = "assets/pictures"
MAX_BYTES = 10_000_000
_SCHEME = "file:"
_RUNS = re.compile(
    rb"<\s*(?:[\w-]+:)?(?:script|foreignObject|iframe|embed|object|handler|set|animate)\b|<!ENTITY|<\?xml-stylesheet"
    rb"|\son\w+\s*=|(?:href|src)\s*=\s*[\"']?\s*(?!#)[^\s\"'>]|url\(\s*[\"']?\s*(?!#)[^\s\"')]|@import",
    re.IGNORECASE,
)
"""What an SVG may not hold: scripts, anything that leads out of the file."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a site."""

    paths: dict[str, str] = field(default_factory=dict)
    """`src` in an article -> path below the site."""
    files: dict[str, Path] = field(default_factory=dict)
    """Path below the site -> file in the workspace."""
    refused: dict[str, str] = field(default_factory=dict)
    """`src` -> why there is no copy; the page shows the alternative text."""


def collect(root: Path, pages: Iterable[Page]) -> Pictures:
    """All pictures of the workspace `root` that figures of the pages name."""
    found = Pictures()
    for page in pages:
        for _, block in page.target.walk():
            src = block.src
            known = src in found.paths or src in found.refused
            if block.kind is not Kind.FIGURE or not src.startswith(_SCHEME) or known:
                continue
            file = root / unquote(src.removeprefix(_SCHEME)).lstrip("/")
            try:
                data = _read(root, file)
                name = f"{FOLDER}/{sha256(data)[:20]}.{_kind(data)}"
            except (OSError, ValueError) as error:
                found.refused[src] = getattr(error, "strerror", None) or str(error)
                continue
            found.paths[src], found.files[name] = name, file
    return found


def _read(root: Path, file: Path) -> bytes:
    real = file.resolve()
    if not real.is_relative_to(root.resolve()):
        raise ValueError("lies outside of the workspace")
    if real.stat().st_size > MAX_BYTES:
        raise ValueError(f"is larger than {MAX_BYTES:,} bytes")
    return real.read_bytes()


def _kind(data: bytes) -> str:
    """The file's suffix by its content, whatever its name says. ValueError: no picture that a page may show."""
    starts = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif"}
    for start, kind in starts.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    if b"<svg" in data[:2000].lower():
        if _RUNS.search(re.sub(rb"xmlns(:\w+)?\s*=\s*[\"'][^\"']*[\"']", b"", data)):
            raise ValueError("is an SVG that runs something or leads out of the file")
        return "svg"
    raise ValueError("is no PNG, JPEG, GIF, WebP, AVIF or SVG")
