"""An article on several pages: one snapshot that holds the bytes of each page as served.

The form is MIME `multipart/mixed` (RFC 2046) with the length of every part, so that no boundary has to be searched in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from glosspress.digest import sha256
from glosspress.errors import InputError
from glosspress.snapshot import Snapshot

MEDIA_TYPE = "multipart/mixed; profile=glosspress-pages"
PAGES = "x-glosspress-pages"
_LINE = b"\r\n"


def joined(pages: Sequence[Snapshot]) -> Snapshot:
    """One snapshot of the pages of an article, in their order; its URL, time and headers are the first page's."""
    first = pages[0]
    if len(pages) == 1:
        return first
    boundary = sha256("".join(page.sha256 for page in pages))[:32].encode()
    body = b"".join(_part(page, boundary) for page in pages) + b"--" + boundary + b"--" + _LINE
    headers = tuple(sorted({**dict(first.headers), PAGES: str(len(pages))}.items()))
    media = f'{MEDIA_TYPE}; boundary="{boundary.decode()}"'
    return replace(first, body=body, content_type=media, headers=headers)


def _part(page: Snapshot, boundary: bytes) -> bytes:
    told = {"Content-Type": page.content_type, "Content-Location": page.url, "Content-Length": str(len(page.body))}
    head = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in told.items()).encode("utf-8", "replace")
    return b"--" + boundary + _LINE + head + _LINE + page.body + _LINE


def parts(snapshot: Snapshot) -> Iterator[Snapshot]:
    """The pages of a joined snapshot. InputError: it is damaged."""
    body, place = snapshot.body, 0
    boundary = b"--" + snapshot.content_type.rpartition('boundary="')[2].strip('"').encode()
    while body.startswith(boundary + _LINE, place):
        end = body.find(_LINE * 2, place)
        lines = body[place:end].decode("utf-8", "replace").split("\r\n")[1:]
        told = {name: value for name, _, value in (line.partition(": ") for line in lines)}
        length = told.get("Content-Length", "")
        if end < 0 or not length.isdigit():
            break
        start = end + 2 * len(_LINE)
        content = body[start : start + int(length)]
        yield Snapshot(
            told.get("Content-Location", snapshot.url),
            content,
            told.get("Content-Type", "text/html"),
            snapshot.fetched_at,
            (),
            snapshot.source,
        )
        place = start + int(length) + len(_LINE)
    if not body.startswith(boundary + b"--", place):
        raise InputError("the snapshot of several pages is damaged", snapshot.url, "run the source again")
