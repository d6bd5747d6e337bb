"""Which addresses may be asked. A source definition must not reach into the network the pipeline runs in.

Each URL, redirects included, is resolved here once; the connection goes to the address that was checked, so a name that
resolves differently a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass

import httpx

from glosspress.errors import FetchError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A checked URL and the address to connect to."""

    url: httpx.URL
    address: str

    @property
    def connect_url(self) -> httpx.URL:
        """The URL with the address in place of the name."""
        return self.url.copy_with(host=self.address)

    @property
    def host_header(self) -> str:
        """The name as the site expects it."""
        return self.url.netloc.decode("ascii")


def shown(url: str) -> str:
    """A URL for messages and records: without credentials and fragment."""
    try:
        parsed = httpx.URL(url)
        return str(parsed.copy_with(username="", password="", fragment=None))
    except (httpx.InvalidURL, ValueError, UnicodeError):
        return url.rsplit("@", maxsplit=1)[-1][:200]


def check(url: str, *, allow_loopback: bool) -> Target:
    """The target of a URL. FetchError: not http(s), credentials in it, unknown host, or a private address."""
    where = shown(url)
    try:
        parsed = httpx.URL(url).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchError(f"is not a URL: {error}", where) from None
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise FetchError("only http and https URLs are fetched", where)
    if "%" in parsed.raw_host.decode("ascii"):
        raise FetchError("is not a URL: a character in the host is not allowed", where)
    if parsed.userinfo:
        raise FetchError("a URL with credentials is not fetched", where, "remove user name and password from the URL")
    addresses = _addresses(parsed, where)
    for address in addresses:
        if not _is_allowed(address, allow_loopback=allow_loopback):
            hint = "set fetch.allow_loopback: true in glosspress.yaml" if _unwrapped(address).is_loopback else ""
            raise FetchError(f"the host has the private address {address}, which is never fetched", where, hint)
    return Target(parsed, str(addresses[0]))


def _addresses(url: httpx.URL, where: str) -> list[_Address]:
    host = url.raw_host.decode("ascii").strip("[]")
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"the host is unknown: {error}", where, "check the address and the network") from None
    # IPv4 first: a host without IPv6 connectivity still resolves AAAA records.
    addresses = {ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found}
    return sorted(addresses, key=lambda address: (address.version, int(address)))


def _is_allowed(address: _Address, *, allow_loopback: bool) -> bool:
    inner = _unwrapped(address)
    if inner.is_loopback:
        return allow_loopback
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _unwrapped(address: _Address) -> _Address:
    """The IPv4 address inside an IPv6 form of it (mapped, 6to4, NAT64), else the address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address
