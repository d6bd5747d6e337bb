"""Cleans every page of a folder, then the cleaned page: the second time nothing may change; nothing may vanish; order stays.

    python tests/clean/twice.py [FOLDER ...]

A folder holds pages as `*.html`, `*.txt` or `*.html.gz`, at any depth; without one the golden folders are read, and the
development pages where they are (GLOSSPRESS_SHARED, or `../shared`). Prints each page that differs and how, the slowest
pages in CPU seconds, and ends with 1 when one differs.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bare_page import html_of

from glosspress.article import Article, Kind
from glosspress.clean import clean_page, clean_text
from glosspress.clean.decoding import decode
from glosspress.clean.parsing import looks_like_html, parse
from glosspress.clean.plain import text_of as plain_of
from glosspress.clean.shown import text_of
from glosspress.errors import InputError

HERE = Path(__file__).resolve().parent
ADDRESS = "https://example.org/a"


def words(text: str) -> list[str]:
    """Lower-case words."""
    return re.findall(r"\w+", text.lower())


def texts(article: Article) -> list[str]:
    """The kept texts in order, alternative texts left out."""
    return [block.text.text for _, block in article.walk() if block.kind is not Kind.FIGURE and block.text.text]


def visible_words(body: bytes) -> list[str]:
    """The words that a page or a text shows, in order."""
    source = decode(body)
    found = parse(source).find("body") if looks_like_html(source) else None
    return words(text_of(found) if found is not None else source)


def page_again(once: Article) -> list[str]:
    """What cleaning the article, written as a bare page, changes."""
    twice = clean_page(html_of(once), ADDRESS)
    return [
        *_compared(once, twice),
        *(f"page: {r.rule} removes {r.text[:90]!r}" for r in twice.removed if not r.flagged),
    ]


def _compared(once: Article, twice: Article) -> Iterator[str]:
    if twice.title != once.title:
        yield f"page: title {once.title!r} becomes {twice.title!r}"
    if twice.blocks == once.blocks:
        return
    old, new = list(once.walk()), list(twice.walk())
    for before, after in zip(old, new, strict=False):
        if (before[0], before[1].kind, before[1].text) != (after[0], after[1].kind, after[1].text):
            yield f"page: {before[0]} {_shown(before[1])} becomes {after[0]} {_shown(after[1])}"
            return
    yield f"page: {len(old)} blocks become {len(new)}, or a field of one changes"


def _shown(block: object) -> str:
    kind, text = getattr(block, "kind", ""), getattr(block, "text", None)
    return f"{kind} {getattr(text, 'text', '')[:60]!r}{list(getattr(text, 'marks', ()))[:3]}"


def text_again(article: Article) -> list[str]:
    """What cleaning the article, written as plain text and cleaned as such, changes."""
    once = clean_text(plain_of(article))
    twice = clean_text(plain_of(once))
    if (twice.title, twice.text) == (once.title, once.text):
        return []
    lines = zip(once.text.split("\n"), twice.text.split("\n"), strict=False)
    first = next(((a[:80], b[:80]) for a, b in lines if a != b), (once.title, twice.title))
    return [f"text: {first[0]!r} becomes {first[1]!r}"]


def lost(article: Article, visible: list[str]) -> list[str]:
    """The words of the source that are neither kept nor in the record of a removal.

    A link in running text may touch its neighbours ("menusearch"); where it is removed by itself its word stands alone.
    """
    records = (record.text for record in article.removed if not record.flagged)
    have, had = Counter(words(" ".join([article.title, *texts(article), *records]))), Counter(visible)
    apart = have - had
    gone = [word for word in (had - have).elements() if not _made_of(word, apart)]
    return [f"lost: {' '.join(gone)[:120]}"] if gone else []


def _made_of(word: str, pieces: Counter[str]) -> bool:
    """Whether a word is two or more of the pieces, written together."""
    ends = {0}
    for start in range(len(word)):
        if start in ends:
            ends |= {start + len(piece) for piece in pieces if piece != word and word.startswith(piece, start)}
    return len(word) in ends


def disordered(article: Article, visible: list[str]) -> list[str]:
    """The first kept text that does not stand behind the one before it, and whether removals are out of order.

    A text that a phrase was cut out of is found by what stands before or behind the cut, whichever is longer.
    """
    whole, place, found = "".join(visible), 0, list[str]()
    for text in texts(article):
        letters = "".join(words(text))
        places = (
            whole.find(piece, place) for piece in (letters, letters[: len(letters) // 2], letters[len(letters) // 2 :])
        )
        at = next((number for number in places if number >= 0), -1)
        if at < 0:
            found.append(f"order: {text[:90]!r}")
            break
        place = at
    positions = [part.position for part in article.removed]
    return found + (["order of removals"] if positions != sorted(positions) else [])


def differences(body: bytes) -> list[str]:
    """All that does not hold for one page; empty for a page without an article."""
    try:
        once = clean_page(body, ADDRESS)
    except InputError:
        return []
    visible = visible_words(body)
    return [*page_again(once), *text_again(once), *lost(once, visible), *disordered(once, visible)]


def pages(folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    """The pages of folders with their names."""
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.name.endswith((".html", ".txt", ".html.gz"))):
            body = path.read_bytes()
            yield str(path.relative_to(folder)), gzip.decompress(body) if path.suffix == ".gz" else body


def default_folders() -> list[Path]:
    """The golden folders, and the development pages where they are."""
    shared = Path(os.environ.get("GLOSSPRESS_SHARED", HERE.parents[2] / "shared")) / "data" / "extraction" / "html"
    return [HERE / "golden", *([shared] if shared.is_dir() else [])]


def main(names: list[str]) -> int:
    """Check every page; 1 when one differs."""
    times: list[tuple[float, str]] = []
    differing = 0
    for name, body in pages([Path(name) for name in names] or default_folders()):
        began = time.process_time()
        try:
            clean_page(body, ADDRESS)
        except InputError as error:
            print(f"{name}: no article: {error.what}")
        times.append((time.process_time() - began, name))
        found = differences(body)
        differing += bool(found)
        for line in found:
            print(f"{name}: {line}")
    slowest = ", ".join(f"{name} {seconds:.2f} s" for seconds, name in sorted(times, reverse=True)[:3])
    print(f"{len(times)} pages, {differing} differ; slowest: {slowest}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
