"""Feeds damaged pages and texts to the cleaner until time is over; every answer must be an article or an InputError.

    python tests/clean/fuzz.py --minutes 10 [--seed 1]

Prints the number of inputs and ends with 1 at the first crash, whose input it writes to `fuzz-crash.bin`.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from glosspress.clean import clean_markdown, clean_page, clean_text
from glosspress.errors import InputError

_TAGS = [
    "div",
    "p",
    "span",
    "a",
    "table",
    "tr",
    "td",
    "th",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "b",
    "i",
    "sub",
    "sup",
    "br",
    "img",
    "figure",
    "figcaption",
    "aside",
    "blockquote",
    "pre",
    "code",
    "form",
    "button",
    "nav",
    "footer",
    "article",
    "main",
    "section",
    "iframe",
    "script",
    "style",
    "svg",
    "math",
    "details",
    "summary",
    "frameset",
    "noframes",
    "template",
    "noscript",
    "amp-img",
]
_ATTRS = [
    'class="entry-content"',
    'class="share"',
    'id="respond"',
    'href="http://[::1"',
    'href="//x"',
    'src=""',
    'src="a.png" alt="x"',
    'colspan="99999"',
    'start="٣"',
    'lang="ar"',
    'style="display:none"',
    "hidden",
    'class="warning"',
    'role="note"',
    "=",
    '"',
    "<",
]
_WORDS = [
    "Warning:",
    "500 mg",
    "Related articles",
    "LEAVE A REPLY",
    "spot_img",
    "October 10, 20230",
    "Ã©",
    "\u202e",
    "\ud800",
    "\0",
    "&nbsp;",
    "&#xD800;",
    "&#0;",
    "Anna Prosehttps://example.org",
    "the drug blocks the receptor and acts within hours.",
    "…",
    "<!--",
    "]]>",
    "\u00ad",
]
_LIMIT_S = 20.0


def inputs(chance: random.Random, pages: list[bytes]) -> Iterator[bytes]:
    """Endless inputs: random bytes, random markup, damaged copies of real pages."""
    while True:
        form = chance.randrange(4)
        if form == 0:
            yield chance.randbytes(chance.randrange(600))
        elif form == 1:
            yield _markup(chance).encode("utf-8", "surrogatepass")
        elif form == 2:
            yield "\n".join(" ".join(chance.choices(_WORDS, k=chance.randrange(9))) for _ in range(30)).encode(
                "utf-8", "replace"
            )
        elif pages:
            yield _damaged(chance, chance.choice(pages))


def _markup(chance: random.Random) -> str:
    pieces = ["<html><body>"]
    for _ in range(chance.randrange(120)):
        kind = chance.random()
        if kind < 0.5:
            pieces.append(f"<{chance.choice(_TAGS)} {' '.join(chance.choices(_ATTRS, k=chance.randrange(3)))}>")
        elif kind < 0.7:
            pieces.append(f"</{chance.choice(_TAGS)}>")
        else:
            pieces.append(" ".join(chance.choices(_WORDS, k=chance.randrange(1, 12))))
    return "".join(pieces)


def _damaged(chance: random.Random, page: bytes) -> bytes:
    body = bytearray(page)
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(body) + 1)
        if chance.random() < 0.5:
            del body[at : at + chance.randrange(80)]
        else:
            body[at:at] = chance.randbytes(chance.randrange(6))
    return bytes(body)


def attempt(body: bytes) -> None:
    """Clean the input in all three ways; raises whatever is not an InputError, or TimeoutError when it takes too
    long.
    """
    began = time.process_time()
    text = body.decode("utf-8", "replace")
    for way in (
        lambda: clean_page(body, "https://example.org/a"),
        lambda: clean_text(text),
        lambda: clean_markdown(text),
    ):
        try:
            article = way()
        except InputError:
            continue
        assert article.text or article.title
    if time.process_time() - began > _LIMIT_S:
        raise TimeoutError(f"more than {_LIMIT_S} s for {len(body)} bytes")


def run(seconds: float, seed: int, pages: list[bytes], most: int = sys.maxsize) -> int:
    """Fuzz for a time or a number of inputs; returns how many were tried."""
    end, count = time.monotonic() + seconds, 0
    for body in inputs(random.Random(seed), pages):
        if time.monotonic() > end or count >= most:
            return count
        try:
            attempt(body)
        except Exception:
            Path("fuzz-crash.bin").write_bytes(body)
            raise
        count += 1
    return count


def golden_pages() -> list[bytes]:
    """The pages of the golden folders."""
    return [path.read_bytes() for path in sorted((Path(__file__).parent / "golden").glob("*/page.*"))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(run(options.minutes * 60, options.seed, golden_pages()), "inputs, no crash")
