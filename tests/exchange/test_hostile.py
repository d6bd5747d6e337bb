"""Files made to reach out: nothing they name is fetched or read, and what they include is never there."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from glosspress.errors import ExchangeError
from glosspress.exchange.formats import FORMATS

from .samples import sheet, unit

XML = ("xliff", "xliff12", "tmx")
SECRET = "hunter2-of-this-machine"


class _Counting(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        """Note who asked, give nothing useful."""
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Address of a server on loopback, and the paths somebody asked it for."""
    asked: list[str] = []
    handler = type("Handler", (_Counting,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()


def _targets(name: str, data: bytes) -> list[str]:
    """What the targets say; an error is nothing."""
    try:
        return [item.target for item in FORMATS[name].read(data, "file")]
    except ExchangeError as error:
        return [str(error)]


@pytest.mark.parametrize("name", XML)
def test_no_schema_stylesheet_or_definition_is_fetched(name: str, listener: tuple[str, list[str]]) -> None:
    """`schemaLocation`, a style sheet, a DTD by address: the document is read without them, or refused; nobody is asked."""
    address, asked = listener
    head, _, rest = FORMATS[name].write([sheet(unit())]).partition(b"?>\n")
    tag = rest[: rest.index(b" ")] if b" " in rest.partition(b">")[0] else rest.partition(b">")[0]
    located = rest.replace(
        tag,
        tag
        + b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        + f' xsi:schemaLocation="urn:oasis:names:tc:xliff:document:2.0 {address}/core.xsd"'
        f' xsi:noNamespaceSchemaLocation="{address}/none.xsd"'.encode(),
        1,
    )
    styled = f'<?xml-stylesheet type="text/xsl" href="{address}/style.xsl"?>'.encode() + rest
    defined = f'<!DOCTYPE {tag[1:].decode()} SYSTEM "{address}/own.dtd">'.encode() + rest
    for document in (located, styled, defined):
        assert document != rest
        assert _targets(name, head + b"?>\n" + document)
    assert asked == []


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("parse", ["text", "xml"])
def test_nothing_is_included(
    name: str, parse: str, listener: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """XInclude of a file and of an address, in a target: not read, not fetched, not in the text."""
    address, asked = listener
    secret = tmp_path_factory.mktemp("secret") / "secret.xml"
    secret.write_text(f"<secret>{SECRET}</secret>")
    data = FORMATS[name].write([sheet(unit("0#0", pins=(), findings=()))])
    place = b"<seg>" if name == "tmx" else b"<target"
    at = data.rindex(place)
    at = data.index(b">", at) + 1
    for href in (secret.as_uri(), f"{address}/include.xml"):
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{href}" parse="{parse}"/>'.encode()
        said = _targets(name, data[:at] + include + data[at:])
        assert said
        assert not any(SECRET in text for text in said)
    assert asked == []


@pytest.mark.parametrize("name", XML)
def test_entities_of_a_file_are_never_expanded(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Internal, external and parameter entities: the file is refused with the way out."""
    secret = tmp_path_factory.mktemp("secret") / "secret"
    secret.write_text(SECRET)
    head, _, rest = FORMATS[name].write([sheet(unit())]).partition(b"?>\n")
    for subset in (f"<!ENTITY a SYSTEM '{secret.as_uri()}'>", f"<!ENTITY % a SYSTEM '{secret.as_uri()}'> %a;"):
        with pytest.raises(ExchangeError, match="entities"):
            FORMATS[name].read(head + f"?>\n<!DOCTYPE x [{subset}]>".encode() + rest, "file")
