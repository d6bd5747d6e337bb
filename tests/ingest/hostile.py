"""A hostile and a messy internet on loopback: one raw TCP server, one host name a behaviour.

A behaviour gets the request and a function that writes bytes; what it writes goes out unchanged, so that anything a server
can do wrong can be said here.
"""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import socket
import socketserver
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate

from glosspress.ingest.addresses import Address
from glosspress.ingest.connecting import Resolver, system_resolver

PAGE = b"<!doctype html><html lang=en><title>T</title><p>An article about NMDA receptors.</p></html>"
LONGEST_S = 8.0
"""A behaviour ends after this time, whatever it is."""


@dataclass(frozen=True)
class Request:
    """What was asked, and the how-manieth time."""

    host: str
    path: str
    headers: dict[str, str]
    number: int
    write: Callable[[bytes], None] = field(repr=False)

    def answer(self, body: bytes = PAGE, status: str = "200 OK", *lines: str) -> None:
        """A proper answer; `lines` stand in for headers of the same name."""
        given = {line.partition(":")[0].lower() for line in lines}
        standard = ("Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}")
        kept = [line for line in standard if line.partition(":")[0].lower() not in given]
        head = "\r\n".join((f"HTTP/1.1 {status}", *kept, *(line for line in lines if not line.endswith("!none"))))
        self.write(head.encode("latin-1") + b"\r\nConnection: close\r\n\r\n" + body)

    def to(self, url: str) -> None:
        """A redirect."""
        self.answer(b"", "302 Found", f"Location: {url}")


Behaviour = Callable[[Request], None]
BEHAVIOURS: dict[str, Behaviour] = {}
ROBOTS: dict[str, Behaviour] = {}


def behaves(*names: str) -> Callable[[Behaviour], Behaviour]:
    """Register what a host does."""

    def register(behaviour: Behaviour) -> Behaviour:
        BEHAVIOURS.update(dict.fromkeys(names, behaviour))
        return behaviour

    return register


def says(name: str, *arguments: object) -> None:
    """A host that gives one proper answer."""
    BEHAVIOURS[name] = lambda request: request.answer(*arguments)  # type: ignore[arg-type]


def sends(name: str, *parts: bytes) -> None:
    """A host that writes these bytes and closes."""

    def write(request: Request) -> None:
        for part in parts:
            request.write(part)

    BEHAVIOURS[name] = write


def leads(name: str, url: str) -> None:
    """A host that redirects."""
    BEHAVIOURS[name] = lambda request: request.to(url)


def asks_robots(name: str, *arguments: object) -> None:
    """A host with a good page and this robots.txt."""
    ROBOTS[name] = lambda request: request.answer(*arguments)  # type: ignore[arg-type]


def forever(request: Request, part: bytes, pause_s: float = 0.0) -> None:
    """Write again and again, until the client leaves."""
    end = time.monotonic() + LONGEST_S
    while time.monotonic() < end:
        request.write(part)
        if pause_s:
            time.sleep(pause_s)


@dataclass
class Internet:
    """The server's port, its names, and what it was asked."""

    port: int
    asked: Counter[str] = field(default_factory=Counter)
    times: dict[str, list[float]] = field(default_factory=dict)
    headers: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, host: str, path: str = "/page") -> str:
        """The address of a host's page; a label alone stands for `label.example`."""
        name = host if "." in host or host.startswith("[") else f"{host}.example"
        return f"http://{name}:{self.port}{path}"


