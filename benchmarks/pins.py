"""How well pins are kept, on professional translations: TICO-19 dev with its terminology, embedded English-Portuguese model.

Run: python benchmarks/pins.py [--rows N] [--every] [--runs N] [--pieces N] [--tries N] [--losses] [--check]

The first figures pin the terms whose reference uses the pinned form, `--every` all of them. Plain decoding of the same model in
the same run stands beside them; speed is the median of the ratios of `--runs` runs of both, in changing order, in seconds and
in CPU seconds, which other work on the machine moves little. The worst ten published sentences are printed. `--check` fails
when a floor of `translate_floors.json` is not met; with `--rows` those for a sample.

Three constants of the ladder were chosen with it: `--pieces` changes the length above which sentences are cut
(`clauses.COMFORTABLE`), `--tries` how many beginnings are forced beside a splice in doubt (`forced.IN_DOUBT`); `--losses`
prints, for every splice, what the rest of the sentence lost (`splicing.MOST_LOSS`).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import sacrebleu
from arithmetic import arithmetic

from glosspress import locales
from glosspress.article import Rich
from glosspress.checks import Context
from glosspress.engines import Request, open_engine
from glosspress.glossary import Mode, Term
from glosspress.glossary.contents import of_terms
from glosspress.pins import verify
from glosspress.translate import clauses, forced, splicing
from glosspress.translate.ladder import climb
from glosspress.translate.spacing import settled
from glosspress.translate.work import Work, prepare
from glosspress.translation import Segment

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("GLOSSPRESS_SHARED", HERE.parent.parent / "shared")) / "data" / "tico19"
A_SENTENCE_EACH = 1024
"""Caches as large as this remember sentences; smaller ones tables."""
FLOORS = HERE / "translate_floors.json"


def main() -> int:
    """Print the figures; return 1 when a floor is not met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=0, help="only N sentences, from all parts")
    parser.add_argument("--every", action="store_true", help="pin every occurrence, not only those the reference uses")
    parser.add_argument("--runs", type=int, default=3, help="how often both are timed")
    parser.add_argument("--pieces", type=int, default=clauses.COMFORTABLE, help="tokens of a sentence that is not cut")
    parser.add_argument("--tries", type=int, default=forced.IN_DOUBT, help="beginnings forced beside a splice in doubt")
    parser.add_argument("--losses", action="store_true", help="print what splices cost the rest of their sentences")
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    options = parser.parse_args()
    clauses.COMFORTABLE, forced.IN_DOUBT = options.pieces, options.tries
    rows = spread(load_rows(), options.rows)
    if options.losses:
        return print_losses(rows, load_terms(), every=options.every)
    result = measure(rows, load_terms(), every=options.every, runs=options.runs)
    print(json.dumps(result, indent=2, ensure_ascii=False))
    which = "a sample" if options.rows else "every" if options.every else "oracle"
    return not_met(result, which) if options.check else 0


