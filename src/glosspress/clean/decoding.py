"""Bytes of an article to text: byte order mark, declared and guessed encodings, mojibake, limits."""

from __future__ import annotations

import re

from glosspress.errors import InputError

MAX_BYTES = 50_000_000
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->|<!DOCTYPE svg[^>]{0,400}>|\s){0,9}<svg\b",
    re.IGNORECASE | re.DOTALL,
)
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_CONTROL_BYTES = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_SIGNS = [sign.encode() for sign in "\ufeff\ufffe\uffff"]
"""With the control bytes, all that `_UNWANTED` names but the surrogates, which cannot be encoded."""
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
_TRACES = [trace.encode() for trace in ("Ã", "Â", "â€", "ï¿½")]
_MOJIBAKE = re.compile(r"[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï¿½")


def decode(body: bytes, *, max_bytes: int = MAX_BYTES, where: str = "", charset: str = "") -> str:
    """The text of `body`; `charset` is believed when the bytes agree with it.

    InputError when the body is empty, larger than `max_bytes` or binary.
    """
    if len(body) > max_bytes:
        limit = f"{max_bytes / 1e6:.0f} MB"
        raise InputError(f"the page is larger than {limit}", where, "raise limits.max_bytes in glosspress.yaml")
    if not body.strip():
        raise InputError("the page is empty", where, "check the file or the address")
    if _is_binary(body):
        raise InputError(
            "this is a binary file, not a page or text", where, "save the article as HTML, text or Markdown"
        )
    if _SVG.match(body):
        raise InputError("this is a picture (SVG), not a page or text", where, "name the page that shows it")
    return tidy(_told(body, charset) or _decoded(body))


def tidy(text: str) -> str:
    r"""Line ends as `\\n`, no control characters, mojibake mended where its traces are certain."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = _plainly(text)
    if raw is None:
        text = _UNWANTED.sub("", text)
        raw = text.encode()
    if not any(trace in raw for trace in _TRACES) or not _MOJIBAKE.search(text):
        return text
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, normalization=None
    )
    return "\n".join(ftfy.fix_encoding(line, config) if _MOJIBAKE.search(line) else line for line in text.split("\n"))


def _plainly(text: str) -> bytes | None:
    """The text in UTF-8, or None when `_UNWANTED` finds something: scans of bytes cost a tenth of its search."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return None
    unwanted = len(raw.translate(None, _CONTROL_BYTES)) < len(raw) or any(sign in raw for sign in _SIGNS)
    return None if unwanted else raw


def _told(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset) if charset else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def _is_binary(body: bytes) -> bool:
    """Known magic numbers, or NUL bytes in what is not UTF-16/32 (UTF-16 text has them in one half of the places)."""
    head = body[:4096]
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b")):
        return True
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = head.count(b"\0")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls - zeros > len(head) * 0.05:
        return True
    halves = (head[0::2].count(b"\0"), head[1::2].count(b"\0"))
    return zeros > len(head) * 0.01 and min(halves) > max(halves) * 0.1


def _decoded(body: bytes) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace")
    head = body[:4096]
    if head.count(b"\0") > len(head) // 4:
        return body.decode("utf-16-le" if head[1::2].count(b"\0") > head[0::2].count(b"\0") else "utf-16-be", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        first_bad = error
    declared = _DECLARED.search(head)
    name = declared.group(1).decode("ascii").lower() if declared else ""
    if name in ("utf-8", "utf8") or (not name and _mostly_utf8(body, first_bad.start)):
        return body.decode("utf-8", "replace")
    for candidate in (name, _guess(body)):
        try:
            return body.decode(
                {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252"}.get(candidate, candidate)
            )
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("cp1252", "replace")


def _mostly_utf8(body: bytes, first_bad: int) -> bool:
    """Whether UTF-8 with a few broken bytes is likelier than another encoding: multi-byte characters before the first
    fault.
    """
    return any(byte > 0x7F for byte in body[:first_bad])


def _guess(body: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(
        body[:50_000], cp_isolation=["cp1252", "cp1250", "cp1251", "cp1256", "cp932", "gb18030", "euc_kr", "big5"]
    ).best()
    return best.encoding if best else "cp1252"
