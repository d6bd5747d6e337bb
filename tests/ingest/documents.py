"""DOCX and PDF files made by hand, so that every byte of a test is known."""

from __future__ import annotations

import io
import zipfile
from html import escape

from glosspress.ingest.word import MEDIA_TYPE

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*paragraphs: tuple[str, str], tail: str = "") -> bytes:
    """A document of (style, text) paragraphs; an empty style is body text."""
    body = "".join(
        f"<w:p><w:pPr>{f'<w:pStyle w:val={style!r}/>' if style else ''}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
        for style, text in paragraphs
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{n}"/></w:style>'
        for i, n in (("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2"))
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MEDIA_TYPE}.main+xml"/></Types>'
        ),
        "_rels/.rels": _relationship("officeDocument", "word/document.xml"),
        "word/document.xml": f"<w:document {_W}><w:body>{body}{tail}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/_rels/document.xml.rels": _relationship("styles", "styles.xml"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _relationship(kind: str, target: str) -> str:
    known = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="r1" Type="{known}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{one}</Relationships>'


def table(*cells: str) -> str:
    """A table of one row."""
    row = "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in cells)
    return f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"


Line = tuple[float, float, float, str]
"""x and y in points from the lower left corner of an A4 page, font size, text (Latin-1)."""


def pdf(*pages: list[Line]) -> bytes:
    """A PDF of lines at places."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        stream = b"\n".join(
            b"BT /F1 %g Tf %g %g Td (" % (size, x, y) + _escaped(text) + b") Tj ET" for x, y, size, text in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(kids)
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def column(x: float, top: float, *lines: str, size: float = 11, lead: float = 13) -> list[Line]:
    """Lines of a paragraph below one another."""
    return [(x, top - number * lead, size, line) for number, line in enumerate(lines)]
