"""Where TLS negotiates HTTP/2, it is spoken, with the same limits."""

from __future__ import annotations

import gzip
import ipaddress
import resource
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import pytest

from glosspress.errors import FetchError
from glosspress.ingest import Fetched, FetchSettings
from glosspress.ingest.addresses import Address
from glosspress.ingest.blocking import blocking_client

from .conftest import PAGE
from .test_tls import certificate

_BOMB = gzip.compress(bytes(20_000_000))
SETTINGS = FetchSettings(
    allow_loopback=True, timeout_s=2, total_timeout_s=4, attempts=1, delay_s=0, max_bytes=2_000_000
)


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    """RFC 9113, 4.1."""
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


FLOODS: dict[str, Callable[[int], Iterator[bytes]]] = {
    # HEADERS without its end, then CONTINUATION for ever: CVE-2024-27316 and its kin, with and without content.
    "/continuation": lambda stream: chain(
        [_frame(1, 0, stream, b"\x88")], repeat(_frame(9, 0, stream, b"\x00\x01a\x7f\x80\x7f" + b"a" * 255))
    ),
    "/empty-continuation": lambda stream: chain([_frame(1, 0, stream, b"\x88")], repeat(_frame(9, 0, stream, b""))),
    # One entry of the table of headers, named again and again: a small block, large headers.
    "/hpack-bomb": lambda stream: iter(
        [_frame(1, 4, stream, b"\x88\x40\x01a\x7f\x91\x1e" + b"a" * 4000 + b"\xbe" * 12_000)]
    ),
    "/pings": lambda stream: repeat(_frame(6, 0, 0, b"glosspre") * 50),
    "/settings": lambda stream: repeat(_frame(4, 0, 0, b"") * 50),
    "/empty-data": lambda stream: chain([_frame(1, 4, stream, b"\x88")], repeat(_frame(0, 0, stream, b"") * 50)),
    "/push": lambda stream: iter([_frame(5, 4, stream, (2).to_bytes(4, "big") + b"\x82\x84\x87")]),
    "/huge-frame": lambda stream: iter([_frame(0, 0, stream, b"a" * 1_000_000)]),
    "/goaway": lambda stream: iter([_frame(7, 0, 0, bytes(8))]),
    # What HTTP/1.1 could not carry: a line end, a NUL, in the value of a header.
    "/line-end": lambda stream: iter(
        [_frame(1, 4, stream, b"\x88\x00\x01a\x0eb\r\nset-cookie:c"), _frame(0, 1, stream, PAGE)]
    ),
    "/nul": lambda stream: iter([_frame(1, 4, stream, b"\x88\x0f\x10\x0atext/html\x00"), _frame(0, 1, stream, PAGE)]),
    "/no-status": lambda stream: iter([_frame(1, 5, stream, b"\x48\x03abc")]),
    "/status-without-digits": lambda stream: iter([_frame(1, 5, stream, b"\x48\x00")]),
    "/huge-frame-in-a-body": lambda stream: iter(
        [_frame(1, 4, stream, b"\x88"), _frame(0, 0, stream, PAGE), _frame(0, 0, stream, b"a" * 1_000_000)]
    ),
    "/headers-in-a-body": lambda stream: iter(
        [_frame(1, 4, stream, b"\x88"), _frame(0, 0, stream, PAGE), _frame(1, 4, stream, b"\x88")]
    ),
    "/trailers-that-are-damaged": lambda stream: iter(
        [_frame(1, 4, stream, b"\x88"), _frame(0, 0, stream, PAGE), _frame(1, 5, stream, b"\xff\xff\xff")]
    ),
    "/reset-in-a-body": lambda stream: iter(
        [_frame(1, 4, stream, b"\x88"), _frame(0, 0, stream, PAGE), _frame(3, 0, stream, bytes(4))]
    ),
    "/goaway-in-a-body": lambda stream: iter(
        [_frame(1, 4, stream, b"\x88"), _frame(0, 0, stream, PAGE), _frame(7, 0, 0, bytes(8))]
    ),
    "/window-too-large": lambda stream: iter(
        [_frame(1, 4, stream, b"\x88"), _frame(0, 0, stream, PAGE), *[_frame(8, 0, 0, b"\x7f\xff\xff\xff")] * 3]
    ),
    "/other-stream": lambda stream: iter([_frame(1, 5, stream + 100, b"\x88")]),
}
"""What a server sends instead of an answer, frame by frame, for a stream."""


