"""Where tokens stand in their text, and which target tokens answer a source span."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from glosspress.engines.engine import Alignment, Attention, Tokens

SPACE = "\u2581"
"""Begins a word of a SentencePiece model."""

Span = tuple[int, int]


def spans(tokens: Sequence[str], text: str) -> list[Span]:
    """Character span of each token; a token that the tokenizer normalised gets the next characters."""
    found: list[Span] = []
    position = 0
    for token in tokens:
        body = token.replace(SPACE, " ").strip()
        while position < len(text) and text[position].isspace():
            position += 1
        start = text.find(body, position, position + len(body) + 8) if body else position
        start = position if start < 0 else start
        end = min(len(text), start + len(body))
        found.append((start, end))
        position = end
    return found


def inside(places: Sequence[Span], start: int, end: int) -> set[int]:
    """Numbers of the tokens that touch `[start, end)`."""
    return {number for number, (low, high) in enumerate(places) if low < end and start < high}


def aligned(attention: Attention, wanted: set[int]) -> list[int]:
    """Target tokens whose strongest source token is among `wanted`; else the one that gives them the most weight."""
    strongest = [
        number for number, row in enumerate(attention) if row and max(range(len(row)), key=row.__getitem__) in wanted
    ]
    if strongest or not attention:
        return strongest
    return [max(range(len(attention)), key=lambda row: _weight(attention[row], wanted))]


def words(rows: Sequence[int], places: Sequence[Span], target: str) -> Span | None:
    """The whole words of the target in which these tokens of it stand; None without any.

    `places` are the spans of the target's tokens. Of several stretches the longest is taken, gaps of one token allowed.
    """
    rows = [row for row in rows if row < len(places)]
    if not rows:
        return None
    run = _longest_run(rows)
    start, end = places[run[0]][0], places[run[-1]][1]
    while start > 0 and not target[start - 1].isspace() and target[start - 1] not in _OPENS_WORD:
        start -= 1
    while end < len(target) and target[end].isalnum():
        end += 1
    return start, end


def answers(alignment: Alignment, wanted: set[int]) -> list[int]:
    """Target tokens that answer the source tokens `wanted` more than any other."""
    return [number for number, source in enumerate(alignment) if source in wanted]


def nearest(alignment: Alignment, wanted: set[int]) -> list[int]:
    """As `answers`; where there are none, the one whose source token stands nearest to `wanted`."""
    known = [number for number, source in enumerate(alignment) if source >= 0]
    if not wanted or not known:
        return []
    return answers(alignment, wanted) or [
        min(known, key=lambda number: min(abs(alignment[number] - source) for source in wanted))
    ]


def answering(alignment: Alignment, wanted: set[int]) -> tuple[int, int] | None:
    """The first and the last of the target tokens that answer the source tokens `wanted`, in one stretch.

    None where there are none: nothing in the target stands for them.
    """
    rows = answers(alignment, wanted)
    run = _longest_run(rows) if rows else []
    return (run[0], run[-1]) if run else None


def open_at_start(alignment: Alignment, wanted: set[int]) -> bool:
    """Whether what the first token answers, which is not known, decides about `answering`."""
    return answering(alignment, wanted) != answering((*sorted(wanted)[:1], *alignment[1:]), wanted)


def word_stop(tokens: Tokens, position: int) -> int:
    """Past the last token of the word that `position` lies in, without the punctuation at its end."""
    end = position + 1
    while end < len(tokens) and not tokens[end].startswith(SPACE):
        end += 1
    while end > position + 1 and not any(char.isalnum() for char in tokens[end - 1]):
        end -= 1
    return end


def _longest_run(rows: Sequence[int]) -> list[int]:
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row - runs[-1][-1] <= 2:
            runs[-1].append(row)
        else:
            runs.append([row])
    return max(runs, key=len)


def word_start(tokens: Tokens, position: int) -> int:
    """The first token of the word that `position` lies in; after an opening bracket or a hyphen a word begins."""
    while 0 < position < len(tokens) and not tokens[position].startswith(SPACE):
        if tokens[position - 1][-1:] in _OPENING:
            break
        position -= 1
    return position


def glued(tokens: Tokens, position: int) -> bool:
    """True when no space stands before the token at `position`."""
    return 0 < position <= len(tokens) and tokens[position - 1][-1:] in _OPENING


def without_space(tokens: Tokens) -> Tokens:
    """The tokens of a word that follows a bracket: without the space at its start."""
    first = tokens[0].removeprefix(SPACE) if tokens else ""
    return (first, *tokens[1:]) if first else tokens[1:]


_OPENS_WORD = frozenset(" \t\u00a0\u202f([{“«\"'‘¿¡")
_OPENING = frozenset('([{“"‘«/-–')


def _weight(row: Iterable[float], wanted: set[int]) -> float:
    return sum(value for number, value in enumerate(row) if number in wanted)
