"""What a term base has to do with the articles it serves: terms that no article uses, acronyms that no term covers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
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


def check_corpus(path: Path, texts: Iterable[str]) -> list[Problem]:
    """Warnings for a term base and the plain texts of its articles; raises GlossaryError when it is no readable CSV."""
    table = read(path)
    terms = [term for term in parse(table) if term.status is Status.APPROVED]
    matcher = Matcher(terms)
    used: set[int] = set()
    loose: Counter[str] = Counter()
    for text in texts:
        for line in text.splitlines():
            matches = matcher.find(line)
            used.update(match.term.line for match in matches)
            spans = [(match.start, match.end) for match in matches]
            loose.update(_acronyms(line, spans))
    table.problems.clear()
    for term in terms:
        if term.line not in used:
            message = f"no article uses {term.source!r}"
            table.report(
                term.line, "source", "unused-term", message, "Check its spelling and case, or deprecate it.", False
            )
    for acronym, count in sorted(loose.items(), key=lambda item: (-item[1], item[0])):
        if count >= _OFTEN:
            message = f"{acronym!r} stands {count} times in the articles and no term covers it"
            table.report(1, "", "uncovered-acronym", message, "Add a row for it.", False)
    return table.problems


def _acronyms(line: str, spans: list[tuple[int, int]]) -> list[str]:
    if _SHOUTED.search(line):
        return []
    found = (match for match in _ACRONYM.finditer(line) if sum(c.isupper() for c in match[0]) > 1)
    return [match[0] for match in found if not any(match.start() < high and low < match.end() for low, high in spans)]
