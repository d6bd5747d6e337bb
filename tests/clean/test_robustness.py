"""Hostile and broken input: bounded time, clear errors."""

from __future__ import annotations

import time

import pytest

from glosspress.clean import Policy, clean, clean_markdown, clean_page, clean_text
from glosspress.errors import InputError
from glosspress.snapshot import Snapshot

PROSE = "The heart pumps five litres of blood a minute, and more when the body works. " * 6


def test_too_large_is_refused() -> None:
    """A page above the limit is refused before it is parsed, and the error names the setting."""
    with pytest.raises(InputError, match="larger than 50 MB") as caught:
        clean_page(b"<p>" + b"a" * 50_000_001)
    assert "limits.max_bytes" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 x", "binary"),
        (bytes(range(256)) * 40, "binary"),
        (
            b"<?xml version='1.0'?><!-- drawn --><svg xmlns='http://www.w3.org/2000/svg'><text>Hi</text></svg>",
            "picture",
        ),
        (b"<html><body><script>render()</script></body></html>", "no article text"),
        (b"<html><frameset><frame src=a></frameset></html>", "no article text"),
    ],
)
def test_nothing_to_read_is_said(body: bytes, what: str) -> None:
    """Empty, binary, script-only and frame-only pages are InputErrors that say so."""
    with pytest.raises(InputError, match=what):
        clean_page(body)


def timed(page: str, most_s: float) -> str:
    """The text of a page, which must be cleaned within a CPU time."""
    began = time.process_time()
    text = clean_page(page).text
    assert time.process_time() - began < most_s
    return text


@pytest.mark.parametrize("gone", ["<script>x</script>", "<div class='share-buttons'>Share</div>", "<style>x</style>"])
def test_control_characters_behind_what_goes(gone: str) -> None:
    """A NUL, written as an entity, behind a removed element stops nothing and loses nothing."""
    article = clean_page(f"<body><article><p>{PROSE}</p>a{gone}&#0;b&#1;<p>{PROSE}End.</p></article><p>&#0;</p></body>")
    assert "End." in article.text


def test_deep_nesting() -> None:
    """Twenty thousand nested elements neither overflow the stack nor lose the text."""
    page = "<html><body>" + "<div>" * 20_000 + f"<p>{PROSE}</p>" + "</div>" * 20_000 + "</body></html>"
    assert "five litres" in timed(page, 10)


def test_large_table() -> None:
    """A table of 100,000 nodes is cleaned in bounded time."""
    rows = "".join(f"<tr><th>Drug {n}</th><td>{n} mg</td><td>daily</td></tr>" for n in range(25_000))
    text = timed(f"<html><body><article><h1>Doses</h1><p>{PROSE}</p><table>{rows}</table></article></body></html>", 40)
    assert "Drug 24999\t24999 mg\tdaily" in text


def test_long_page() -> None:
    """A page of 3 MB of prose is cleaned in time that grows with its length, not with its square."""
    body = "".join(f"<p>Number {n}. {PROSE}</p>" for n in range(6_000))
    assert "Number 5999." in timed(f"<html><body><div><h1>Heart</h1>{body}</div></body></html>", 20)


def test_many_links() -> None:
    """A page with 20,000 links of navigation gives its article."""
    links = "".join(f"<li><a href='/{n}'>Link number {n}</a></li>" for n in range(20_000))
    page = (
        f"<html><body><nav><ul>{links}</ul></nav><article><p>{PROSE}</p><p>{PROSE}And more.</p></article></body></html>"
    )
    assert "Link number" not in timed(page, 20)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "iso-8859-15", "utf-16", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    """Declared, marked and undeclared encodings give the same text."""
    declared = encoding if encoding.startswith(("cp", "iso")) else "utf-8"
    page = f"<html><head><meta charset='{declared}'></head><body><article>"
    page += f"<p>Los niños pequeños: 5 µg. {PROSE}</p></article></body></html>"
    assert "Los niños pequeños: 5 µg" in clean_page(page.encode(encoding)).text


def test_a_broken_byte_does_not_change_the_encoding() -> None:
    """UTF-8 with one broken byte stays UTF-8."""
    page = f"<html><body><article><p>Los niños peque\u00f1os. {PROSE}</p></article></body></html>".encode()
    assert "Los niños pequeños" in clean_page(page.replace(b"litres", b"litr\xffes", 1)).text


def test_mojibake_is_mended() -> None:
    """UTF-8 that was read as Windows-1252 once is mended."""
    assert "niños" in clean_text(f"Los niÃ±os duermen.\n\n{PROSE}").text


def test_right_to_left() -> None:
    """Arabic text is kept in reading order with its language."""
    text = "يقيس الطبيب ضغط الدم مرتين في كل زيارة، ثم يسجل القيمتين في الملف. " * 6
    article = clean_page(f"<html lang='ar' dir='rtl'><body><article><p>{text}</p></article></body></html>")
    assert article.text == text.strip()
    assert article.metadata.language == "ar"


def test_amp_images() -> None:
    """Images of AMP pages become figures with absolute addresses."""
    page = f"<html><body><article><p>{PROSE}</p><amp-img src='/a.png' alt='A heart' width='300' height='200'>"
    page += f"</amp-img><p>{PROSE}!</p></article></body></html>"
    figures = [block for _, block in clean_page(page, "https://example.org/x/").walk() if block.kind == "figure"]
    assert [(figure.src, figure.text.text) for figure in figures] == [("https://example.org/a.png", "A heart")]


def test_snapshot_kinds() -> None:
    """A snapshot is cleaned by its media type."""

    def snapshot(name: str, body: str, media: str) -> Snapshot:
        return Snapshot(f"file:sources/{name}", body.encode(), media, "2026-01-01T00:00:00Z")

    markdown = clean(
        snapshot(
            "a.md",
            f"---\ntitle: Heart\nauthor: Ann Roe\n---\n\n## Work\n\n{PROSE}\n\n| a | b |\n|---|---|\n| 1 | 2 mg |\n",
            "text/markdown",
        )
    )
    assert (markdown.title, markdown.metadata.author) == ("Heart", "Ann Roe")
    assert [block.kind.value for block in markdown.blocks] == ["heading", "paragraph", "table"]
    assert clean(snapshot("a.txt", f"Heart\n\n{PROSE}", "text/plain")).title == "Heart"
    assert clean(snapshot("a.html", f"<h1>Heart</h1><p>{PROSE}</p>", "text/html")).title == "Heart"
    assert clean_markdown("# Heart\n\nIt beats.").text == "It beats."


def test_limit_of_the_policy() -> None:
    """The limit in bytes is a setting."""
    with pytest.raises(InputError, match="larger"):
        clean_page(b"<p>" + b"a" * 2000, rules=Policy(max_bytes=1000))
