"""PDF files as HTML: paragraphs and headings from the layout of their text layer, with a judgement of its quality."""

from __future__ import annotations

import io
import logging
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from glosspress.errors import InputError

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 500
_SCANNED = 25
"""Characters a page below which there is no text layer to speak of."""
_UNMAPPED = re.compile(r"\(cid:\d+\)|\ufffd")
_EDGE = 0.08
"""Part of a page's height in which running heads and feet stand."""


@dataclass(frozen=True, slots=True)
class TextBox:
    """A paragraph of a page: its lines from top to bottom, and where it stands (points, y grows upwards)."""

    page: int
    lines: tuple[str, ...]
    size: float
    """Font size of most of its characters."""
    left: float
    right: float
    top: float
    bottom: float
    height: float
    """Of the page."""
    width: float


def pdf_page(body: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The text as an HTML page, and notes on its quality.

    Running heads and page numbers become a `footer`, so that cleaning takes them out on record. InputError: encrypted,
    damaged, without a text layer (scanned), or with one that cannot be read.
    """
    boxes, pages = _boxes(body, where)
    text = "".join(line for box in boxes for line in box.lines)
    if len(text.strip()) < _SCANNED * pages:
        raise InputError(
            f"the PDF has no text layer ({pages} pages, {len(text.strip())} characters): it is scanned",
            where, "recognise its text first (OCR), or ask the publisher for the text",
        )  # fmt: skip
    unmapped = len(_UNMAPPED.findall(text))
    if unmapped > len(text) / 100:
        raise InputError(
            "the letters of the PDF cannot be read: its fonts have no character map", where, "ask for the text"
        )
    running = _running(boxes, pages)
    notes = [f"{unmapped} characters of the PDF have no character map"] if unmapped else []
    columns = _columns(boxes)
    if columns:
        notes.append(f"{columns} of {pages} pages of the PDF have two columns; check the order of the text")
    return _html(boxes, running), tuple(notes)


def _boxes(body: bytes, where: str) -> tuple[list[TextBox], int]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextBox
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: list[TextBox] = []
    pages = 0
    try:
        for page in extract_pages(io.BytesIO(body), laparams=LAParams(), maxpages=MOST_PAGES):
            pages += 1
            found += [
                _box(item, pages, page) for item in page if isinstance(item, LTTextBox) and item.get_text().strip()
            ]
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        raise InputError(
            "the PDF is encrypted, or forbids to take its text", where, "ask the publisher for the text"
        ) from None
    except MemoryError:
        raise InputError("the PDF needs more memory than it is given", where, "split it") from None
    except RecursionError:
        raise InputError("the PDF is nested too deeply", where) from None
    except Exception as error:
        raise InputError(f"the PDF is damaged: {type(error).__name__}", where, "save or download it again") from error
    if not pages:
        raise InputError("the PDF has no pages", where, "check the file")
    return found, pages


def _box(item: Any, page: int, sheet: Any) -> TextBox:
    sizes = Counter(round(char.size, 1) for line in item for char in line if hasattr(char, "size"))
    lines = tuple(text for line in item if (text := " ".join(line.get_text().split())))
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    return TextBox(page, lines, size, item.x0, item.x1, item.y1, item.y0, sheet.height or 1, sheet.width or 1)


def _running(boxes: Sequence[TextBox], pages: int) -> set[TextBox]:
    """Heads and feet: at the edge of a page, and either a page number or on at least half of the pages but for digits."""
    edge = [box for box in boxes if box.bottom > (1 - _EDGE) * box.height or box.top < _EDGE * box.height]
    alike = Counter(_shape(box) for box in {(_shape(box), box.page): box for box in edge}.values())
    return {
        box
        for box in edge
        if re.fullmatch(r"\W*(?:\w+ )?\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?\W*", " ".join(box.lines))
        or (pages > 2 and alike[_shape(box)] >= pages / 2)
    }


def _shape(box: TextBox) -> str:
    return re.sub(r"\d+", "#", " ".join(box.lines))


def _columns(boxes: Sequence[TextBox]) -> int:
    """Pages on which prose stands beside prose."""
    count = 0
    for page in {box.page for box in boxes}:
        prose = [box for box in boxes if box.page == page and sum(map(len, box.lines)) > 80]
        left = [box for box in prose if box.right < 0.55 * box.width]
        right = [box for box in prose if box.left > 0.45 * box.width]
        count += any(a.bottom < b.top and b.bottom < a.top for a in left for b in right)
    return count


def _html(boxes: Sequence[TextBox], running: set[TextBox]) -> str:
    known = Counter(re.findall(r"[\w-]+", " ".join(line for box in boxes for line in box.lines).lower()))
    body_size = statistics.median([box.size for box in boxes for _ in range(len(box.lines))]) if boxes else 0.0
    parts = [
        _part(box, known, body_size, first=number == 0)
        for number, box in enumerate(b for b in boxes if b not in running)
    ]
    foot = "".join(f"<p>{escape(' '.join(box.lines))}</p>" for box in boxes if box in running)
    footer = f"<footer>{foot}</footer>" if foot else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"></head><body><article>{"".join(parts)}</article>{footer}'
        "</body></html>"
    )


def _part(box: TextBox, known: Counter[str], body_size: float, *, first: bool) -> str:
    text = "".join(_joined(box.lines, known)).strip()
    if len(text) < 200 and box.size > 1.15 * body_size:
        level = 1 if first or box.size > 1.6 * body_size else 2
        return f"<h{level}>{escape(text)}</h{level}>\n"
    return f"<p>{escape(text)}</p>\n"


def _joined(lines: Sequence[str], known: Counter[str]) -> Iterator[str]:
    """Lines of a paragraph as one: a word that was hyphenated at the line's end is one word again.

    A hyphen stays where the document writes it elsewhere (`follow-up`), and before or after digits and capitals.
    """
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        first, last = re.match(r"[a-zà-öø-ÿß]+", following), re.search(r"([\w]*[a-zà-öø-ÿß])[-\u00ad\u2010]$", line)
        if not (first and last):
            yield line.replace("\u00ad", "") + " "
            continue
        whole, hyphened = (last[1] + first[0]).lower(), f"{last[1]}-{first[0]}".lower()
        keeps = known[hyphened] > known[whole] and not line.endswith("\u00ad")
        yield line if keeps else line[:-1]
