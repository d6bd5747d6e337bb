"""Where a word begins and ends, in the normalised view of any script.

The word boundary of regular expressions will not do: it cuts `IL-6` after `IL` and `don't` after `don`, takes a
footnote mark for a letter (`BDNF²`), and finds nothing in Chinese or Thai.
"""

from __future__ import annotations

import re
import unicodedata

from glosspress.glossary.view import View

_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana, Han: written without spaces between words."""
_CONTRACTION = re.compile(r"'(?:t|ll|re|ve|d|m)\b", re.IGNORECASE)
_PLURAL_S = re.compile(r"s(?![\w-])|s(?=-\D)")
_LETTER_LOCANT = re.compile(r"(?:^|[^\w])[^\W\d_]-$|\d-$")


def is_word(character: str) -> bool:
    """Whether a character continues a word written with spaces around it."""
    if character.isalnum() or character == "_":
        return not _SPACELESS.match(character)
    return unicodedata.category(character)[0] == "M"


def starts_word(view: View, start: int) -> bool:
    """Whether a match may begin at `start`."""
    if start == 0:
        return True
    text, before = view.text, view.text[start - 1]
    if is_word(before):
        return not is_word(text[start]) or start - 1 in view.raised
    if before == "-":
        return not _LETTER_LOCANT.search(text, max(0, start - 3), start)
    return True


def ends_word(view: View, end: int) -> bool:
    """Whether a match may end at `end`. A superscript digit is a footnote mark and ends a word."""
    text = view.text
    if end >= len(text):
        return True
    after = text[end]
    if is_word(after):
        return not is_word(text[end - 1]) or end in view.raised
    if after == "-":
        return not text[end + 1 : end + 2].isdigit()
    return not (after == "'" and _CONTRACTION.match(text, end))


def is_acronym(text: str) -> bool:
    """Two capitals or more, ending in a capital or a digit: `NMDA`, `mTOR`, `SSRI`, `GABA-A`, `5-HT2A`."""
    return len(text) > 1 and sum(c.isupper() for c in text) > 1 and (text[-1].isupper() or text[-1].isdigit())


def word_end(view: View, start: int, end: int) -> int | None:
    """Where a match of `[start, end)` ends as a word, or None: a plural `s` on an acronym belongs to it (`NMDARs`)."""
    if ends_word(view, end):
        return end
    if is_acronym(view.text[start:end]) and _PLURAL_S.match(view.text, end):
        return end + 1
    return None
