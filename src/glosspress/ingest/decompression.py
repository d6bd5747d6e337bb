"""Response bodies decompressed piece by piece, so that a small answer cannot become a large one unseen."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

ACCEPTED = "gzip, deflate"
"""What is asked for. Others (`br`, `zstd`) are refused: fewer parsers stand open to a hostile site."""
_PIECE = 1_000_000
_TAKEN = 65_536
_GZIP = b"\x1f\x8b"
_MOST_MEMBERS = 10_000
"""Of a gzip answer; twelve times what the usual packers make of 50 MB."""


class UnknownEncodingError(ValueError):
    """A content encoding that was not asked for."""


class Decompressor:
    """Fed with what is received, gives what it holds."""

    def __init__(self, encoding: str) -> None:
        """`encoding` is the Content-Encoding header. UnknownEncodingError: not one of ACCEPTED, or several."""
        names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
        names = [name for name in names if name != "identity"]
        if len(names) > 1 or (names and names[0] not in {"gzip", "x-gzip", "deflate"}):
            raise UnknownEncodingError(encoding[:60])
        self._name = names[0] if names else ""
        self._inflater: zlib._Decompress | None = None
        self._members = 0
        self._held = b""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Pieces of at most 1 MB (of what is not compressed, the chunk as it is). zlib.error: damaged."""
        if not self._name:
            yield chunk
            return
        # What follows a part or a piece is copied each time, so it must be short.
        for start in range(0, len(chunk), _TAKEN):
            yield from self._inflated(chunk[start : start + _TAKEN])

    def _inflated(self, chunk: bytes) -> Iterator[bytes]:
        pending, full = self._held + chunk, False
        self._held = b""
        while pending or full:
            if self._inflater is None or self._inflater.eof:
                if not pending:
                    return
                if self._inflater is not None and not pending.startswith(_GZIP):
                    self._held = pending if pending == _GZIP[:1] else b""  # half of a beginning; else padding
                    return
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise zlib.error(f"more than {_MOST_MEMBERS:,} parts")
                self._inflater = self._fresh(pending)
            piece = self._inflater.decompress(pending, _PIECE)
            pending = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
            full = len(piece) == _PIECE  # then more may wait inside, although all input is taken
            if piece:
                yield piece

    def finish(self) -> None:
        """EOFError: the end is missing."""
        if self._inflater is not None and not self._inflater.eof:
            raise EOFError("the compressed answer is cut off")

    def _fresh(self, start: bytes) -> zlib._Decompress:
        # Some servers send `deflate` without the zlib header: RFC 9110, 8.4.1.2.
        raw = self._name == "deflate" and start[0] & 0x0F != 8
        return zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
