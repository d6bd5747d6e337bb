"""Pages from web archives (WARC 1.0 and 1.1, plain or gzip): responses of 200 with a page in them.

Revisit records have no body of their own and are passed over, as are redirects, errors, images and scripts. Secrets in
headers and addresses are left out as they are in what is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from glosspress.errors import InputError
from glosspress.ingest.addresses import without_secrets
from glosspress.ingest.answers import public_headers
from glosspress.ingest.contents import check_text, encoding_of
from glosspress.ingest.entries import is_web
from glosspress.ingest.files import open_within
from glosspress.snapshot import Snapshot

ENDINGS = (".warc", ".warc.gz")
_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")


def warc_files(place: Path) -> list[Path]:
    """The archives at a path: itself, or those in the folder, sorted."""
    if place.is_dir():
        return sorted(path for path in place.rglob("*") if path.name.lower().endswith(ENDINGS) and path.is_file())
    return [place] if place.is_file() else []


def read_warc(path: Path, where: str, max_bytes: int, folder: Path | None = None) -> Iterator[Snapshot | InputError]:
    """The pages of an archive in its order; what cannot be read is an InputError in its place, and the rest goes on.

    With `folder` (links resolved), an archive that a link leads to out of it is one InputError. A page larger than `max_bytes`
    after decompression is an InputError. A damaged archive ends with one.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        with os.fdopen(open_within(path, folder or path.parent.resolve(), where), "rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type not in {"response", "resource"}:
                    continue
                item = _page(record, max_bytes)
                if item is not None:
                    yield item
    except InputError as error:
        yield error
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        yield InputError(f"the web archive is damaged: {error}"[:300], where, "what stands before the damage was read")
    except Exception as error:  # noqa: BLE001 - one damaged archive must not end the run
        yield InputError(f"the web archive is damaged: {type(error).__name__}", where, "what stands before was read")


def _page(record: Any, max_bytes: int) -> Snapshot | InputError | None:
    target = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    url = without_secrets(target)
    headers = record.http_headers
    if not is_web(target) or (headers is not None and headers.get_statuscode() != "200"):
        return None
    told = headers or record.rec_headers
    media = (told.get_header("Content-Type") or "").strip()
    if media and not media.lower().startswith(_PAGES):
        return None
    body = record.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        return InputError(f"is larger than {max_bytes / 1e6:g} MB", url, "raise limits.max_bytes in glosspress.yaml")
    try:
        check_text(body, url)
    except InputError as error:
        return error
    encoding, note = encoding_of(body, media)
    kept = public_headers(dict(headers.headers) if headers else {})
    if note:
        kept["x-glosspress-encoding"] = f"{encoding}: {note}"
    media = media if "charset" in media.lower() else f"{media or 'text/html'}; charset={encoding}"
    return Snapshot(url, body, media, _time(record), tuple(sorted(kept.items())))


def _time(record: Any) -> str:
    """WARC-Date to the second, UTC."""
    return (record.rec_headers.get_header("WARC-Date") or "1970-01-01T00:00:00Z")[:19].rstrip("Z") + "Z"
