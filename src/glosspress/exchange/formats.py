"""The formats of texts by name and by file name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glosspress.errors import ExchangeError, UsageError
from glosspress.exchange import po, tmx, xliff2, xliff12
from glosspress.exchange.unit import Returned, Sheet


@dataclass(frozen=True, slots=True)
class Format:
    """A format that texts leave and come back in."""

    name: str
    suffix: str
    write: Callable[[Sequence[Sheet]], bytes]
    read: Callable[[bytes, str], list[Returned]]


FORMATS = {
    item.name: item
    for item in (
        Format("xliff", ".xlf", xliff2.write, xliff2.read),
        Format("xliff12", ".xlf", xliff12.write, xliff12.read),
        Format("po", ".po", po.write, po.read),
        Format("tmx", ".tmx", tmx.write, tmx.read),
    )
}
"""`xliff` is version 2.1."""


def by_name(name: str) -> Format:
    """UsageError: no such format."""
    if name not in FORMATS:
        raise UsageError(f"no format `{name}`", "", f"one of: {', '.join(FORMATS)}")
    return FORMATS[name]


def read(data: bytes, path: Path) -> list[Returned]:
    """The sentences of a file, whatever format it has. ExchangeError with `file:line`."""
    suffix = path.suffix.lower()
    if suffix in (".po", ".pot"):
        return po.read(data, str(path))
    if suffix == ".tmx":
        return tmx.read(data, str(path))
    if suffix in (".xlf", ".xliff"):
        start = data[:4000].decode("utf-8", errors="replace").replace("\0", "")
        return xliff12.read(data, str(path)) if xliff12.XLF in start else xliff2.read(data, str(path))
    raise ExchangeError(f"`{suffix or path.name}` is no format of texts", str(path), "a file in .xlf, .po or .tmx")
