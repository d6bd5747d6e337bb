"""Connections that are not used again after something went wrong on them.

The library keeps an HTTP/2 connection whose answer failed, came too late or was left unread: what its server still sends then
falls upon the next page, or uses up what the connection may receive. Here it is closed when its last answer ends.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import anyio
import h2.exceptions
import httpcore

_LEFT, _LEFT_S = 65_536, 1.0
"""Bytes of an answer that nobody reads, and seconds for them: mostly they are there already (the page of a 404)."""
_DAMAGED = (h2.exceptions.H2Error, ValueError, LookupError)


class DroppingPool(httpcore.AsyncConnectionPool):
    """A pool of such connections."""

    def create_connection(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        """A connection that remembers failures."""
        return _Connection(super().create_connection(origin))


class _Connection(httpcore.AsyncConnectionInterface):
    def __init__(self, inner: httpcore.AsyncConnectionInterface) -> None:
        self._inner = inner
        self._answers = 0
        self._spoiled = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        self._answers += 1
        try:
            answer = await self._inner.handle_async_request(request)
        except httpcore.ConnectionNotAvailable:  # asked too much: the pool takes another one
            self._answers -= 1
            raise
        except BaseException as error:
            self.ended(whole=False)
            if isinstance(error, _DAMAGED):
                raise _translated(error) from error
            raise
        stream = _Answer(answer.stream, self)  # type: ignore[arg-type]
        return httpcore.Response(answer.status, headers=answer.headers, content=stream, extensions=answer.extensions)

    def ended(self, *, whole: bool) -> None:
        """One answer is over; not `whole`: something of it may still come, so no further one is asked here."""
        self._answers -= 1
        self._spoiled = self._spoiled or not whole

    def is_available(self) -> bool:
        return not self._spoiled and self._inner.is_available()

    def has_expired(self) -> bool:
        return (self._spoiled and not self._answers) or self._inner.has_expired()

    def is_idle(self) -> bool:
        return self._inner.is_idle()

    def is_closed(self) -> bool:
        return self._inner.is_closed()

    def can_handle_request(self, origin: httpcore.Origin) -> bool:
        return self._inner.can_handle_request(origin)

    def info(self) -> str:
        return self._inner.info()

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Answer:
    """The body of an answer, which tells its connection how it ended."""

    def __init__(self, stream: AsyncIterator[bytes], connection: _Connection) -> None:
        self._stream = stream
        self._parts = aiter(stream)
        self._connection: _Connection | None = connection

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            return await anext(self._parts)
        except StopAsyncIteration:
            self._end(whole=True)
            raise
        except BaseException as error:
            self._end(whole=False)
            if isinstance(error, _DAMAGED):
                raise _translated(error) from error
            raise

    async def aclose(self) -> None:
        """Reads a little of what is left."""
        try:
            left = _LEFT
            with anyio.move_on_after(_LEFT_S):
                while self._connection is not None and left > 0:
                    left -= len(await anext(self))
        except (StopAsyncIteration, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            pass
        finally:
            self._end(whole=False)
            close = getattr(self._stream, "aclose", None)
            if close is not None:
                await close()

    def _end(self, *, whole: bool) -> None:
        if self._connection is not None:
            self._connection.ended(whole=whole)
            self._connection = None


def _translated(error: Exception) -> httpcore.RemoteProtocolError:
    return httpcore.RemoteProtocolError(f"the answer breaks the rules of HTTP: {error}"[:200])
