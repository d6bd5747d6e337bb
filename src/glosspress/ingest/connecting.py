"""Connections to checked addresses only.

A name is resolved, every address of it is checked, and the connection goes to a checked address: between check and use
nothing is asked again, so a name that resolves differently a moment later changes nothing. The name stays the name for
TLS (SNI and certificate), for HTTP and for the pool.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable

import anyio
import httpcore
import httpx

from glosspress.ingest.addresses import Address, RefusedError, as_address, permit
from glosspress.ingest.dropping import DroppingPool
from glosspress.ingest.settings import FetchSettings

Resolver = Callable[[str, int], Awaitable[list[Address]]]
"""All addresses of a host name for a port. OSError: unknown; socket.gaierror with EAI_AGAIN: not known now."""
_SocketOptions = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]
_TRIED = 3
"""Addresses of a name that are tried one after the other."""


async def system_resolver(host: str, port: int) -> list[Address]:
    """By the operating system. IPv4 first: a host without IPv6 connectivity still resolves AAAA records."""
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    literals = {str(entry[4][0]).partition("%")[0] for entry in found}
    addresses = [address for text in literals if (address := as_address(text)) is not None]
    return sorted(addresses, key=lambda address: (address.version, int(address)))


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks, connects."""

    def __init__(self, settings: FetchSettings, resolver: Resolver = system_resolver) -> None:
        self._settings = settings
        self._resolver = resolver
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """RefusedError: the host is unknown, or one of its addresses is private. httpcore.ConnectError: nobody answers, also
        for the name.
        """
        addresses = await self._addresses(host, port)
        permit(addresses, port, self._settings, host)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses[:_TRIED]:
            try:
                return await self._network.connect_tcp(
                    str(address), port, timeout, local_address=local_address, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int) -> list[Address]:
        literal = as_address(host.strip("[]"))
        if literal is not None:
            return [literal]
        try:
            with anyio.fail_after(self._settings.timeout_s):
                found = await self._resolver(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout("the name is not resolved in time") from None
        except (OSError, UnicodeError) as error:
            if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                raise httpcore.ConnectError("the name cannot be resolved now") from None
            raise RefusedError(f"the host is unknown: {error}", host, "check the address and the network") from None
        if not found:
            raise RefusedError("the host is unknown: it has no address", host, "check the address and the network")
        return found

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)


class CheckedTransport(httpx.AsyncBaseTransport):
    """A connection pool (HTTP/1.1, and HTTP/2 where TLS negotiates it) over a CheckedBackend."""

    def __init__(self, settings: FetchSettings, resolver: Resolver = system_resolver) -> None:
        self._pool = DroppingPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=settings.concurrency,
            max_keepalive_connections=settings.concurrency,
            keepalive_expiry=15.0,
            http1=True,
            http2=True,
            network_backend=CheckedBackend(settings, resolver),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """httpx.TimeoutException, httpx.TransportError; RefusedError: see `CheckedBackend`."""
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool.handle_async_request(asked)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _translated(error) from error
        assert isinstance(answer.stream, AsyncIterable), "an asynchronous pool gives asynchronous streams"
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._stream:
                yield part
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _translated(error) from error

    async def aclose(self) -> None:
        close = getattr(self._stream, "aclose", None)
        if close is not None:
            await close()


def _translated(error: Exception) -> httpx.TransportError:
    kind = httpx.TimeoutException if isinstance(error, httpcore.TimeoutException) else httpx.TransportError
    return kind(str(error))
