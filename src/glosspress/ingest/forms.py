"""Snapshots in forms that cleaning does not read: as HTML pages. The snapshot itself stays what was served.

Made anew from the bytes whenever they are cleaned, so an old snapshot profits from a better reader.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from glosspress.ingest import confined, joining, pdf, word, wordpress
from glosspress.ledger import Ledger
from glosspress.snapshot import Snapshot

VERSION = "1"
"""Raise it when a form is read otherwise."""
NOTES = "x-glosspress-notes"
"""Header of a readable snapshot: what a person should know, `; ` between notes."""


def form_of(snapshot: Snapshot) -> Literal["docx", "pdf", "wordpress", "pages", ""]:
    """`docx`, `pdf`, `wordpress`, `pages` (several pages of one article), or empty: cleaning reads it as it is."""
    media = snapshot.content_type.lower()
    if media.startswith(word.MEDIA_TYPE):
        return "docx"
    if media.startswith(pdf.MEDIA_TYPE):
        return "pdf"
    if media.startswith(wordpress.POST_TYPE):
        return "wordpress"
    return "pages" if media.startswith(joining.MEDIA_TYPE) else ""


def sniffed(snapshot: Snapshot) -> str:
    """The media type of a PDF or DOCX by its first bytes, whatever the server says; empty for anything else."""
    if snapshot.body.startswith(b"%PDF-"):
        return pdf.MEDIA_TYPE
    return word.MEDIA_TYPE if snapshot.body.startswith(b"PK\x03\x04") and b"word/" in snapshot.body else ""


def readable(snapshot: Snapshot, ledger: Ledger | None = None) -> tuple[Snapshot, ...]:
    """What cleaning can read: one snapshot, or one for each page of an article. InputError: see the readers.

    A ledger remembers documents that cannot be read: they are not tried again until the bytes, the limits or the reader change.
    """
    form = form_of(snapshot)
    if not form:
        return (snapshot,)
    if form == "pages":
        return tuple(part for page in joining.parts(snapshot) for part in readable(page, ledger))
    notes: tuple[str, ...] = ()
    if form == "docx" or form == "pdf":
        page, notes = _document(form, snapshot, ledger)
    else:
        page = wordpress.post_page(snapshot.body, snapshot.url)
    headers = (*snapshot.headers, *([(NOTES, "; ".join(notes))] if notes else []))
    body = page.encode("utf-8", "replace")
    return (replace(snapshot, body=body, content_type="text/html; charset=utf-8", headers=tuple(sorted(headers))),)


def _document(form: confined.Form, snapshot: Snapshot, ledger: Ledger | None) -> tuple[str, tuple[str, ...]]:
    if ledger is None:
        return confined.read(form, snapshot.body, snapshot.url)
    reader = f"refused+{VERSION}+{confined.reader(form)}"
    known = ledger.article_facts(snapshot.sha256, reader)
    if known is not None:
        what = f"{known['what']} (found before; not tried again)"
        raise confined.UnreadableError(what, snapshot.url, known["next_step"])
    try:
        return confined.read(form, snapshot.body, snapshot.url)
    except confined.UnreadableError as error:
        ledger.put_article_facts(snapshot.sha256, reader, {"what": error.what, "next_step": error.next_step})
        raise


def notes_of(snapshot: Snapshot) -> tuple[str, ...]:
    """The notes on a readable snapshot."""
    told = dict(snapshot.headers).get(NOTES, "")
    return tuple(told.split("; ")) if told else ()