def load_rows() -> list[list[str]]:
    lines = (SHARED / "dev.en-pt-BR.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def spread(rows: list[list[str]], number: int) -> list[list[str]]:
    """As many of the rows, evenly; 0: all."""
    return [rows[len(rows) * place // number] for place in range(min(number, len(rows)))] if number else rows


def load_terms() -> list[Term]:
    with (SHARED / "terms.en-pt-BR.csv").open(encoding="utf-8", newline="") as file:
        pairs = {row["source"]: row["target"] for row in csv.DictReader(file)}
    return [Term(f"t{n}", source, target, mode=Mode.PREFER) for n, (source, target) in enumerate(pairs.items())]


def used(term: Term, reference: str) -> bool:
    """Whether the reference has the pinned form as a word."""
    return bool(re.search(rf"(?<!\w){re.escape(term.target)}(?!\w)", reference, re.IGNORECASE))


def contexts(rows: list[list[str]], terms: list[Term], *, every: bool) -> list[Context]:
    """For each sentence a glossary of its own, so that exactly the wanted terms bind; in life there is one, loaded once."""
    everything, found = of_terms(terms), []
    for _, source, reference in rows:
        matched = {match.term.id for match in everything.matcher.find(source)}
        wanted = [term for term in terms if term.id in matched and (every or used(term, reference))]
        found.append(Context(TARGET, "en", of_terms(wanted)))
    return found


def prepared(rows: list[list[str]], known: list[Context]) -> list[Work]:
    """The sentences with their pins."""
    return [
        prepare(str(number), Segment(Rich(source)), context, ENGINE)
        for number, ((_, source, _), context) in enumerate(zip(rows, known, strict=True))
    ]


@dataclass
class Clock:
    """Seconds and CPU seconds of each run."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Add a run."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)


def measure(rows: list[list[str]], terms: list[Term], *, every: bool, runs: int) -> dict[str, object]:
    """Figures of plain decoding and of the ladder."""
    references = [row[2] for row in rows]
    ENGINE.decode([Request("Warm up.")])
    one, other, known = Clock(), Clock(), contexts(rows, terms, every=every)

    def plainly() -> list[str]:
        with one.timed():
            return [answer[0].text for answer in ENGINE.decode([Request(row[1]) for row in rows])]

    def climbing() -> list[Work]:
        forget_sentences()
        with other.timed():
            works = prepared(rows, known)
            climb(works, ENGINE)
        return works

    plain, works = plainly(), climbing()
    for turn in range(1, runs):
        if turn % 2:
            works, plain = climbing(), plainly()
        else:
            plain, works = plainly(), climbing()
    held = [work for work in works if work.best is None]
    chosen = [work.best.text if work.best else text for work, text in zip(works, plain, strict=True)]
    pins = sum(sum(pin.binding for pin in work.pins) for work in works)
    kept = sum(kept_in(work, text) for work, text in zip(works, plain, strict=True))
    metrics = {"BLEU": sacrebleu.corpus_bleu, "chrF": sacrebleu.corpus_chrf}
    mine, theirs = (
        {name: metric(texts, [references]).score for name, metric in metrics.items()} for texts in (chosen, plain)
    )
    return {
        "arithmetic": arithmetic(),
        "sentences": len(rows),
        "pins": pins,
        "pins plain decoding keeps": round(kept / pins, 4),
        "published with every pin": sum(1 for work in works if work.best) / max(1, len(rows) - len(held)),
        "held share": round(len(held) / len(rows), 4),
        "rungs": dict(Counter(work.best.rung.value if work.best else "held" for work in works)),
        **{f"{name} plain": round(score, 2) for name, score in theirs.items()},
        **{name: round(score, 2) for name, score in mine.items()},
        **{f"{name} above plain": round(mine[name] - theirs[name], 2) for name in metrics},
        "seconds plain": round(median(one.wall), 1),
        "seconds": round(median(other.wall), 1),
        "speed against plain": ratio(one.wall, other.wall),
        "CPU against plain": ratio(one.cpu, other.cpu),
        "worst sentences": worst(works, references),
        "held sentences": [describe(work) for work in held[:10]],
    }


def ratio(plain: list[float], pinned: list[float]) -> float:
    """The median of the runs' ratios: both of a run stand side by side, and the machine changes its pace between runs."""
    return round(median(one / other for one, other in zip(plain, pinned, strict=True)), 3)


def print_losses(rows: list[list[str]], terms: list[Term], *, every: bool) -> int:
    """Every rated splice with the words it was made from, the dearest for the rest of its sentence first."""
    found, likeliest = [], splicing.likeliest

    def remembered(*args: Any) -> dict[int, Any]:
        rated = likeliest(*args)
        found.extend(rated.values())
        return rated

    splicing.likeliest = remembered
    climb(prepared(rows, contexts(rows, terms, every=every)), ENGINE)
    for item in sorted(found, key=lambda item: -item.loss):
        print(f"{item.loss:6.1f}  {item.task.own.text}\n     -> {ENGINE.detokenise(item.way.tokens)}")
    return 0


def kept_in(work: Work, text: str) -> int:
    """Binding pins that stand in a text as the model wrote it."""
    written = settled(text, work.segment.source.text, TARGET)
    return sum(result.found for result in verify(work.pins, written, TARGET) if result.pin.binding)


def forget_sentences() -> None:
    """What the checks remember of sentences: in life each comes once."""
    for name, module in list(sys.modules.items()):
        if name.startswith("glosspress.checks"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and (value.cache_parameters()["maxsize"] or 0) >= A_SENTENCE_EACH:
                    value.cache_clear()


def worst(works: list[Work], references: list[str]) -> list[dict[str, object]]:
    """The ten published sentences of five words or more that are least like their references (chrF)."""
    rated = [
        (sacrebleu.sentence_chrf(work.best.text, [reference]).score, number, work.best)
        for number, (work, reference) in enumerate(zip(works, references, strict=True))
        if work.best and len(reference.split()) >= 5
    ]
    return [
        {
            "chrF": round(score, 1),
            "rung": attempt.rung.value,
            "source": works[number].segment.source.text,
            "target": attempt.text,
            "reference": references[number],
        }
        for score, number, attempt in sorted(rated, key=lambda item: item[:2])[:10]
    ]


def describe(work: Work) -> dict[str, object]:
    best = min(work.attempts, key=lambda attempt: len(attempt.lost))
    return {
        "source": work.segment.source.text,
        "best attempt": best.text,
        "lost": [result.pin.source for result in best.lost],
        "findings": [finding.message for finding in best.findings if finding.severity == "block"],
    }


def not_met(result: dict[str, object], which: str) -> int:
    """Print the floors that are not met: those of this machine's arithmetic before those of all."""
    known = json.loads(FLOORS.read_text(encoding="utf-8"))
    floors = known["pins"][which] | known.get(f"pins on {result['arithmetic']}", {}).get(which, {})
    failed = 0
    for name, (sign, bound) in floors.items():
        value = float(str(result[name]))
        if (value < bound) if sign == ">=" else (value > bound):
            print(f"floor not met: {name} is {value}, must be {sign} {bound}", file=sys.stderr)
            failed = 1
    return failed


TARGET = locales.parse("pt-BR")
ENGINE = open_engine(locales.parse("en"), TARGET)

if __name__ == "__main__":
    raise SystemExit(main())
