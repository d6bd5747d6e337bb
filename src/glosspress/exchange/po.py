"""Gettext PO, bilingual: Weblate, Poedit and most editors read it. Inline codes stand as text, `<1>...</1>`.

What no person answers for is `fuzzy` (needs work), so that editors show it and take it over only when it was touched.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from glosspress.errors import ExchangeError
from glosspress.exchange.codes import coded
from glosspress.exchange.unit import Returned, Sheet, Unit

MAX_BYTES = 100_000_000
_FACTS = re.compile(r"glosspress: seen=(\d+) sent=([0-9a-f]+) subject=([0-9a-f]+) state=(\S+)")
_HUMAN = frozenset({"post-edited", "approved"})


def write(sheets: Sequence[Sheet]) -> bytes:
    """A catalogue of all sheets; the place of a sentence is its context."""
    catalog = Catalog(
        locale=None, project="glosspress", fuzzy=False, charset="utf-8", header_comment=f"# {sheets[0].title}"
    )
    catalog.mime_headers = [
        ("Project-Id-Version", "glosspress"),
        ("Language", sheets[0].locale.replace("-", "_")),
        ("X-Source-Language", sheets[0].source_locale),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    for sheet in sheets:
        for unit in sheet.units:
            _add(catalog, unit, sheet)
    out = io.BytesIO()
    write_po(out, catalog, width=0)
    return out.getvalue()


def _add(catalog: Catalog, unit: Unit, sheet: Sheet) -> None:
    lines = [f"glosspress: seen={unit.seen} sent={unit.sent} subject={unit.subject} state={unit.state}"]
    lines += [f"keep: {item.pin.source} = {' | '.join(item.pin.targets[:4])}" for item in unit.pins]
    lines += [f"check: {finding.message} [{finding.check}]" for finding in unit.findings]
    lines += [f"alike ({offer.score:.0%}): {offer.source.text} = {offer.target.text}" for offer in unit.offers]
    lines += [f"comment: {text}" for text in unit.notes]
    catalog.add(
        coded(unit.source),
        coded(unit.target, unit.source),
        flags=() if unit.state in _HUMAN else ("fuzzy",),
        auto_comments=[" ".join(line.split()) for line in lines],
        context=f"{sheet.page_id}@{sheet.locale} {unit.where}",
    )


def read(data: bytes, name: str) -> list[Returned]:
    """The sentences of a catalogue; obsolete entries are passed over. ExchangeError with `file:line`: it cannot be read."""
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"is larger than {MAX_BYTES:,} bytes", name)
    try:
        catalog = read_po(io.BytesIO(data), charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        raise ExchangeError(f"is not a PO file: {error}", f"{name}:{error.lineno}") from None
    except (ValueError, IndexError, LookupError) as error:
        raise ExchangeError(f"is not a PO file: {error}", name) from None
    found = [_returned(message, name) for message in catalog if message.id]
    if data.strip() and not found and b"msgid" not in data:
        raise ExchangeError("is not a PO file: no entry in it", f"{name}:1")
    return found


def _returned(message: Message, name: str) -> Returned:
    place, _, where = (message.context or "").rpartition(" ")
    page_id, _, locale = place.rpartition("@")
    facts = _FACTS.search(" ".join(" ".join(message.auto_comments).split()))
    source, target = (item[0] if isinstance(item, (tuple, list)) else item for item in (message.id, message.string))
    return Returned(
        line=f"{name}:{message.lineno or 1}",
        page_id=page_id,
        locale=locale,
        where=where,
        subject=facts[3] if facts else "",
        seen=int(facts[1]) if facts else None,
        sent=facts[2] if facts else "",
        source=source,
        target=target or "",
        final=not message.fuzzy,
        unfinished=message.fuzzy,
    )
