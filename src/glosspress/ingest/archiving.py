"""Snapshots as a WARC 1.1 file (ISO 28500:2017), for any tool that reads web archives.

Each snapshot is a `response` record (a file's is a `resource`) with its digests and a `metadata` record that says how it
came; each later visit at which the site said that nothing changed is a `revisit`. The same ledger gives the same bytes.

Bodies stand as they were after decompression, so `Content-Encoding`, `Transfer-Encoding` and `Content-Length` as served are
kept under `X-Archive-Orig-`. Cookies and credentials were never kept.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glosspress import __version__
from glosspress.errors import UsageError
from glosspress.ingest.addresses import without_secrets
from glosspress.ledger import Ledger, Visit
from glosspress.snapshot import Snapshot

if TYPE_CHECKING:
    from warcio.warcwriter import WARCWriter

_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_OURS = "x-glosspress-"


def export(ledger: Ledger, target: Path, source: str | None = None) -> int:
    """Write all snapshots (of one source) to a new file, gzip-compressed where its name ends with `.gz`.

    Returns the number of snapshots. UsageError: the file is there already, cannot be written, or there is nothing to
    write; then no file is left behind.
    """
    from warcio.warcwriter import WARCWriter

    keys = ledger.snapshot_keys(source)
    if not keys:
        about = f"of the source `{source}`" if source else "in the ledger"
        raise UsageError(f"there is no snapshot {about}", ledger.where, "glosspress run")
    if target.exists():
        raise UsageError("is there already; nothing was written", str(target), "choose another name")
    unfinished = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    try:
        with unfinished.open("xb") as file:
            writer = WARCWriter(file, gzip=target.name.endswith(".gz"), warc_version="1.1")
            writer.write_record(_info(writer, target.name, ledger.snapshot(keys[0][1], keys[0][0]).fetched_at))
            for url, sha in keys:
                snapshot = ledger.snapshot(sha, url)
                for record in _records(writer, snapshot, ledger.visits(url, 100_000)):
                    writer.write_record(record)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}", str(target), "check the folder") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return len(keys)


def _info(writer: WARCWriter, name: str, date: str) -> Any:
    fields = {
        "software": f"glosspress/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
    }
    headers = {"WARC-Record-ID": _id("warcinfo", name, date), "WARC-Date": date, "WARC-Filename": name}
    return writer.create_warc_record("", "warcinfo", **_payload(fields), warc_headers_dict=headers)


def _records(writer: WARCWriter, snapshot: Snapshot, visits: list[Visit]) -> Iterator[Any]:
    own, target = f"<{snapshot.record_id}>", snapshot.url
    if not target.startswith("file:"):
        target = without_secrets(target)  # archives that were read before they were hidden there
    digest = f"sha256:{snapshot.sha256}"
    body = {"payload": BytesIO(snapshot.body), "length": len(snapshot.body)}
    known = {"WARC-Record-ID": own, "WARC-Date": snapshot.fetched_at, "WARC-Payload-Digest": digest}
    if snapshot.url.startswith("file:"):
        yield writer.create_warc_record(
            target, "resource", **body, warc_headers_dict=known, warc_content_type=snapshot.content_type
        )
    else:
        yield writer.create_warc_record(
            target, "response", **body, warc_headers_dict=known, http_headers=_http("200 OK", snapshot)
        )
    about = {"WARC-Record-ID": _id(own, "metadata"), "WARC-Date": snapshot.fetched_at, "WARC-Concurrent-To": own}
    facts = _facts(snapshot, visits)
    yield writer.create_warc_record(target, "metadata", **_payload(facts), warc_headers_dict=about)
    for visit in reversed(visits):
        if visit.status == 304 and visit.snapshot == snapshot.sha256:
            yield _revisit(writer, target, snapshot, visit, digest)


def _facts(snapshot: Snapshot, visits: list[Visit]) -> dict[str, str]:
    """What is known beside the record."""
    ours = {name: value for name, value in snapshot.headers if name.startswith(_OURS)}
    same = [visit for visit in visits if visit.snapshot == snapshot.sha256]
    return {
        "glosspress-source": snapshot.source,
        "glosspress-content-type": snapshot.content_type,
        "glosspress-final-url": ours.get(f"{_OURS}final-url", ""),
        "glosspress-encoding": ours.get(f"{_OURS}encoding", ""),
        "glosspress-visits": str(len(same)) if same else "",
        "glosspress-last-seen": same[0].at if same else "",
    }


def _revisit(writer: WARCWriter, target: str, snapshot: Snapshot, visit: Visit, digest: str) -> Any:
    headers = {
        "WARC-Record-ID": _id(snapshot.record_id, visit.at),
        "WARC-Date": visit.at,
        "WARC-Profile": _NOT_MODIFIED,
        "WARC-Refers-To": f"<{snapshot.record_id}>",
        "WARC-Refers-To-Target-URI": target,
        "WARC-Refers-To-Date": snapshot.fetched_at,
        "WARC-Payload-Digest": digest,
    }
    validators = (("ETag", visit.etag), ("Last-Modified", visit.last_modified))
    lines = [(name, value) for name, value in validators if value]
    http = _status_and_headers("304 Not Modified", lines)
    return writer.create_warc_record(target, "revisit", warc_headers_dict=headers, http_headers=http)


def _http(status: str, snapshot: Snapshot) -> Any:
    lines = []
    for name, value in snapshot.headers:
        if not name.startswith(_OURS):
            lines.append((f"X-Archive-Orig-{name}" if name in _OF_THE_WIRE else name, value))
    if "content-type" not in dict(snapshot.headers):
        lines.append(("content-type", snapshot.content_type))
    return _status_and_headers(status, [*lines, ("Content-Length", str(len(snapshot.body)))])


def _status_and_headers(status: str, lines: list[tuple[str, str]]) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    return StatusAndHeaders(status, lines, protocol="HTTP/1.1")


def _payload(fields: dict[str, str]) -> dict[str, Any]:
    body = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value).encode()
    return {"payload": BytesIO(body), "length": len(body)}


def _id(*parts: str) -> str:
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(parts)).urn}>"
