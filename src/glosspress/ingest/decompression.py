"""Response bodies decompressed piece by piece, so that a small answer cannot become a large one unseen."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
_PIECE = 1_000_000


class UnknownEncodingError(ValueError):
    """A content encoding that was not asked for."""


def decompressed(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Pieces of at most 1 MB. `encoding` is the Content-Encoding header.

    UnknownEncodingError: not one of ACCEPTED. zlib.error or EOFError: damaged or cut off.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if not names or names == ["identity"]:
        yield from chunks
        return
    if len(names) > 1 or names[0] not in {"gzip", "x-gzip", "deflate"}:
        raise UnknownEncodingError(encoding)
    yield from _inflated(chunks, raw_possible=names[0] == "deflate")


def _inflated(chunks: Iterable[bytes], *, raw_possible: bool) -> Iterator[bytes]:
    inflater: zlib._Decompress | None = None
    for chunk in chunks:
        if not chunk:
            continue
        if inflater is None:
            # Some servers send `deflate` without the zlib header: RFC 9110, 8.4.1.2.
            raw = raw_possible and chunk[0] & 0x0F != 8
            inflater = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
        pending = chunk
        while pending and not inflater.eof:
            piece = inflater.decompress(pending, _PIECE)
            pending = inflater.unconsumed_tail
            if piece:
                yield piece
    if inflater is not None and not inflater.eof:
        raise EOFError("the compressed answer is cut off")
