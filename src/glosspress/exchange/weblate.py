"""Weblate's glossary CSV (https://docs.weblate.org/en/latest/formats/csv.html); its TBX is version 2, as `tbx` writes it.

`fuzzy` marks what nobody has approved, `context` keeps the domain apart, notes are translators' comments, evidence is the
explanation. Read by `delimited`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from glosspress.glossary import Status, Term

HEADER = ("location", "source", "target", "id", "fuzzy", "domain", "translator_comments", "developer_comments")


def write(terms: Sequence[Term], _source: str, _target: str) -> bytes:
    """A row a term. Weblate passes over headings it does not know, such as `domain`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for term in terms:
        fuzzy = "" if term.status is Status.APPROVED else "True"
        writer.writerow(["", term.source, term.target, term.id, fuzzy, term.domain, term.note, term.evidence])
    return out.getvalue().encode()
