"""How an expression is rendered, read off the sentences that hold it: the target words that come with it and not without.

Association is the Dice coefficient over sentences (F. Smadja and others, "Translating collocations for bilingual lexicons",
Computational Linguistics 22(1), 1996); inflected forms count together by their stems.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import sqrt

from glosspress.glossary.likeness import plain

LONGEST = 6
_MORE = 2
"""Words that a rendering may have more than its source: articles and prepositions."""
_SHORT = 4
"""Letters."""
_LEAST = 0.4
"""Association below which no rendering is told."""
_TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """How an expression was rendered where it stands."""

    target: str
    """The commonest form; empty: no words come with it often enough."""
    forms: tuple[str, ...]
    """Its other inflected forms."""
    sentences: tuple[int, ...]
    """Those that have it."""
    others: tuple[int, ...]
    """Those that say something else."""
    copied: tuple[int, ...]
    """Those that have the source expression itself."""


class Renderings:
    """The target sentences of a corpus, indexed once."""

    def __init__(self, targets: Sequence[str], stopwords: Collection[str]) -> None:
        self._targets = targets
        self._stop = stopwords
        self._grams = [_grams(text, stopwords) for text in targets]
        self._frequency: Counter[Stems] = Counter(gram for grams in self._grams for gram in grams)

    def of(self, source: str, sentences: Sequence[int], acronym: bool) -> Rendered:
        """What stands for an expression in the sentences that hold it."""
        copied = tuple(at for at in sentences if _holds(self._targets[at], source, acronym))
        if acronym and len(copied) * 2 >= len(sentences):
            return Rendered(source, (), copied, tuple(at for at in sentences if at not in copied), copied)
        best = self._best(sentences, len(source.split()), acronym)
        if best is None:
            return Rendered("", (), (), tuple(sentences), copied)
        having = tuple(at for at in sentences if best in self._grams[at])
        forms = Counter(self._grams[at][best] if acronym else self._grams[at][best].lower() for at in having)
        ranked = [form for form, _ in forms.most_common()]
        others = tuple(at for at in sentences if at not in having)
        return Rendered(ranked[0], tuple(ranked[1:]), having, others, copied)

    def _best(self, sentences: Sequence[int], words: int, acronym: bool) -> Stems | None:
        counts: Counter[Stems] = Counter()
        for at in sentences:
            counts.update(gram for gram, form in self._grams[at].items() if _fits(form, words, acronym))
        scored = [
            (_strength(count, len(sentences), self._frequency[gram]), -abs(len(gram) - words), count, gram)
            for gram, count in counts.items()
            if count > 1 or len(sentences) == 1
        ]
        best = max(scored, default=None)
        return best[3] if best and best[0] >= _LEAST else None


def _grams(text: str, stopwords: Collection[str]) -> dict[Stems, str]:
    """Sequences of words that neither begin nor end with a function word, with the form that stands there.

    The key holds the stems of the content words: articles and prepositions do not count.
    """
    found: dict[Stems, str] = {}
    tokens = list(_TOKEN.finditer(text))
    content = [token[0].lower() not in stopwords and not token[0].isdigit() for token in tokens]
    stems = [_root(token[0]) for token in tokens]
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + LONGEST, len(tokens)) + 1) if content[start] else ():
            between = text[tokens[end - 2].end() : tokens[end - 1].start()] if end - start > 1 else " "
            if between.strip():
                break
            if content[end - 1]:
                key = tuple(stems[at] for at in range(start, end) if content[at])
                found.setdefault(key, text[tokens[start].start() : tokens[end - 1].end()])
    return found


def _strength(both: int, mine: int, other: int) -> float:
    """Dice, lowered for words that are rare and therefore come with few of the sentences by chance."""
    return 2 * both / (mine + other) * sqrt(both / mine)


def _root(word: str) -> str:
    """The beginning of a word, short enough to be shared by its plural and its feminine."""
    bare = plain(word)
    bare = bare.removesuffix("s") if len(bare) > _SHORT else bare
    return bare[: max(_SHORT, min(_SHORT + 2, len(bare) - 2))]


def _fits(form: str, words: int, acronym: bool) -> bool:
    if acronym:
        return " " not in form and form[1:].lower() != form[1:]
    return len(form.split()) <= words + _MORE


def _holds(text: str, source: str, acronym: bool) -> bool:
    plural, flags = ("s?", 0) if acronym else ("", re.IGNORECASE)
    return re.search(rf"(?<!\w){re.escape(source)}{plural}(?!\w)", text, flags) is not None
