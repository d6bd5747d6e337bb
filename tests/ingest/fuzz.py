"""Feeds damaged bytes to what reads them until time is over; every answer must be a result or an error that says why.

    python tests/ingest/fuzz.py --minutes 10 [--seed 1] [--only feed sitemap yaml html document archive]

Each entry point gets the minutes of its own, one after the other. Prints the number of inputs of each; ends with 1 at the
first crash or hang, whose input it writes to `fuzz-crash-<entry point>.bin`. `tests/ingest/corpus` holds inputs that were
once interesting; `test_fuzz.py` runs them and a few hundred new ones.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import lxml.html
from lxml import etree

from glosspress import definitions
from glosspress.clean import clean_page
from glosspress.errors import ConfigError, InputError
from glosspress.ingest import confined, identity, pagination, pdf, quality, word, wordpress
from glosspress.ingest.feeds import parse_feed
from glosspress.ingest.sitemaps import parse_sitemap
from glosspress.ingest.warc import read_warc
from glosspress.sources import Source

CORPUS = Path(__file__).parent / "corpus"
_LIMIT_S = 20
_URL = "https://example.org/a"


def words(name: str) -> list[bytes]:
    """The words of a format, one a line with escapes."""
    lines = (CORPUS / f"{name}.words").read_text("ascii").split("\n")[:-1]
    return [line.encode("ascii").decode("unicode_escape").encode("latin-1") for line in lines]


def feed(body: bytes) -> None:
    """RSS, Atom, JSON Feed, and the answers of WordPress."""
    for read in (
        lambda: parse_feed(body, _URL),
        lambda: wordpress.parse_index(body, _URL, _URL),
        lambda: wordpress.post_page(body, _URL),
    ):
        _said(read)
    wordpress.api_root({"link": body[:200].decode("latin-1")}, body, _URL)
    wordpress.is_api(body)


def sitemap(body: bytes) -> None:
    """Sitemaps as they are, and in gzip."""
    _said(lambda: parse_sitemap(body, _URL))
    _said(lambda: parse_sitemap(gzip.compress(body), _URL))


def yaml(body: bytes) -> None:
    """Source definitions."""
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        file.write(body)
        file.flush()
        try:
            source = definitions.load(Path(file.name), Source)
        except ConfigError:
            return
    source.wants(_URL)
    source.accepts(_URL)


def html(body: bytes) -> None:
    """What is read from a page before cleaning, and cleaning itself."""
    try:
        tree = lxml.html.document_fromstring(body.replace(b"\0", b""), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        tree = None
    if tree is not None:
        quality.judge(tree, _URL, _URL)
        identity.canonical(tree, {}, _URL)
        identity.is_amp(tree)
        pagination.next_page(tree, _URL)
    article = _said(lambda: clean_page(body, _URL))
    if article is not None:
        identity.fingerprint(article.text)


def document(body: bytes) -> None:
    """PDF and DOCX: the readers in this process; what takes them too long, with the limits that a run gives them."""
    drawn = body if body.startswith(b"%PDF") else b"%PDF-1.4\n" + body
    for form, data, read in (("pdf", drawn, pdf.pdf_page), ("docx", body, word.docx_page)):
        try:
            _said(partial(read, data, _URL))
        except Hang:
            confined.CPU_S = 5
            _said(partial(confined.read, form, data, _URL))


def archive(body: bytes) -> None:
    """WARC files."""
    with tempfile.NamedTemporaryFile(suffix=".warc") as file:
        file.write(body)
        file.flush()
        for item in read_warc(Path(file.name), "a.warc", 1_000_000):
            assert item


class Hang(BaseException):
    """An input takes too long; no reader catches it by accident."""


ENTRY_POINTS: dict[str, Callable[[bytes], None]] = {
    "feed": feed,
    "sitemap": sitemap,
    "yaml": yaml,
    "html": html,
    "document": document,
    "archive": archive,
}


def _said(read: Callable[[], object]) -> object:
    try:
        return read()
    except InputError as error:
        if not error.what:
            raise
        return None


def inputs(name: str, chance: random.Random) -> Iterator[bytes]:
    """Endless inputs: random bytes, random words of the format, damaged and spliced seeds."""
    known = words(name)
    seeds = [path.read_bytes() for path in sorted(CORPUS.glob(f"{name}-*"))]
    while True:
        form = chance.randrange(8)
        if form == 0:
            yield chance.randbytes(chance.randrange(400))
        elif form < 3 or not seeds:
            yield b"".join(chance.choices(known, k=chance.randrange(1, 80)))
        else:
            yield _damaged(chance, chance.choice(seeds), known, seeds)


def _damaged(chance: random.Random, seed: bytes, tokens: list[bytes], seeds: list[bytes]) -> bytes:
    body = bytearray(seed)
    for _ in range(chance.randrange(1, 12)):
        at, form = chance.randrange(len(body) + 1), chance.randrange(6)
        if form == 0:
            del body[at : at + chance.randrange(60)]
        elif form == 1:
            body[at:at] = chance.choice(tokens)
        elif form == 2 and body:
            body[at % len(body)] = chance.randrange(256)
        elif form == 3:
            body[at:at] = body[at : at + chance.randrange(200)] * chance.randrange(1, 20)
        elif form == 4:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            body[at:at] = other[start : start + chance.randrange(300)]
        else:
            del body[at:]
        if len(body) > 300_000:
            break
    return bytes(body)


def attempt(name: str, body: bytes) -> None:
    """Read one input; raises whatever is not a foreseen error, or Hang after 20 s."""

    def hang(*_: object) -> None:
        raise Hang(f"more than {_LIMIT_S} s for {len(body)} bytes")

    before = signal.signal(signal.SIGALRM, hang)
    signal.alarm(_LIMIT_S)
    try:
        ENTRY_POINTS[name](body)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(name: str, seconds: float, seed: int, most: int = sys.maxsize) -> int:
    """Fuzz one entry point for a time or a number of inputs; returns how many were tried."""
    end, count = time.monotonic() + seconds, 0
    for body in inputs(name, random.Random(f"{name}{seed}")):
        if time.monotonic() > end or count >= most:
            break
        try:
            attempt(name, body)
        except BaseException:
            Path(f"fuzz-crash-{name}.bin").write_bytes(body)
            raise
        count += 1
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=[*ENTRY_POINTS], default=[*ENTRY_POINTS])
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    tried = {name: run(name, options.minutes * 60, options.seed) for name in options.only}
    print(json.dumps(tried), "inputs, no crash, no hang")
