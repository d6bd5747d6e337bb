"""A checked address is asked under its name: certificates are verified against the name, not the address."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from glosspress.errors import FetchError
from glosspress.ingest import FetchSettings, fetch

from .conftest import PAGE, Handler, Site

x509 = pytest.importorskip("cryptography.x509", reason="needs the package cryptography")


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed certificate of a host name and its key."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, plain, serialization.NoEncryption()))
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def secure(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of an https site named `site.example`, trusted; any name resolves to loopback."""
    cert, key = certificate(tmp_path, "site.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    http.daemon_threads = True
    http.handle_error = lambda request, client_address: None  # type: ignore[method-assign] - refused handshakes
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    resolve = socket.getaddrinfo

    def to_loopback(host: str, port: int, *args: object, **kwargs: object) -> list[object]:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        return list(resolve(host, port, *args, **kwargs))  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", to_loopback)
    monkeypatch.setattr("certifi.where", lambda: str(cert))
    yield http.server_port
    http.shutdown()
    thread.join()
    http.server_close()


def test_name_is_verified(secure: int, settings: FetchSettings) -> None:
    """A site whose certificate carries its name is fetched, though the connection goes to an address."""
    assert fetch(f"https://site.example:{secure}/page", settings).body == PAGE


def test_other_name_is_refused(secure: int, settings: FetchSettings) -> None:
    """A certificate for another name is refused."""
    with pytest.raises(FetchError, match="certificate"):
        fetch(f"https://other.example:{secure}/page", settings)


def test_unknown_issuer_is_refused(secure: int, settings: FetchSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that nobody vouches for is refused."""
    monkeypatch.undo()
    with pytest.raises(FetchError, match="certificate"):
        fetch(f"https://127.0.0.1:{secure}/page", settings)
