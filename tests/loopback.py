"""A site on loopback whose pages are a dictionary: what a test puts in is what the client gets."""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

WORDS = "The medicine calms, and most people sleep better after some weeks with it. " * 30


def page(title: str, text: str = WORDS, head: str = "", more: str = "") -> str:
    """A page that is an article; `more` stands behind it."""
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{title}. {text}</p></article>{more}</body></html>"
    )


@dataclass
class Answer:
    """What a path gives."""

    body: bytes = b""
    status: int = 200
    media: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Loopback:
    """The site: `pages` by path and query (or by path alone), and what was asked."""

    root: str
    pages: dict[str, Answer] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    first: dict[str, Answer] = field(default_factory=dict)
    """Answers by path that are given once, before those of `pages`."""

    def html(self, path: str, body: str, **headers: str) -> str:
        """Put a page; returns its address. `{root}` in it stands for the site's address."""
        return self.put(path, Answer(body.replace("{root}", self.root).encode(), headers=_named(headers)))

    def xml(self, path: str, body: str) -> str:
        """Put a feed or sitemap."""
        return self.put(path, Answer(body.replace("{root}", self.root).encode(), media="application/xml"))

    def put(self, path: str, answer: Answer) -> str:
        """Put any answer; returns its address."""
        self.pages[path] = answer
        return f"{self.root}{path}"

    def redirect(self, path: str, to: str, status: int = 301) -> str:
        """Put a redirect."""
        return self.put(path, Answer(status=status, headers={"Location": to.replace("{root}", self.root)}))

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.requests)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Loopback

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """The page of the path with its query, or of the path; with an ETag, so that conditional requests work."""
        self.site.requests.append((self.path, dict(self.headers)))
        missing = Answer(b"<title>404</title>no such page", 404)
        answer = (
            self.site.first.pop(self.path, None)
            or self.site.pages.get(self.path)
            or self.site.pages.get(urlsplit(self.path).path, missing)
        )
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        known = answer.status == 200 and self.headers.get("If-None-Match") == tag
        body = b"" if known else answer.body
        self.send_response(304 if known else answer.status)
        told = {"Content-Type": answer.media, "Content-Length": str(len(body)), "ETag": tag, **answer.headers}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve(tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """A site while the block lasts; with `tls` by https."""
    handler = type("Handler", (_Handler,), {})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    scheme = "http"
    if tls:
        http.socket, scheme = tls.wrap_socket(http.socket, server_side=True), "https"
        http.handle_error = lambda request, client_address: None  # type: ignore[method-assign] - refused handshakes
    handler.site = site = Loopback(f"{scheme}://127.0.0.1:{http.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    http.shutdown()
    thread.join()
    http.server_close()
