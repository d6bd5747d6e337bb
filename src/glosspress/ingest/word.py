"""DOCX files as HTML: by the styles of the document, without its images."""

from __future__ import annotations

import io
import zipfile

from glosspress.errors import InputError

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_PARTS = 5_000
_UNPACKED = 200_000_000
_RATIO = 200
_SMALL = 5_000_000
_SKIP = ("style", "did you mean")
_STYLES = (
    "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\np[style-name='Caption'] => p.caption:fresh"
)


def docx_page(body: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The document as an HTML page, and notes on what it does not hold. InputError: no DOCX, damaged, unfolds without end."""
    import mammoth

    _check_archive(body, where)
    pictures: list[str] = []

    def picture(image: object) -> dict[str, str]:
        pictures.append(getattr(image, "alt_text", None) or "")
        return {"src": "", "alt": pictures[-1]}

    try:
        made = mammoth.convert_to_html(
            io.BytesIO(body), style_map=_STYLES, convert_image=mammoth.images.img_element(picture)
        )
    except MemoryError:
        raise InputError("the DOCX file needs more memory than it is given", where, "split it") from None
    except RecursionError:
        raise InputError("the DOCX file is nested too deeply", where) from None
    except Exception as error:
        raise InputError(f"the DOCX file is damaged: {type(error).__name__}", where, "save it again as DOCX") from error
    if not made.value.strip():
        raise InputError("the DOCX file has no text", where, "check the file")
    notes = [f"{len(pictures)} images of the DOCX file are left out"] if pictures else []
    return (
        f'<!doctype html><html><head><meta charset="utf-8"></head><body><article>{made.value}</article></body></html>',
        (*notes,),
    )


def _check_archive(body: bytes, where: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(f"is no DOCX file: {error}", where, "save it again as DOCX") from None
    if "word/document.xml" not in {part.filename for part in parts}:
        raise InputError("is a ZIP file, but no DOCX document", where, "save it as DOCX")
    size = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or size > _UNPACKED or (size > _SMALL and size > _RATIO * len(body)):
        raise InputError(f"the DOCX file unfolds to {size / 1e6:,.0f} MB in {len(parts):,} parts", where)
