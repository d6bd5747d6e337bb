"""Where TLS negotiates HTTP/2, it is spoken, with the same limits."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
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


def _answer(speaker: h2.connection.H2Connection, stream: int, path: str) -> None:
    headers = [(":status", "404" if path == "/robots.txt" else "200"), ("content-type", "text/html; charset=utf-8")]
    if path == "/reset":
        speaker.reset_stream(stream, h2.errors.ErrorCodes.INTERNAL_ERROR)
        return
    if path == "/flood":
        headers += [(f"x-{number}", "a" * 1000) for number in range(90)]
    if path == "/bomb":
        headers.append(("content-encoding", "gzip"))
    speaker.send_headers(stream, headers)
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
