"""What a term base has to do with the articles it serves: terms that no article uses, acronyms that no term covers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from glosspress.glossary.matcher import Matcher
from glosspress.glossary.problems import Problem
from glosspress.glossary.rows import parse
from glosspress.glossary.table import read
from glosspress.glossary.term import Status

_ACRONYM = re.compile(r"(?<![\w./@-])[A-Z][A-Za-z]{0,3}[A-Z][A-Z\d]*(?:-[A-Z\d]+)*(?=s?(?![\w@]))")
_SHOUTED = re.compile(r"[A-Z]{2,}(?:[^a-z]*\s[^a-z]*[A-Z]{2,}){2,}")
_OFTEN = 2
"""An acronym that stands once may be a slip."""


@dataclass(slots=True)
class _Seen:
    """An acronym in the articles."""

    count: int = 0
    places: list[str] = field(default_factory=list)


def check_corpus(path: Path, texts: Iterable[tuple[str, str]]) -> list[Problem]:
    """Warnings for a term base and its articles, given as (name, plain text).

    GlossaryError: it is no readable CSV. An acronym whose row is only proposed counts as covered: somebody works on it.
    """
    table = read(path)
    terms = [term for term in parse(table) if term.status is not Status.DEPRECATED]
    matcher = Matcher(terms)
    used: set[int] = set()
    loose: dict[str, _Seen] = {}
    for name, text in texts:
        for line in text.splitlines():
            matches = matcher.find(line)
            used.update(match.term.line for match in matches)
            for acronym in acronyms(line, [(match.start, match.end) for match in matches]):
                seen = loose.setdefault(acronym, _Seen())
                seen.count += 1
                if name not in seen.places:
                    seen.places.append(name)
    table.problems.clear()
    for term in terms:
        if term.line not in used and term.status is Status.APPROVED:
            message = f"no article uses {term.source!r}"
            mend = "Check its spelling and case, or deprecate it."
            table.report(term.line, "source", "unused-term", message, mend, False)
    for acronym, seen in sorted(loose.items(), key=lambda item: (-item[1].count, item[0])):
        if seen.count >= _OFTEN:
            more = f" and {len(seen.places) - 1} more" if len(seen.places) > 1 else ""
            message = f"no term covers {acronym!r}, which stands {seen.count} times, in {seen.places[0]}{more}"
            mend = "Add a row for it; glosspress glossary suggest --write proposes it."
            table.report(1, "", "uncovered-acronym", message, mend, False)
    return table.problems


def acronyms(line: str, covered: Iterable[tuple[int, int]] = ()) -> list[str]:
    """The acronyms of a line outside some spans, as often as they stand; none of a line in capitals."""
    if _SHOUTED.search(line):
        return []
    spans = list(covered)
    found = (match for match in _ACRONYM.finditer(line) if sum(c.isupper() for c in match[0]) > 1)
    return [match[0] for match in found if not any(match.start() < high and low < match.end() for low, high in spans)]