RESOLUTIONS: dict[str, list[list[str]]] = {
    "internal.example": [["10.0.0.7"]],
    "metadata.example": [["169.254.169.254"]],
    "azure.example": [["168.63.129.16"]],
    "mixed.example": [["93.184.216.34", "192.168.1.1"]],
    "nowhere.example": [[]],
    "zero.example": [["0.0.0.0"]],
    "unspecified.example": [["::"]],
    "linklocal.example": [["fe80::1"]],
    "uniquelocal.example": [["fd12:3456::1"]],
    "mapped.example": [["::ffff:10.0.0.1"]],
    "nat64.example": [["64:ff9b::a00:1"]],
    "localnat64.example": [["64:ff9b:1::a00:1"]],
    "sixtofour.example": [["2002:a00:1::1"]],
    "teredo.example": [["2001:0:4136:e378:8000:63bf:3fff:fdd2"]],
    "sitelocal.example": [["fec0::1"]],
    "cgnat.example": [["100.64.0.1"]],
    "broadcast.example": [["255.255.255.255"]],
    "multicast.example": [["224.0.0.251"]],
    "multicast6.example": [["ff02::fb"]],
    "documentation.example": [["192.0.2.1"]],
    "benchmarking.example": [["198.18.0.1"]],
    # Answers of a server that rebinds: good for the first question, private for the next.
    "rebind.example": [["127.0.0.1"], ["10.0.0.1"]],
    "rebind-metadata.example": [["127.0.0.1"], ["169.254.169.254"]],
}


def resolver() -> Resolver:
    """The names of this internet: any `.example` is this server, unless it is told otherwise."""
    asked: Counter[str] = Counter()

    async def resolve(host: str, port: int) -> list[Address]:
        if host == "slowdns.example":
            import anyio

            await anyio.sleep(LONGEST_S)
        if host == "unknown.example":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not host.endswith(".example"):
            return await system_resolver(host, port)
        told = RESOLUTIONS.get(host, [["127.0.0.1"]])
        answers = told[min(asked[host], len(told) - 1)]
        asked[host] += 1
        return [ipaddress.ip_address(answer) for answer in answers]

    return resolve


class _Handler(socketserver.StreamRequestHandler):
    internet: Internet

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._serve()

    def _serve(self) -> None:
        line = self.rfile.readline(65536).decode("latin-1").split()
        headers = {}
        while raw := self.rfile.readline(65536).decode("latin-1").strip():
            name, _, value = raw.partition(":")
            headers[name.strip().lower()] = value.strip()
        if len(line) < 2:
            return
        host = headers.get("host", "").rpartition(":")[0]
        label, path = host.removesuffix(".example"), line[1]
        net = self.internet
        net.headers.append((host + path, headers))
        net.asked[label + path] += 1
        net.times.setdefault(label + path, []).append(time.monotonic())
        request = Request(host, path, headers, net.asked[label + path], self._write)
        if path == "/robots.txt":
            ROBOTS.get(label, lambda asked: asked.answer(b"none", "404 Not Found"))(request)
        else:
            BEHAVIOURS.get(label, lambda asked: asked.answer())(request)

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256


