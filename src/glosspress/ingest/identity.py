"""Which addresses are the same article: canonical URLs, AMP and print variants, and the fingerprint of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|cmpid|_ga|yclid|WT\.\w+", re.IGNORECASE
)
_VARIANT_QUERY = frozenset({"amp", "print", "printable", "printer", "output", "outputtype", "noamp"})
_PORTS = {"http": 80, "https": 443}
_SHINGLE = 3
_BANDS = 4
_LANE, _FULL = 32, 0xFFFFFFFF
"""Bits of a count, and its largest value."""
NEAR = 3
"""Bits of 64 in which near duplicates differ at most (Manku, Jain, Das Sarma: Detecting Near-Duplicates, 2007)."""


def normal(url: str) -> str:
    """One spelling an address: host in lower case, no default port, fragment or tracking parameters, parameters sorted."""
    try:
        split = urlsplit(url.strip())
        port = split.port
    except ValueError:
        return url.strip()
    host = (split.hostname or "").rstrip(".")
    netloc = host if port is None or port == _PORTS.get(split.scheme.lower()) else f"{host}:{port}"
    pairs = parse_qsl(split.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])))
    path = (
        quote(unquote(split.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape") or "/"
    )
    return urlunsplit((split.scheme.lower(), netloc, path, query, ""))


def canonical(tree: HtmlElement, headers: dict[str, str], url: str) -> str:
    """The address a page names as its own (link element, then `Link` header), normal; else its own, normal.

    Named addresses that cannot be meant are not believed: no web address, another host, or the front page of the site.
    """
    own = normal(url)
    named = [str(href) for href in tree.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")]
    named += re.findall(r"<([^>]+)>\s*;[^,]*rel\s*=\s*\"?canonical", headers.get("link", ""))
    for link in named:
        try:
            target = normal(urljoin(url, link.strip()))
        except ValueError:
            continue
        if target.startswith(("http://", "https://")) and _believable(target, own):
            return target
    return own


def _believable(target: str, own: str) -> bool:
    one, other = urlsplit(target), urlsplit(own)
    front = one.path.strip("/") == "" and not one.query and other.path.strip("/") != ""
    return _site(one.netloc) == _site(other.netloc) and not front


def _site(netloc: str) -> str:
    return re.sub(r"^(?:www|amp|m|mobile|print)\.", "", netloc.lower())


def variant(url: str) -> str:
    """`amp` or `print` when the address is the one of such a form of a page; else empty."""
    split = urlsplit(url)
    names = {name.lower() for name, _ in parse_qsl(split.query, keep_blank_values=True)} & _VARIANT_QUERY
    parts = split.path.lower().strip("/").split("/")
    host = split.netloc.lower()
    if (
        host.startswith("amp.")
        or "amp" in names
        or "amp" in {parts[0], parts[-1]}
        or parts[-1].endswith((".amp", ".amp.html"))
    ):
        return "amp"
    printed = (
        bool(names & {"print", "printable", "printer"}) or "print" in {parts[0], parts[-1]} or host.startswith("print.")
    )
    return "print" if printed else ""


def is_amp(tree: HtmlElement) -> bool:
    """Whether a page is an AMP form, whatever its address."""
    root = tree.getroottree().getroot()
    return any(name in root.attrib for name in ("amp", "⚡"))


def words_of(text: str) -> list[str]:
    """The words of a text without regard to case, punctuation and white space. Digits and signs of numbers stay."""
    return re.findall(r"\w+(?:[.,]\d+)*|[<>≤≥%°µ]", text.lower())


def fingerprint(text: str) -> int:
    """A 64-bit simhash over shingles of three words: near texts differ in few bits."""
    words = words_of(text)
    count = max(1, len(words) - _SHINGLE + 1)
    sums = [0] * 8
    lanes = _lanes()
    for place in range(count):
        shingle = " ".join(words[place : place + _SHINGLE]).encode("utf-8", "surrogatepass")
        for number, byte in enumerate(blake2b(shingle, digest_size=8).digest()):
            sums[number] += lanes[byte]
    value = 0
    for total in sums:
        for bit in range(8):
            value = value << 1 | (2 * (total >> (_LANE * bit) & _FULL) > count)
    return value


@lru_cache(maxsize=1)
def _lanes() -> list[int]:
    """For each byte, its bits as numbers side by side, so that one addition counts all eight."""
    return [sum((byte >> bit & 1) << (_LANE * bit) for bit in range(8)) for byte in range(256)]


def near(prints: Iterable[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    """Pairs of names whose fingerprints differ in at most three bits, each once.

    Of four bands of 16 bits one is equal in such a pair, so only names that share a band are compared.
    """
    bands: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for name, value in prints:
        for band in range(_BANDS):
            bands.setdefault((band, value >> (16 * band) & 0xFFFF), []).append((name, value))
    seen: set[tuple[str, str]] = set()
    for members in bands.values():
        for (one, left), (other, right) in combinations(members, 2):
            if (one, other) not in seen and (left ^ right).bit_count() <= NEAR:
                seen.add((one, other))
                yield one, other
