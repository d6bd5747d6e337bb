# ruff: noqa: D102 - the names of the answers say it
"""A hostile and a messy site on loopback."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from glosspress.ingest import FetchSettings

PAGE = b"<!doctype html><html lang=en><title>T</title><p>An article about NMDA receptors.</p></html>"

BOMB = gzip.compress(b"<p>" + b"a" * 60_000_000, 1)


@dataclass
class Site:
    """The server's address and what it was asked."""

    root: str
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.requests)


class Handler(BaseHTTPRequestHandler):
    """One method a kind of misbehaviour; unknown paths are 404."""

    site: Site
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer by the path's first part."""
        self.site.requests.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("/")[0].partition("?")[0].replace("-", "_")
        getattr(self, f"on_{name}", self.on_missing)()

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        told = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for key, value in (told | {key.replace("_", "-"): value for key, value in headers.items()}).items():
            if value:
                self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def on_missing(self) -> None:
        self.answer(b"no", 404)

    def on_page(self) -> None:
        self.answer(PAGE, ETag='"1"', Set_Cookie="id=1")

    def on_tagged(self) -> None:
        tag = self.path.rpartition("?")[2] if "?" in self.path else "tag-1"
        if self.headers.get("If-None-Match") == f'"{tag}"':
            self.answer(b"", 304, ETag=f'"{tag}"', Content_Length="", Content_Type="")
        else:
            self.answer(PAGE, ETag=f'"{tag}"')

    def on_gone(self) -> None:
        self.answer(b"gone", 410)

    def on_forbidden(self) -> None:
        self.answer(b"no", 403)

    def on_empty(self) -> None:
        self.answer(b" \n ")

    def on_pdf(self) -> None:
        self.answer(b"%PDF-1.7 ...", Content_Type="application/pdf")

    def on_disguised_pdf(self) -> None:
        self.answer(b"%PDF-1.7 ...")

    def on_latin(self) -> None:
        self.answer("<p>Café</p>".encode("cp1252"), Content_Type="text/html; charset=iso-8859-1")

    def on_no_charset(self) -> None:
        self.answer("<meta charset=windows-1251><p>Привет</p>".encode("cp1251"), Content_Type="text/html")

    def on_no_type(self) -> None:
        self.answer(PAGE, Content_Type="")

    def on_gzip(self) -> None:
        self.answer(gzip.compress(PAGE), Content_Encoding="gzip")

    def on_deflate(self) -> None:
        self.answer(zlib.compress(PAGE), Content_Encoding="deflate")

    def on_raw_deflate(self) -> None:
        squeezer = zlib.compressobj(wbits=-15)
        self.answer(squeezer.compress(PAGE) + squeezer.flush(), Content_Encoding="deflate")

    def on_brotli(self) -> None:
        self.answer(PAGE, Content_Encoding="br")

    def on_bad_gzip(self) -> None:
        self.answer(b"this is not gzip", Content_Encoding="gzip")

    def on_cut_gzip(self) -> None:
        self.answer(gzip.compress(PAGE * 100)[:-20], Content_Encoding="gzip")

    def on_bomb(self) -> None:
        self.answer(BOMB, Content_Encoding="gzip")

    def on_announced(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "60000000")
        self.end_headers()
        self.close_connection = True

    def on_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"a" * 65536)
        except OSError:
            return

    def on_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(600):
                self.wfile.write(b"a")
                time.sleep(0.1)
        except OSError:
            return

    def on_silent(self) -> None:
        with suppress(OSError):
            self.rfile.read(1)  # until the client leaves
        self.close_connection = True

    def on_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<p>only the beginning")
        self.close_connection = True

    def on_nonsense(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        self.close_connection = True

    def on_flaky(self) -> None:
        left = self.site.failures.setdefault(self.path, 2)
        self.site.failures[self.path] = left - 1
        self.answer(PAGE) if left <= 0 else self.answer(b"later", 503)

    def on_busy(self) -> None:
        self.answer(b"later", 429, Retry_After="3600")

    def on_broken(self) -> None:
        self.answer(b"oops", 500)

    def on_moved(self) -> None:
        self.answer(b"", 301, Location="/page")

    def on_loop(self) -> None:
        self.answer(b"", 302, Location="/loop")

    def on_chain(self) -> None:
        number = int(self.path.rpartition("/")[2])
        self.answer(b"", 302, Location=f"/chain/{number - 1}" if number else "/page")

    def on_to_metadata(self) -> None:
        self.answer(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def on_to_file(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def on_to_credentials(self) -> None:
        self.answer(b"", 302, Location="http://user:secret@127.0.0.1/page")

    def on_to_nonsense(self) -> None:
        self.answer(b"", 302, Location="http://[nonsense/")

    def on_no_location(self) -> None:
        self.answer(b"", 302)


@pytest.fixture(scope="session")
def server() -> Iterator[Site]:
    """The site, for all tests."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    Handler.site = Site(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield Handler.site
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def site(server: Site) -> Site:
    """The site, with nothing asked yet."""
    server.requests.clear()
    server.failures.clear()
    return server


@pytest.fixture
def settings() -> FetchSettings:
    """Times that a busy machine keeps; loopback allowed."""
    return FetchSettings(
        user_agent="glosspress/test (Example Press; +editors@example.org)",
        allow_loopback=True,
        timeout_s=30,
        total_timeout_s=60,
        attempts=1,
        pause_s=0.01,
        delay_s=0,
        give_up_after=1000,
    )
