"""The ladder: rung by rung until a sentence verifies (docs/pinning.md). Every rung works on all open sentences at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from statistics import fmean

from glosspress.article import Rich
from glosspress.engines import Engine, Hypothesis, Request
from glosspress.engines.threads import threads, together
from glosspress.translate.aligning import attend
from glosspress.translate.attempt import Attempt
from glosspress.translate.clauses import chunks, clauses, comfortable, is_long, joined
from glosspress.translate.forced import force
from glosspress.translate.forms import in_order
from glosspress.translate.masking import exchange
from glosspress.translate.splicing import splice
from glosspress.translate.work import Work, prepare
from glosspress.translation import Rung, Segment

PLAIN_BEST = 2
"""Hypotheses of plain decoding: as many as the beam is wide cost nothing."""
N_BEST = 4
NO_REPEAT = 6
"""Tokens; names such as `SARS-CoV-2` have as many and may come once only, which is why it is a repair, not the rule."""

_MOST_FAULTS = 2
"""What blocks a sentence besides its missing pins, at most, for the rungs that mend whole sentences pin by pin: one with more is
garbled all over, and each try decodes it to its longest.
"""
_LEAST_TOGETHER = 32
"""Sentences of a group: fewer would seldom share a batch, and cost more in single ones than waiting does."""
_GROUPS = 2
"""For each thread of the engine: a sentence that needs one rung after another, each alone, keeps but one group waiting."""


def climb(works: Sequence[Work], engine: Engine) -> None:
    """Add attempts to each sentence until one verifies or no rung is left.

    The cheap repairs come before the dear ones: clauses are short and share their batches, a rung that decodes whole
    sentences many times is for the few that are still open. What plain decoding leaves open climbs in groups side by
    side, more than the engine has threads: while the sentences of one are verified, those of others are decoded.
    """
    _copy(works)
    long = _too_long(_open(works), engine)
    cut = {id(work): parts for work, parts in long}
    pieces = [piece for _, parts in long for piece in parts]
    _copy(pieces)
    _plain(_open([*(work for work in works if id(work) not in cut), *pieces]), engine)
    if engine.synthetic:
        return
    jobs = [(work, cut.get(id(work), [])) for work in _longest_first(works)]
    left = [(work, parts) for work, parts in jobs if parts or work.open]
    groups = max(1, min(_GROUPS * threads(), len(left) // _LEAST_TOGETHER))
    together([partial(_mend, left[number::groups], engine) for number in range(groups)])
    _compete(works, engine)


def _mend(jobs: Sequence[tuple[Work, list[Work]]], engine: Engine) -> None:
    """All rungs after plain decoding; long sentences come with their pieces."""
    long = [(work, parts) for work, parts in jobs if parts]
    works, pieces = [work for work, _ in jobs], [piece for _, parts in long for piece in parts]
    _spliced([*works, *pieces], engine)
    _forced(pieces, engine)
    _join(long)
    _split(_open(works), engine)
    _without_loops(_open(works), engine)
    _forced(works, engine)
    _late(_open(works), engine)


def _too_long(works: Sequence[Work], engine: Engine) -> list[tuple[Work, list[Work]]]:
    """Sentences too long for comfort, in few large pieces: whole they are tried when that fails."""
    long = [] if engine.synthetic else [work for work in works if is_long(work.text, engine)]
    return _cut([(work, comfortable(work.text, work.pins, engine)) for work in long], engine)


def _late(works: Sequence[Work], engine: Engine) -> None:
    """For the few that nothing mended so far: more hypotheses. A loop has loops beside it, and is not forced out of itself."""
    _n_best([work for work in works if _mendable(work, engine)], engine)


def _spliced(works: Sequence[Work], engine: Engine) -> None:
    """Of the sentences that came to an end: those in a loop are too long for the model, and are cut."""
    whole = [work for work in _open(works) if work.whole and _fits(work, engine)]
    attend(whole, engine)
    splice(whole, engine)


def _forced(works: Sequence[Work], engine: Engine) -> None:
    """Other words in the source only where nothing verified: beside a splice in doubt none was chosen in TICO-19."""
    whole = [work for work in works if _mendable(work, engine)]
    force([work for work in whole if work.open], engine)
    exchange([work for work in whole if work.best is None], engine)


def _mendable(work: Work, engine: Engine) -> bool:
    return work.whole and work.faults <= _MOST_FAULTS and _fits(work, engine)


def _first_rungs(works: Sequence[Work], engine: Engine) -> None:
    """For clauses."""
    _copy(works)
    _plain(_open(works), engine)
    if engine.synthetic:
        return
    _spliced(works, engine)
    _forced(works, engine)


def _longest_first(works: Sequence[Work]) -> list[Work]:
    """In the order in which an engine answers: what is there is examined while the rest is decoded."""
    return sorted(works, key=lambda work: -len(work.text))


def _open(works: Sequence[Work]) -> list[Work]:
    return [work for work in works if work.best is None]


def _fits(work: Work, engine: Engine) -> bool:
    return len(chunks(work.text, work.pins, engine)) == 1


def _copy(works: Sequence[Work]) -> None:
    """Sentences without a word of their own: pins in their target form, everything else as it is."""
    for work in works:
        text, position, rest = "", 0, ""
        source = work.segment.source.text
        for pin in sorted(work.pins, key=lambda item: item.start):
            rest += source[position : pin.start]
            text += source[position : pin.start] + in_order(pin, work.context.glossary)[0]
            position = pin.end
        rest, text = rest + source[position:], text + source[position:]
        if not any(char.isalnum() for char in rest):
            work.examine(Rung.COPIED, text, 0.0)


def _plain(works: Sequence[Work], engine: Engine) -> None:
    """The whole sentence, or the pieces of one that is too long for the model."""
    _in_pieces([(work, chunks(work.text, work.pins, engine)) for work in _longest_first(works)], engine, Rung.PLAIN)


def _without_loops(works: Sequence[Work], engine: Engine) -> None:
    """Sentences that fell into a loop once more, with no run of tokens twice; long ones for the first time in one piece."""
    looped = _longest_first([work for work in works if _fits(work, engine) and not work.whole])
    requests = [replace(work.request(n_best=PLAIN_BEST), no_repeat=NO_REPEAT) for work in looped]
    for work, answer in zip(looped, engine.stream(requests), strict=True):
        _hear(work, answer)


def _hear(work: Work, answer: Sequence[Hypothesis]) -> None:
    """The best hypothesis, and where it does not verify the others that the beam gave for nothing."""
    own = work.hear(Rung.PLAIN, answer[0])
    for hypothesis in answer[1:]:
        if work.best is None and _promising(work, own, hypothesis):
            work.hear(Rung.NBEST, hypothesis)


def _promising(work: Work, own: Attempt, hypothesis: Hypothesis) -> bool:
    """Whether another hypothesis may verify, or be a better beginning for repairs."""
    if not own.lost or not own.whole:
        return True
    return (work.misses(hypothesis), -hypothesis.score) < (len(own.lost), -own.score)


def _n_best(works: Sequence[Work], engine: Engine) -> None:
    works = _longest_first(works)
    answers = engine.stream([work.request(n_best=N_BEST) for work in works])
    for work, answer in zip(works, answers, strict=True):
        for hypothesis in answer:
            work.hear(Rung.NBEST, hypothesis)


def _split(works: Sequence[Work], engine: Engine) -> None:
    """Clause by clause; each piece climbs the first rungs as a sentence of its own."""
    jobs = _cut([(work, clauses(work.text, work.pins)) for work in works], engine)
    _first_rungs([part for _, parts in jobs for part in parts], engine)
    _join(jobs)


def _join(jobs: Sequence[tuple[Work, list[Work]]]) -> None:
    for work, parts in jobs:
        chosen = [part.best or part.least_wrong for part in parts]
        text = joined(
            [(part.segment.source.text, item.text, item.results) for part, item in zip(parts, chosen, strict=True)]
        )
        work.examine(Rung.SPLIT, text, sum(attempt.score for attempt in chosen) / len(chosen))


def _cut(jobs: Sequence[tuple[Work, list[str]]], engine: Engine) -> list[tuple[Work, list[Work]]]:
    """The pieces as works of their own, of sentences that have several."""
    return [(work, _as_works(work, pieces, engine)) for work, pieces in jobs if len(pieces) > 1]


def _as_works(work: Work, pieces: Sequence[str], engine: Engine) -> list[Work]:
    parts, position = [], 0
    for piece in pieces:
        source = work.segment.source.text[position : position + len(piece)].strip()
        parts.append(prepare(work.key, Segment(Rich(source), work.segment.kind), work.context, engine))
        position += len(piece)
    return parts


def _in_pieces(jobs: Sequence[tuple[Work, list[str]]], engine: Engine, rung: Rung) -> None:
    """Translate the pieces of all sentences in one call and join them."""
    requests = [request for work, parts in jobs for request in _requests(work, parts)]
    answers = engine.stream(requests)
    for work, parts in jobs:
        if len(parts) == 1:
            _hear(work, next(answers))
            continue
        mine = [next(answers)[0] for _ in parts]
        text = " ".join(answer.text for answer in mine)
        finished = all(answer.finished for answer in mine)
        work.examine(rung, text, sum(answer.score for answer in mine) / len(mine), finished=finished)


def _requests(work: Work, parts: Sequence[str]) -> list[Request]:
    if len(parts) == 1:
        return [work.request(n_best=PLAIN_BEST)]
    return [Request(part.strip(), cause=work.key) for part in parts]


def _compete(works: Sequence[Work], engine: Engine) -> None:
    """Where several attempts verified, the model's own likelihood of each whole sentence decides."""
    several = [work for work in works if sum(attempt.verified for attempt in work.attempts) > 1]
    open_ = [
        (work, attempt) for work in several for attempt in work.attempts if attempt.verified and not attempt.judged
    ]
    rated = engine.rate([(work.text, engine.tokenise(attempt.text)) for work, attempt in open_])
    scores = {id(attempt): fmean(values) for (_, attempt), values in zip(open_, rated, strict=True)}
    for work in several:
        work.attempts = [_scored(attempt, scores.get(id(attempt))) for attempt in work.attempts]


def _scored(attempt: Attempt, score: float | None) -> Attempt:
    if score is None:
        return attempt
    return replace(attempt, score=score, judged=True)