def _answer(speaker: h2.connection.H2Connection, stream: int, path: str) -> None:
    headers = [(":status", "404" if path == "/robots.txt" else "200"), ("content-type", "text/html; charset=utf-8")]
    if path == "/reset":
        speaker.reset_stream(stream, h2.errors.ErrorCodes.INTERNAL_ERROR)
        return
    if path == "/flood":
        headers += [(f"x-{number}", "a" * 1000) for number in range(90)]
    if path == "/bomb":
        headers.append(("content-encoding", "gzip"))
    if path == "/picture":
        headers[1] = ("content-type", "image/png")
    speaker.send_headers(stream, headers)
    if path == "/picture":
        while size := min(speaker.local_flow_control_window(stream), speaker.max_outbound_frame_size):
            speaker.send_data(stream, bytes(size))
        return
    speaker.send_data(stream, _BOMB[:15_000] if path == "/bomb" else PAGE, end_stream=path != "/unfinished")


def _speak(connection: ssl.SSLSocket, protocols: list[str]) -> None:
    protocols.append(connection.selected_alpn_protocol() or "")
    speaker = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
    speaker.initiate_connection()
    connection.sendall(speaker.data_to_send())
    while data := connection.recv(65536):
        for event in speaker.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                path = dict(event.headers or [])[":path"]
                if path in FLOODS:
                    connection.sendall(speaker.data_to_send())
                    end = time.monotonic() + 6
                    for frames in FLOODS[path](event.stream_id or 0):
                        connection.sendall(frames)
                        if time.monotonic() > end:
                            return
                    continue
                _answer(speaker, event.stream_id or 0, path)
        connection.sendall(speaker.data_to_send())


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[str]]]:
    """The port of a trusted `site.example` that speaks HTTP/2 only, and the protocols of its connections."""
    cert, key = certificate(tmp_path, "site.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.set_alpn_protocols(["h2"])
    monkeypatch.setattr("certifi.where", lambda: str(cert))
    protocols: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def one(raw: socket.socket) -> None:
            with (
                suppress(OSError, h2.exceptions.ProtocolError),
                context.wrap_socket(raw, server_side=True) as connection,
            ):
                connection.settimeout(5)
                _speak(connection, protocols)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=one, args=(listening.accept()[0],), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], protocols
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


async def here(host: str, port: int) -> list[Address]:
    """Any name is loopback."""
    return [ipaddress.ip_address("127.0.0.1")]


def test_http2(site: tuple[int, list[str]]) -> None:
    """Several pages and robots.txt come over one connection."""
    port, protocols = site
    with blocking_client(None, None, settings=replace(SETTINGS, per_host=8), resolver=here) as client:
        found = list(client.get_all([f"https://site.example:{port}/{number}" for number in range(6)]))
    assert [item.body for item in found if isinstance(item, Fetched)] == [PAGE] * 6
    assert set(protocols) == {"h2"}
    assert len(protocols) <= 2


@pytest.mark.parametrize(("path", "message"), [
    ("reset", "no connection"),
    ("flood", "no connection|headers are larger than 64 KB"),
    ("bomb", "larger than 2 MB|200 times its size"),
    ("unfinished", "no answer within 2 s"),
])  # fmt: skip
def test_hostile_http2(site: tuple[int, list[str]], path: str, message: str) -> None:
    """A reset stream, a flood of headers, a bomb and a body without an end are errors of their page."""
    url = f"https://site.example:{site[0]}/{path}"
    with blocking_client(None, None, settings=SETTINGS, resolver=here) as client:
        with pytest.raises(FetchError, match=message):
            client.get(url)
        assert client.get(f"https://site.example:{site[0]}/page").body == PAGE


@pytest.mark.parametrize("path", FLOODS)
def test_floods(site: tuple[int, list[str]], path: str) -> None:
    """Frames without an end, or out of place, end with their page, in its time and in little memory.

    Its connection is given up, and the next page comes over another one.
    """
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with blocking_client(None, None, settings=SETTINGS, resolver=here) as client:
        with pytest.raises(
            FetchError, match=r"no connection|no answer within 2 s|not complete within 4 s|are larger than 64 KB"
        ):
            client.get(f"https://site.example:{site[0]}{path}")
        assert time.monotonic() - begun < 8
        assert client.get(f"https://site.example:{site[0]}/page").body == PAGE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_an_answer_that_is_not_read(site: tuple[int, list[str]]) -> None:
    """It does not use up what its connection may receive: the next page comes over another one."""
    port, protocols = site
    with blocking_client(None, None, settings=SETTINGS, resolver=here) as client:
        for number in range(2):
            with pytest.raises(FetchError, match="is image/png, not a page"):
                client.get(f"https://site.example:{port}/picture")
            assert client.get(f"https://site.example:{port}/{number}").body == PAGE
    assert len(protocols) == 3
