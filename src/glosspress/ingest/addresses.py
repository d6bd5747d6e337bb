"""Which URLs and addresses may be asked. A source definition must not reach into the network the pipeline runs in."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import unquote_plus

import httpx

from glosspress.errors import FetchError
from glosspress.ingest.settings import FetchSettings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_STANDARD_PORTS = frozenset({80, 443})
# Prefixes that carry an IPv4 address in their last 32 bits: RFC 6052, RFC 8215, RFC 4291 (IPv4-compatible), RFC 2765.
_CARRIERS = tuple(
    ipaddress.IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96")
)
_NEVER = tuple(ipaddress.IPv6Network(text) for text in ("fec0::/10", "2001::/32", "100::/64"))
"""Site-local (RFC 3879), Teredo (leads to an address of its sender's choice), discard-only."""
_OF_A_PLATFORM = ipaddress.ip_address("168.63.129.16")
"""Looks public, and is the host of every machine on Azure: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16"""
_REDACTED = "REDACTED"
_SECRET = re.compile(
    r"(.*[-_.])?(access_?token|auth_?token|id_?token|refresh_?token|token|api_?key|client_?secret|secret|"
    r"pass(word|wd|code)?|pwd|signature|credentials?|authorization|jwt|session_?id|phpsessid|jsessionid|sas)",
    re.IGNORECASE,
)
_MAYBE_SECRET = re.compile(r"(.*[-_.])?(key|sig|auth|sid|session|code|hmac|policy)", re.IGNORECASE)
_SECRET_LENGTH = 12
"""Characters from which the value of an ambiguous name (`key`, `code`) is taken for a secret."""


class RefusedError(FetchError):
    """A URL or address that is never asked, or a host that does not exist."""


def shown(url: str) -> str:
    """A URL for messages and records: without credentials and fragment, values of secret parameters as `REDACTED`.

    Of what is no URL, the beginning, in letters that can be written anywhere.
    """
    try:
        parsed = httpx.URL(url)
        return str(parsed.copy_with(username="", password="", fragment=None, query=_redacted(parsed.query)))
    except (httpx.InvalidURL, ValueError, UnicodeError):
        plain = url.rsplit("@", maxsplit=1)[-1].partition("?")[0].partition("#")[0][:200]
        return "".join(letter if letter.isprintable() else "?" for letter in plain)


def without_secrets(url: str) -> str:
    """As `shown` where something in a URL is secret, else as it is written: its spelling is its identity in the ledger."""
    hidden = shown(url)
    try:
        parsed = httpx.URL(url)
        plain = str(parsed.copy_with(fragment=None, query=parsed.query or None))
    except (httpx.InvalidURL, ValueError, UnicodeError):
        return hidden
    return url if plain == hidden else hidden


def hides(url: str) -> bool:
    """Whether a secret was taken out of an address."""
    return any(part.endswith(f"={_REDACTED}") for part in url.partition("#")[0].partition("?")[2].split("&"))


def _redacted(query: bytes) -> bytes | None:
    if not query:
        return None
    parts = []
    for part in query.decode("ascii").split("&"):
        name, equals, value = part.partition("=")
        meant = unquote_plus(name)
        maybe = _MAYBE_SECRET.fullmatch(meant) and len(value) >= _SECRET_LENGTH
        parts.append(f"{name}={_REDACTED}" if equals and (maybe or _SECRET.fullmatch(meant)) else part)
    return "&".join(parts).encode("ascii")


def checked(url: str, settings: FetchSettings) -> httpx.URL:
    """A URL that may be asked, as far as its text tells. RefusedError: not http(s), credentials in it, a secret that
    was taken out of it, an odd port, a private address.
    """
    where = shown(url)
    try:
        parsed = httpx.URL(url).copy_with(fragment=None)
        host = parsed.raw_host.decode("ascii").strip("[]")
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise RefusedError(f"is not a URL: {error}", where) from None
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise RefusedError("only http and https URLs are fetched", where)
    if "%" in host:
        raise RefusedError("is not a URL: a character in the host is not allowed", where)
    if parsed.userinfo:
        raise RefusedError("a URL with credentials is not fetched", where, "remove user name and password from the URL")
    if hides(str(parsed)):
        hint = "its source must list it: secrets of addresses are not kept"
        raise RefusedError("the address had a secret in it, and cannot be asked for without", where, hint)
    address = as_address(host)
    if address is not None:
        permit([address], port_of(parsed), settings, where)
    elif not settings.allow_loopback:
        _permit_port(port_of(parsed), settings, where)
    return parsed


def port_of(url: httpx.URL) -> int:
    """The port that a URL leads to."""
    return url.port or (443 if url.scheme == "https" else 80)


def as_address(host: str) -> Address | None:
    """The address that a host is, None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def permit(addresses: Sequence[Address], port: int, settings: FetchSettings, where: str) -> None:
    """RefusedError: one of a host's addresses is none of the public internet, or the port is odd."""
    for address in addresses:
        inner = _unwrapped(address)
        if not (_is_public(address) and _is_public(inner)) and not (inner.is_loopback and settings.allow_loopback):
            hint = "set fetch.allow_loopback: true in glosspress.yaml" if inner.is_loopback else ""
            raise RefusedError(f"the host has the private address {address}, which is never fetched", where, hint)
    if not all(_unwrapped(address).is_loopback for address in addresses):
        _permit_port(port, settings, where)


def _permit_port(port: int, settings: FetchSettings, where: str) -> None:
    if port not in _STANDARD_PORTS and port not in settings.ports:
        hint = f"add {port} to fetch.ports in glosspress.yaml if that site is meant"
        raise RefusedError(f"port {port} is not fetched", where, hint)


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _NEVER):
            return False
        if _unwrapped(address) != address:
            return True
    return address.is_global and not address.is_multicast and not address.is_reserved and address != _OF_A_PLATFORM


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 form of it (mapped, 6to4, NAT64, compatible, translated), else the address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and int(address) > 1 and any(address in network for network in _CARRIERS):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address
