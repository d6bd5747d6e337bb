"""Sends damaged HTTP, robots.txt and headers to the client until time is over; every answer must be a page or an InputError.

    python tests/ingest/fuzz_http.py --minutes 10 [--seed 1]

Real sockets on loopback. Prints the number of answers and ends with 1 at the first crash or hang, whose bytes it writes to
`fuzz-http-crash.bin`.
"""

from __future__ import annotations

import argparse
import gzip
import random
import socketserver
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glosspress.errors import InputError
from glosspress.ingest import Fetched, FetchSettings
from glosspress.ingest.blocking import blocking_client

_PAGE = b"<!doctype html><meta charset=utf-8><p>An article about NMDA receptors, 0.5 mg/kg."
_ROBOTS = b"User-agent: *\nDisallow: /private*\nAllow: /private/open$\nCrawl-delay: 0\nSitemap: /sitemap.xml\n"
_HEADERS = (
    b"Content-Type: text/html; charset=utf-8", b"Content-Type: text/html; charset=utf-16", b"Content-Encoding: gzip",
    b"Content-Encoding: deflate", b"Content-Encoding: br", b"Transfer-Encoding: chunked", b"Content-Length: 80",
    b"Content-Length: -1", b"Location: /next", b"Location: http://[::1", b"Location: //169.254.169.254/",
    b"Retry-After: 0", b"Retry-After: Wed, 99 Foo 2026 99:99:99 GMT", b'ETag: "a"', b"Last-Modified: yesterday",
    b"Set-Cookie: a=b", b"Connection: close", b"Upgrade: h2c", b"Link: <http://[>; rel=canonical", b"Trailer: X",
)  # fmt: skip
_STATUS = (
    b"200 OK",
    b"200 OK",
    b"200 OK",
    b"301 M",
    b"304 N",
    b"404 N",
    b"429 T",
    b"500 E",
    b"100 C",
    b"999 X",
    b"-1 Z",
)
LONGEST_S = 6.0
"""Longer is a hang: the client's own limit for a page, with one robots.txt before it, is 2 s each."""


def answer(chance: random.Random, path: str) -> bytes:
    """A damaged answer."""
    body = _ROBOTS if path == "/robots.txt" else _PAGE * chance.randint(0, 4)
    pack = chance.random()
    body = gzip.compress(body) if pack < 0.2 else zlib.compress(body) if pack < 0.3 else body
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chance.random() < 0.2 else body
    head = b"HTTP/1.1 " + chance.choice(_STATUS) + b"\r\n"
    lines = chance.sample(_HEADERS, chance.randint(0, 6))
    data = bytearray(head + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body)
    for _ in range(chance.choice((0, 0, 1, 3, 20))):
        place = chance.randrange(len(data) or 1)
        kind = chance.randrange(4)
        if kind == 0:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[place : place + chance.randint(1, 30)]
        elif kind == 2:
            data[place:place] = data[: chance.randint(1, 60)]
        else:
            data[place:place] = bytes([chance.randrange(256)]) * chance.randint(1, 5000)
    return bytes(data)


class _Handler(socketserver.StreamRequestHandler):
    chance = random.Random(0)
    sent: dict[str, bytes] = {}  # noqa: RUF012 - what the server sent last, by host and path

    def handle(self) -> None:
        with suppress(OSError, IndexError):
            path = self.rfile.readline(65536).split()[1].decode("latin-1")
            while line := self.rfile.readline(65536).strip():
                if line.lower().startswith(b"host:"):
                    self.sent[line.decode("latin-1") + path] = data = answer(self.chance, path)
                    self.wfile.write(data)


@contextmanager
def served(chance: random.Random) -> Iterator[int]:
    """The port of a server of damaged answers."""

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, block_on_close = True, False

    _Handler.chance = chance
    with Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def run(seconds: float, seed: int) -> int:
    """Number of answers. Raises what the client should not have raised."""
    settings = FetchSettings(
        allow_loopback=True, delay_s=0, timeout_s=1, total_timeout_s=2, attempts=2, pause_s=0.001, give_up_after=10**9
    )
    count, end = 0, time.monotonic() + seconds
    with served(random.Random(seed)) as port:
        while time.monotonic() < end:
            # A client for some pages: each has a robots.txt of its own.
            with blocking_client(None, None, settings=settings) as client:
                for number in range(10):
                    begun = time.monotonic()
                    try:
                        result: Fetched | InputError = client.get(f"http://127.0.0.1:{port}/{count + number}")
                        assert isinstance(result, Fetched)
                        _ = result.text
                    except InputError:
                        pass
                    if time.monotonic() - begun > LONGEST_S:
                        raise TimeoutError(f"a page took {time.monotonic() - begun:.1f} s")
            count += 10
    return count


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    try:
        count = run(given.minutes * 60, given.seed)
    except Exception:
        Path("fuzz-http-crash.bin").write_bytes(b"\n----\n".join(list(_Handler.sent.values())[-4:]))
        raise
    print(f"{count} answers, seed {given.seed}: each a page or an InputError")
    return 0


if __name__ == "__main__":
    sys.exit(main())