@contextlib.contextmanager
def internet() -> Iterator[Internet]:
    """Serve while the block lasts."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        _Handler.internet = Internet(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield _Handler.internet
        server.shutdown()
        thread.join()


# --- redirects
for _name, _url in {
    "to-metadata": "http://169.254.169.254/latest/meta-data/",
    "to-mapped-metadata": "http://[::ffff:169.254.169.254]/",
    "to-ipv6-metadata": "http://[fd00:ec2::254]/latest/",
    "to-cgnat-metadata": "http://100.100.100.200/latest/meta-data/",
    "to-nat64": "http://[64:ff9b::a9fe:a9fe]/",
    "to-6to4": "http://[2002:a9fe:a9fe::1]/",
    "to-compatible": "http://[::169.254.169.254]/",
    "to-decimal": "http://2852039166/",
    "to-octal": "http://0251.0376.0251.0376/",
    "to-internal-name": "http://internal.example/",
    "to-file": "file:///etc/passwd",
    "to-data": "data:text/html,<p>made%20up",
    "to-ftp": "ftp://example.org/file",
    "to-gopher": "gopher://127.0.0.1:6379/_INFO",
    "to-javascript": "javascript:alert(1)",
    "to-credentials": "http://user:hunter2@good.example/page",
    "to-nonsense": "http://[nonsense/",
    "to-control": "http://good.example/\x01page",
    "to-far-port": "http://93.184.216.34:6379/",
    "to-zone": "http://[fe80::1%25lo]/",
    "to-loopback-zone": "http://[fe80::1%lo]/",
    "to-user-at-host": "http://good.example@169.254.169.254/",
    "to-backslash": "http://169.254.169.254\\@good.example/",
    "to-scheme-case": "FiLe:///etc/passwd",
    "to-blob": "blob:http://good.example/1",
}.items():
    leads(_name, _url)
leads("circle", "/page")
sends("to-fullwidth", "HTTP/1.1 302 Found\r\nLocation: http://１６９.２５４.１６９.２５４/\r\n\r\n".encode())
BEHAVIOURS["circle-of-two"] = lambda request: request.to("/b" if request.path != "/b" else "/page")
BEHAVIOURS["growing"] = lambda request: request.to(f"/{len(request.path) * 'x'}{request.path[1:]}")
BEHAVIOURS["five"] = lambda request: (
    request.answer()
    if request.path == "/5"
    else request.to(f"/{int(request.path[1:]) + 1 if request.path[1:].isdigit() else 1}")
)
BEHAVIOURS["relative"] = lambda request: request.answer() if request.path == "/there" else request.to("there")
BEHAVIOURS["schemeless"] = lambda request: (
    request.answer() if request.path == "/b" else request.to(f"//{request.headers['host']}/b")
)
BEHAVIOURS["to-denied"] = lambda request: request.to(
    f"http://robots-denies.example:{request.headers['host'].rpartition(':')[2]}/page"
)
says("no-location", b"", "302 Found")


@behaves("cookie-wall")
def _(request: Request) -> None:
    wall = "Set-Cookie: seen=1; Path=/"
    if "cookie" in request.headers:
        request.answer()
    else:
        request.answer(b"", "302 Found", wall, "Location: /page")


@behaves("consent-wall")
def _(request: Request) -> None:
    if "cookie" in request.headers:
        request.answer()
    elif request.path.startswith("/consent"):
        request.answer(b"", "303 See Other", "Set-Cookie: consent=1", "Location: /page")
    else:
        request.answer(b"", "302 Found", "Location: /consent?back=/page")


@behaves("heavy-redirect")
def _(request: Request) -> None:
    if request.path == "/b":
        request.answer()
        return
    request.write(b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n")
    forever(request, b"a" * 65536)


# --- bodies
_ZEROS = b"<p>" + bytes(20_000_000)
_HTML = b"Content-Type: text/html\r\n"
says("gzip", gzip.compress(PAGE), "200 OK", "Content-Encoding: gzip")
says("x-gzip", gzip.compress(PAGE), "200 OK", "Content-Encoding: x-gzip")
says("gzip-members", gzip.compress(PAGE[:40]) + gzip.compress(PAGE[40:]), "200 OK", "Content-Encoding: gzip")
says("gzip-padding", gzip.compress(PAGE) + b"\0\0\0\0", "200 OK", "Content-Encoding: gzip")
says("deflate", zlib.compress(PAGE), "200 OK", "Content-Encoding: deflate")
says("raw-deflate", zlib.compress(PAGE, wbits=-15), "200 OK", "Content-Encoding: deflate")
says("identity", PAGE, "200 OK", "Content-Encoding: identity")
says("gzip-bomb", gzip.compress(_ZEROS), "200 OK", "Content-Encoding: gzip")
says("deflate-bomb", zlib.compress(_ZEROS), "200 OK", "Content-Encoding: deflate")
says("gzip-twice", gzip.compress(gzip.compress(_ZEROS)), "200 OK", "Content-Encoding: gzip, gzip")
# 20 MB of zeros by `brotli` and by `zstd`, as far as their first blocks go.
says("brotli-bomb", bytes.fromhex("cbffff3f0000c46f0100"), "200 OK", "Content-Encoding: br")
says("zstd-bomb", bytes.fromhex("28b52ffd80588400000203ff00"), "200 OK", "Content-Encoding: zstd")
says("not-gzip", b"this is not gzip", "200 OK", "Content-Encoding: gzip")
says("cut-gzip", gzip.compress(PAGE * 50)[:-12], "200 OK", "Content-Encoding: gzip")
says("gzip-some-members", gzip.compress(b"") * 9_000 + gzip.compress(PAGE), "200 OK", "Content-Encoding: gzip")
# Much work for no byte of a page.
says("gzip-many-members", gzip.compress(b"") * 60_000 + gzip.compress(PAGE), "200 OK", "Content-Encoding: gzip")
says("gzip-in-chunks-of-one", b"".join(b"1\r\n%c\r\n" % byte for byte in gzip.compress(PAGE)) + b"0\r\n\r\n",
     "200 OK", "Content-Encoding: gzip", "Transfer-Encoding: chunked", "Content-Length: !none")  # fmt: skip
says("unknown-encoding", PAGE, "200 OK", "Content-Encoding: rot13")


@behaves("endless")
def _(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\n" + _HTML + b"\r\n")
    forever(request, b"a" * 65536)


@behaves("endless-chunks")
def _(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\n" + _HTML + b"Transfer-Encoding: chunked\r\n\r\n")
    forever(request, b"1000\r\n" + b"a" * 4096 + b"\r\n")


@behaves("endless-gzip")
def _(request: Request) -> None:
    packer = zlib.compressobj(wbits=31)
    request.write(b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Encoding: gzip\r\n\r\n" + packer.compress(b"<p>"))
    end = time.monotonic() + LONGEST_S
    while time.monotonic() < end:
        request.write(packer.compress(bytes(500_000)))


@behaves("endless-trailers")
def _(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\n" + _HTML + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n")
    forever(request, b"X-More: " + b"a" * 1000 + b"\r\n")


@behaves("slow-body")
def _(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\n" + _HTML + b"\r\n")
    forever(request, b"a", 0.1)


@behaves("silent-body")
def _(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\n" + _HTML + b"\r\n<p>")
    time.sleep(1.5)


sends("short", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: 1000\r\n\r\n<p>only the beginning")
sends("cut-chunk", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Transfer-Encoding: chunked\r\n\r\n100\r\n<p>cut")
sends("bad-chunk", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>\r\n0\r\n\r\n")
sends("huge-chunk", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\n<p>")
sends("long", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: 20\r\n\r\n<p>exactly twenty!</" + b"p>more" * 100)
# What one reader takes for the end of an answer, and another for its middle.
_SECOND = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n<p>smuggled"
sends("length-and-chunks", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
      + b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE))  # fmt: skip
sends("odd-chunks", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Transfer-Encoding: chunked, identity\r\n\r\n" + PAGE)
sends("hidden-chunks", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + PAGE)
sends("plus-length", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: +81\r\n\r\n" + PAGE)
sends("two-values", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: 5, 9\r\n\r\n" + PAGE)
sends("folded", b"HTTP/1.1 200 OK\r\n" + _HTML + b"X-A: b\r\n Content-Length: 5\r\n\r\n" + PAGE)
sends("bare-cr", b"HTTP/1.1 200 OK\r\n" + _HTML + b"X-A: b\rContent-Length: 5\r\n\r\n" + PAGE)
sends("second-answer", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE + _SECOND)
sends("no-length", b"HTTP/1.0 200 OK\r\n" + _HTML + b"\r\n" + PAGE)
sends("two-lengths", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n" + PAGE)
sends("negative-length", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: -5\r\n\r\n" + PAGE)
sends("announced", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: 60000000\r\n\r\n")
sends("absurd-length", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: " + b"9" * 19 + b"\r\n\r\n")
sends("unreadable-length", b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: " + b"9" * 3000 + b"\r\n\r\n")
says("empty", b"")
says("blank", b" \r\n\t ")
says("pdf", b"%PDF-1.7 ...", "200 OK", "Content-Type: application/pdf")
says("disguised-pdf", b"%PDF-1.7 ...")
says("disguised-image", b"\x89PNG\r\n\x1a\n" + bytes(100))
says("json", b'{"a": 1}', "200 OK", "Content-Type: application/json")
says("no-type", PAGE, "200 OK", "Content-Type: !none")
says("odd-type", PAGE, "200 OK", "Content-Type: TEXT/HTML ;;; charset")

# --- charsets
says("latin", "<p>Café – 5 µg".encode("cp1252"), "200 OK", "Content-Type: text/html; charset=iso-8859-1")
says("quoted-charset", "<p>Größe".encode("cp1252"), "200 OK", 'Content-Type: text/html; charset="windows-1252"')
says("meta-charset", "<meta charset=windows-1251><p>Привет".encode("cp1251"), "200 OK", "Content-Type: text/html")
says(
    "commented-charset",
    "<!-- <meta charset=koi8-r> --><meta charset=utf-8><p>Größe".encode(),
    "200 OK",
    "Content-Type: text/html",
)
says("header-wins", "<meta charset=koi8-r><p>Größe".encode(), "200 OK", "Content-Type: text/html; charset=utf-8")
says("bom-wins", b"\xef\xbb\xbf" + "<p>Größe".encode(), "200 OK", "Content-Type: text/html; charset=iso-8859-1")
says("utf16", "<p>Größe 日本".encode("utf-16"), "200 OK", "Content-Type: text/html")
says("utf16-declared-in-utf8", "<meta charset=utf-16><p>Größe".encode(), "200 OK", "Content-Type: text/html")
says("unknown-charset", "<p>Größe".encode(), "200 OK", "Content-Type: text/html; charset=klingon-8")
says("gb2312", "<p>药物剂量".encode("gbk"), "200 OK", "Content-Type: text/html; charset=gb2312")
says("shift-jis", "<p>投与量①".encode("cp932"), "200 OK", "Content-Type: text/html; charset=Shift_JIS")
says("latin5", "<p>İlaç dozu ğ".encode("cp1254"), "200 OK", "Content-Type: text/html; charset=iso-8859-9")
says("wrong-charset", "<p>Größe, Höhe, Gewöhnung".encode("cp1252"), "200 OK", "Content-Type: text/html; charset=utf-8")

# --- headers
sends("nonsense", b"SSH-2.0-OpenSSH_9.2\r\n")
sends("http09", PAGE)
sends("closed")
sends("bad-status", b"HTTP/1.1 two hundred\r\n\r\n" + PAGE)
sends("cut-head", b"HTTP/1.1 200 OK\r\nContent-Ty")
says("status-999", b"", "999 What")
says("no-content", b"", "204 No Content")
says("partial", PAGE, "206 Partial Content", "Content-Range: bytes 0-80/900")
says("unasked-304", b"", "304 Not Modified")
sends("switching", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
sends("early-hints", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\n" + _HTML + b"\r\n" + PAGE)
sends("nul-header", b"HTTP/1.1 200 OK\r\n" + _HTML + b"X-Odd: a\0b\r\n\r\n" + PAGE)
sends("space-header", b"HTTP/1.1 200 OK\r\nContent Type : text/html\r\n\r\n" + PAGE)
sends("many-headers", b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 40_000 + b"\r\n" + PAGE)
sends("large-header", b"HTTP/1.1 200 OK\r\n" + _HTML + b"X-A: " + b"a" * 200_000 + b"\r\n\r\n" + PAGE)
sends("big-headers", b"HTTP/1.1 200 OK\r\n" + _HTML + b"X-A: " + b"a" * 80_000 + b"\r\n\r\n" + PAGE)
says("secrets", PAGE, "200 OK", "Set-Cookie: id=hunter2", "X-Auth-Token: hunter2", "WWW-Authenticate: hunter2")


@behaves("slow-headers")
def _(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\nX-A: ")
    forever(request, b"a", 0.1)


@behaves("endless-headers")
def _(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\n")
    forever(request, b"X-A: " + b"a" * 1000 + b"\r\n")


@behaves("endless-hints")
def _(request: Request) -> None:
    forever(request, b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", 0.01)


@behaves("silent")
def _(request: Request) -> None:
    time.sleep(1.5)


# --- status
says("storm", b"oops", "500 Internal Server Error")
says("unavailable", b"later", "503 Service Unavailable")
for _code in (400, 401, 402, 403, 404, 405, 406, 410, 418, 451, 501):
    says(f"status-{_code}", b"no", f"{_code} No")


def _later(told: Callable[[], str]) -> Behaviour:
    def behave(request: Request) -> None:
        if request.number == 1:
            request.answer(b"later", "429 Too Many Requests", f"Retry-After: {told()}")
        else:
            request.answer()

    return behave


BEHAVIOURS["flaky"] = lambda request: request.answer() if request.number > 1 else request.answer(b"", "503 Later")
BEHAVIOURS["retry-seconds"] = _later(lambda: "1")
BEHAVIOURS["retry-date"] = _later(lambda: formatdate(time.time() + 2, usegmt=True))
BEHAVIOURS["retry-past"] = _later(lambda: "Wed, 21 Oct 2015 07:28:00 GMT")
BEHAVIOURS["retry-negative"] = _later(lambda: "-5")
BEHAVIOURS["retry-nonsense"] = _later(lambda: "soon, I hope")
BEHAVIOURS["retry-hour"] = _later(lambda: "3600")
BEHAVIOURS["retry-absurd"] = _later(lambda: "9" * 300)
BEHAVIOURS["retry-far-date"] = _later(lambda: "Fri, 31 Dec 9999 23:59:59 GMT")

# --- robots.txt
_DENY = b"User-agent: *\nDisallow: /page\n"
asks_robots("robots-denies", _DENY)
asks_robots("robots-denies-us", b"User-agent: glosspress\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
asks_robots("robots-denies-others", b"User-agent: otherbot\nDisallow: /\n")
asks_robots("robots-allows-us", b"User-agent: *\nDisallow: /\n\nUser-agent: Glosspress\nAllow: /page\n")
asks_robots("robots-pattern", b"User-agent: *\nDisallow: /*ge$\n")
asks_robots("robots-bom", b"\xef\xbb\xbf" + _DENY)
asks_robots("robots-500", b"", "500 No")
asks_robots("robots-429", b"", "429 No")
asks_robots("robots-403", b"no", "403 No")
asks_robots("robots-html", b"<!doctype html><p>No such page. Disallow: nothing")
asks_robots("robots-binary", bytes(range(256)) * 10)
asks_robots("robots-empty", b"")
asks_robots("robots-wildcards", b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"$\n")
asks_robots("robots-many-lines", b"User-agent: *\n" + b"Disallow: /x*y\n" * 30_000)
asks_robots("robots-bomb", gzip.compress(_DENY + b"\n" * 20_000_000), "200 OK", "Content-Encoding: gzip")
asks_robots("robots-delay", b"User-agent: *\nCrawl-delay: 0.3\n")
asks_robots("robots-absurd-delay", b"User-agent: *\nCrawl-delay: nan\nCrawl-delay: -1\nCrawl-delay: x\n")
ROBOTS["robots-circle"] = lambda request: request.to("/robots.txt")
ROBOTS["robots-to-metadata"] = lambda request: request.to("http://169.254.169.254/")
ROBOTS["robots-moved"] = lambda request: request.to(
    f"http://robots-denies.example:{request.headers['host'].rpartition(':')[2]}/robots.txt"
)


def _endless_robots(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + _DENY)
    forever(request, b"# and so on\n" * 1000)


def _slow_robots(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + _DENY)
    forever(request, b"#", 0.1)


ROBOTS["robots-endless"] = _endless_robots
ROBOTS["robots-slow"] = _slow_robots
