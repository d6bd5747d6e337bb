"""Where sentences begin: sentencex (rules and abbreviations of 240 languages, no model) with a thin layer over it.

sentencex proposes offsets. The layer takes away those inside abbreviations, enumerators, brackets and addresses, and
adds those that it misses after numbers and where an extractor glued two sentences. Rules that look at letter case do
nothing in scripts without case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import sentencex

from glosspress.segment import abbreviations

_LAST_WORD = re.compile(r"([^\W\d_](?:[\w.-]*\w)?)\.$")
_PLAIN_LOWER = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_REFERENCE_NUMBER = re.compile(r"[\[(#]?\d|[IVXLC]+\b|[A-Z]\d")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)]")
_CITATION = re.compile(r"\[\d+(?:\s?[,–-]\s?\d+)*\]\s+")
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|@|www\.|doi:|\b10\.\d{4}|\.(?:com|org|gov|edu|net|int)\b", re.IGNORECASE)
_AFTER_NUMBER = re.compile(r"(?<=[\d%)])[.!?]\s+(?=[A-Z][a-z]+\s)")
_GLUED = re.compile(r"(?<=[a-z]{3})[.!?](?=[A-Z][a-z]*[\s,’'])|(?<=[a-z]\))[.!?](?=[A-Z][a-z]+\s)")
_GLUED_CITATION = re.compile(r"(?<=[a-z]{3})[.!?](?:\d{1,3}(?:[,–-]\d{1,3})*|\[\d+(?:[,–-]\d+)*\])\s+(?=[A-Z])")
_AFTER_UNIT = re.compile(
    r"(?<![^\W\d_])(?P<before>[^\W\d_]{1,30})[\s’']+(?:\d[\d.,–-]*)[\s\u00a0-]?(?P<unit>[^\W\d_]{1,4})\.\s+(?=[(\"“„«¿¡]*(?P<next>[^\W\d_]+))"
)
_FULL_WIDTH_STOPS = frozenset("。！？｡।॥؟۔።។။")
_BLANK = re.compile(r"\s+")
_QUOTES = re.compile('["“”„«»]')
_OPENING = frozenset('"“„«')
_LONG_QUOTE = 200
"""Characters: a sentence proposed longer than this is looked at without its quotation marks."""
_STOP = re.compile(r"[.!?]\s+")
_WINDOW = 10_000
_ABBREVIATION_REACH = 60
_BRACKET_REACH = 150
"""Characters: a bracket that closes within this distance keeps its sentence together."""


def starts(text: str, language: str) -> list[int]:
    """Offsets at which a further sentence begins, ascending, without 0 and the end.

    `language` is an ISO 639 code; sentencex falls back to a related language or English for unknown ones.
    """
    spans = _addresses(text)
    kept: list[int] = []
    for offset in sorted(_proposed(text, language) | _missed(text) | set(_after_units(text, language))):
        begin = kept[-1] if kept else 0
        moved = _past_citation(text, offset)
        if text[begin:moved].strip() and moved < len(text) and not _refused(text, begin, moved, spans):
            kept.append(moved)
    return kept


def _addresses(text: str) -> list[tuple[int, int]]:
    words = [match for match in _WORD.finditer(text) if _ADDRESS.search(match.group())]
    return [(match.start(), match.start() + len(match.group().rstrip(".,;:!?)]”\"'"))) for match in words]


def _proposed(text: str, language: str) -> set[int]:
    offsets, begin = set(), 0
    for offset in (*_cuts(text, language), len(text)):
        offsets.add(offset)
        if offset - begin > _LONG_QUOTE:
            offsets |= {begin + cut for cut in _cuts_in_quotes(text[begin:offset], language)}
        begin = offset
    return offsets - {0, len(text)}


def _cuts(text: str, language: str) -> list[int]:
    offsets: list[int] = []
    begin = 0
    while begin < len(text):
        stop = _STOP.search(text, begin + _WINDOW)
        end = stop.end() if stop else len(text)
        offsets += [begin + cut for cut in _cuts_of_window(text[begin:end], language)]
        begin = end
    return [offset for offset in offsets if offset < len(text)]


def _cuts_of_window(text: str, language: str) -> Iterator[int]:
    """Windows are for sentencex, whose time grows with the square of the quotations in a text."""
    position = 0
    for sentence in sentencex.segment(language, text):
        position = text.find(sentence, position)
        if position < 0:
            break
        position += len(sentence)
        blank = _BLANK.match(text, position)
        yield blank.end() if blank else position


def _cuts_in_quotes(text: str, language: str) -> set[int]:
    """Sentencex keeps a quotation whole, however many sentences it has; a translation model needs them one by one."""
    bare = _QUOTES.sub(" ", text)
    if bare == text:
        return set()
    cuts = set()
    for cut in _cuts(bare, language):
        begins_quoted = text[cut - 1] in _OPENING and not text[cut].isspace() and text[cut - 2 : cut - 1].isspace()
        cuts.add(cut - 1 if begins_quoted else cut)
    return cuts


def _missed(text: str) -> set[int]:
    patterns = (_AFTER_NUMBER, _GLUED, _GLUED_CITATION)
    return {match.end() for pattern in patterns for match in pattern.finditer(text)} - {0}


def _after_units(text: str, language: str) -> Iterator[int]:
    """`Give it over 11 min. Rest ...`: units of time, of which sentencex takes some for abbreviations within a sentence."""
    for match in _AFTER_UNIT.finditer(text):
        following = match["next"]
        named = match["before"].lower() in abbreviations.BEFORE_MEASURED_NAME
        begins = following[0].isupper() and (language != "de" or following.lower() in abbreviations.GERMAN_BEGINNINGS)
        if match["unit"].lower() in abbreviations.TIME_UNITS and begins and not named:
            yield match.end()


def _past_citation(text: str, offset: int) -> int:
    """`... failed. [4] Another one`: the citation belongs to the sentence before it."""
    match = _CITATION.match(text, offset)
    return match.end() if match and match.end() < len(text) and text[match.end()].isupper() else offset


def _refused(text: str, begin: int, offset: int, spans: list[tuple[int, int]]) -> bool:
    left, right = text[begin:offset].rstrip(), text[offset : offset + _BRACKET_REACH]
    if _inside(spans, offset):
        return True
    if "\n\n" in text[begin + len(left) : offset]:
        return False
    glued = not text[offset - 1].isspace()
    if glued and left[-1] not in _FULL_WIDTH_STOPS and not _is_missed(text, offset):
        return True
    return (
        _ENUMERATOR.fullmatch(left.strip()) is not None
        or _goes_on_in_lower_case(left, right)
        or _ends_in_abbreviation(left, right)
        or _inside_bracket(left, right)
    )


def _inside(spans: list[tuple[int, int]], offset: int) -> bool:
    """Strictly inside one of the ascending, disjoint spans."""
    number = bisect_right(spans, (offset, -1)) - 1
    return number >= 0 and spans[number][0] < offset < spans[number][1]


def _is_missed(text: str, offset: int) -> bool:
    near = _GLUED.finditer(text, max(0, offset - 8), min(len(text), offset + 60))
    return any(match.end() == offset for match in near)


def _goes_on_in_lower_case(left: str, right: str) -> bool:
    """An ordinary lower-case word follows; `mTOR`, `p53`, `siRNA`, `α-Synuclein` may begin a sentence."""
    word = _PLAIN_LOWER.match(right)
    if word is None or left[-1] in _FULL_WIDTH_STOPS:
        return right[:1] in tuple(",;:)]")
    found = word.group()
    rest = right[word.end() : word.end() + 1]
    return found[0].isascii() and found.islower() and not rest.isdigit() and len(found) > 1


def _ends_in_abbreviation(left: str, right: str) -> bool:
    tail = left[-_ABBREVIATION_REACH:]
    match = _LAST_WORD.search(tail)
    if match is None:
        return False
    word = match.group(1).lower()
    if word in abbreviations.BEFORE_ANYTHING:
        return True
    if word in abbreviations.SUPPLEMENT and right[:1].isupper():
        return True
    if word in abbreviations.BEFORE_NUMBER:
        following = re.match(r"(\w+)\.", right)
        return _REFERENCE_NUMBER.match(right) is not None or (
            following is not None and following.group(1).lower() in abbreviations.BEFORE_NUMBER and word != "no"
        )
    return _is_initial(match.group(1), tail[: match.start()]) and right[:1].isupper()


def _is_initial(word: str, before: str) -> bool:
    """A single capital between parts of a name: `John F. Kennedy`, not `vitamin B. The`."""
    if len(word) != 1 or not word.isupper():
        return False
    previous = before.split()[-1:] or [""]
    name_before = not previous[0] or previous[0][:1].isupper() or previous[0].lower() in {"by", "and", "with", "&"}
    return name_before and previous[0].lower() not in abbreviations.ENUMERATED_NOUNS


def _inside_bracket(left: str, right: str) -> bool:
    for opening, closing in (("(", ")"), ("[", "]")):
        tail = left[-_BRACKET_REACH:]
        if tail.count(opening) > tail.count(closing) and left.rfind(opening) > left.rfind(closing):
            end, other = right.find(closing), right.find(opening)
            if end >= 0 and (other < 0 or end < other):
                return True
    return False
