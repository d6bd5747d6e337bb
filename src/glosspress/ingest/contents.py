"""Whether bytes can be an article at all, and in which encoding they are.

The encoding follows the WHATWG order: byte order mark, transport header, declaration in the page, then valid UTF-8,
then a guess. https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
"""

from __future__ import annotations

import codecs
import re

from glosspress.errors import InputError

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP, DOCX or EPUB file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image or a recording"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_HEAD = 4096
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b")
_TELLING = 10
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp932", "gb18030", "euc_kr", "big5"]
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
# Labels that the standard reads as a larger encoding than Python does: https://encoding.spec.whatwg.org/#names-and-labels
_LARGER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
    "hz": "",
    "utf-7": "",
}


def check_text(body: bytes, where: str) -> None:
    """InputError: the bytes are no text: empty, or binary."""
    if not body.strip():
        raise InputError("is empty", where, "check the file or the address")
    for magic, name in _MAGIC:
        if body.startswith(magic):
            raise InputError(f"is {name}, not a page or text", where, "save the article as HTML, text or Markdown")
    if _looks_binary(body[:_HEAD]):
        raise InputError("is a binary file, not a page or text", where, "save the article as HTML, text or Markdown")


def is_text(body: bytes) -> bool:
    """Whether the bytes can be text."""
    return not body.startswith(tuple(magic for magic, _ in _MAGIC)) and not _looks_binary(body[:_HEAD])


def _looks_binary(head: bytes) -> bool:
    """Control characters that no text has; UTF-16 has NUL bytes, but in one half of the places only."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    halves = (head[0::2].count(0), head[1::2].count(0))
    if sum(halves) > len(head) // 4:
        return min(halves) > max(halves) // 8
    control = len(head) - len(head.translate(None, _CONTROLS))
    return control > max(2, len(head) // 100)


def encoding_of(body: bytes, content_type: str) -> tuple[str, str]:
    """Name of the encoding and a note, empty where nothing is odd: where it does not fit, or that it is a guess."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name, _misfits(body, name)
    for told in (_charset_in(content_type), _declared_in(body)):
        if told:
            return told, _misfits(body, told)
    misfits = _misfits(body, "utf-8")
    if not misfits:
        return "utf-8", ""
    guess = _guess(body)
    return (guess, f"no encoding is declared, guessed {guess}") if guess else ("utf-8", misfits)


def _charset_in(content_type: str) -> str:
    match = _CHARSET.search(content_type)
    return _known(match.group(1)) if match else ""


def _declared_in(body: bytes) -> str:
    match = _DECLARED.search(_COMMENT.sub(b"", body[:_HEAD]))
    name = _known(match.group(1).decode("ascii")) if match else ""
    return "utf-8" if name.startswith("utf-16") else name


def _known(label: str) -> str:
    """The codec's name, or nothing for an unknown one and for codecs that are no encoding of text (`base64`, `zip`)."""
    plain = label.strip().lower().removeprefix("x-")
    for name in (plain, plain.replace("windows-", "cp")):
        try:
            codec = codecs.lookup(name).name
            b"".decode(codec)
        except (LookupError, UnicodeError, ValueError):
            continue
        return _LARGER.get(codec, codec)
    return ""


def _misfits(body: bytes, encoding: str) -> str:
    try:
        body.decode(encoding)
    except UnicodeDecodeError as error:
        return f"not valid {encoding} from byte {error.start:,} on"
    except (LookupError, UnicodeError):
        return f"cannot be read as {encoding}"
    return ""


def _guess(body: bytes) -> str:
    """By frequency of letters among encodings that pages really have; Windows-1252 where too few letters tell.

    Nothing where most of the text is UTF-8 with a few broken bytes.
    """
    sample = body[:50_000]
    telling = sum(byte > 0x7F for byte in sample)
    if sample.decode("utf-8", "replace").count("\ufffd") * 4 < telling:
        return ""
    if telling < _TELLING:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_LIKELY).best()
    return best.encoding if best else "cp1252"
