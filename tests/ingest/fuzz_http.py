"""Sends damaged HTTP, robots.txt and headers to the client until time is over; every answer must be a page or an InputError.

    python tests/ingest/fuzz_http.py --minutes 10 [--seed 1]

Real sockets on loopback, and a ledger: pages are asked for again, with what their damaged answers left behind. Prints the
number of answers and ends with 1 at the first crash or hang, whose bytes it writes to `fuzz-http-crash.bin`.
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
from dataclasses import dataclass
from pathlib import Path

from glosspress.errors import InputError
from glosspress.ingest import Fetched, FetchSettings
from glosspress.ingest.blocking import BlockingClient, blocking_client
from glosspress.ledger import open_ledger

_PAGE = b"<!doctype html><meta charset=utf-8><p>An article about NMDA receptors, 0.5 mg/kg."
_ROBOTS = b"User-agent: *\nDisallow: /private*\nAllow: /private/open$\nCrawl-delay: 0\nSitemap: /sitemap.xml\n"
_HEADERS = (
    b"Content-Type: text/html; charset=utf-8", b"Content-Type: text/html; charset=utf-16", b"Content-Encoding: gzip",
    b"Content-Encoding: deflate", b"Content-Encoding: br", b"Transfer-Encoding: chunked", b"Content-Length: 80",
    b"Content-Length: -1", b"Location: /next", b"Location: http://[::1", b"Location: //169.254.169.254/",
    b"Retry-After: 0", b"Retry-After: Wed, 99 Foo 2026 99:99:99 GMT", b'ETag: "a"', b"Last-Modified: yesterday",
    b"Set-Cookie: a=b", b"Connection: close", b"Cache-Control: max-age=60", b'Cache-Control: private, no-cache="etag',
    b"Cache-Control: no-store", b"Expires: Wed, 21 Oct 2099 07:28:00 GMT", b"Date: Wed, 21 Oct 2015 07:28:00 GMT", b"Age: 9",
    b"Vary: Accept", b"Vary: *", b'ETag: W/"b"', b'ETag: "caf\xe9"', b"Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT",
    b"Upgrade: h2c", b"Link: <http://[>; rel=canonical", b"Trailer: X",
)  # fmt: skip
_STATUS = (
    b"200 OK",
    b"200 OK",
    b"200 OK",
    b"301 M",
    b"304 N",
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


def answer(chance: random.Random, path: str, *, conditional: bool = False) -> bytes:
    """A damaged answer; to a conditional request often 304."""
    body = _ROBOTS if path == "/robots.txt" else _PAGE * chance.randint(0, 4)
    pack = chance.random()
    body = gzip.compress(body) if pack < 0.2 else zlib.compress(body) if pack < 0.3 else body
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chance.random() < 0.2 else body
    status = b"304 N" if conditional and chance.random() < 0.7 else chance.choice(_STATUS)
    head = b"HTTP/1.1 " + status + b"\r\n"
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
    sent: dict[str, bytes] = {}  # noqa: RUF012 - what the server sent last, by path

    def handle(self) -> None:
        with suppress(OSError, IndexError):
            path = self.rfile.readline(65536).split()[1].decode("latin-1")
            lines = list(iter(lambda: self.rfile.readline(65536).strip().lower(), b""))
            conditional = any(line.startswith(b"if-") for line in lines)
            self.sent[path] = data = answer(self.chance, path, conditional=conditional)
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


@dataclass
class Tally:
    """What a run of the fuzzer came to."""

    answers: int = 0
    not_modified: int = 0
    fresh: int = 0


def run(seconds: float, seed: int) -> Tally:
    """Raises what the client should not have raised."""
    settings = FetchSettings(
        allow_loopback=True, delay_s=0, timeout_s=1, total_timeout_s=2, attempts=2, pause_s=0.001, give_up_after=10**9
    )
    tally, end, chance = Tally(), time.monotonic() + seconds, random.Random(seed)
    with served(random.Random(seed)) as port:
        while not tally.answers or time.monotonic() < end:
            # A ledger for some clients, a client for some pages: each has a robots.txt of its own, or the ledger's.
            with open_ledger("sqlite://") as ledger:
                for kept in (None, ledger, ledger, ledger, ledger):
                    trusting = chance.random() < 0.5
                    with blocking_client(None, kept, settings=settings, trust_freshness=trusting) as client:
                        for _ in range(10):
                            _ask(client, f"http://127.0.0.1:{port}/{chance.randrange(8)}")
                    tally.answers += 10
                    tally.not_modified += client.counts.not_modified
                    tally.fresh += client.counts.fresh
    return tally


def _ask(client: BlockingClient, url: str) -> None:
    begun = time.monotonic()
    try:
        result: Fetched | InputError = client.get(url)
        assert isinstance(result, Fetched)
        _ = result.text
    except InputError:
        pass
    if time.monotonic() - begun > LONGEST_S:
        raise TimeoutError(f"a page took {time.monotonic() - begun:.1f} s")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    try:
        tally = run(given.minutes * 60, given.seed)
    except Exception:
        Path("fuzz-http-crash.bin").write_bytes(b"\n----\n".join(list(_Handler.sent.values())[-4:]))
        raise
    print(
        f"{tally.answers} answers ({tally.not_modified} not modified, {tally.fresh} fresh), seed {given.seed}: "
        "each a page or an InputError"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
