"""How fast: argostranslate as documented, raw CTranslate2 as the limit, and glosspress with pins, checks and ledger.

Run: python benchmarks/speed.py [--rows N] [--rounds N] [--check]

The same package, the same text, the same beam, each way in a process of its own, all in one run; the best of the rounds counts,
so that a busy machine disturbs the ratios least. argostranslate gets the sentence splitter `sentencex` (its own would be
downloaded). Text: TICO-19 dev in paragraphs of four sentences where it is at hand, else the sample articles.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("GLOSSPRESS_SHARED", HERE.parent.parent / "shared")) / "data" / "tico19"
SAMPLES = HERE.parent / "sources" / "samples"
FLOORS = HERE / "speed_floors.json"
PARAGRAPH = 4
MODEL = "waiting for the model"
WAYS = {
    "a": "argostranslate, a paragraph at a time",
    "b": "raw CTranslate2, all sentences sorted by length",
    "c": "glosspress with pins, checks and ledger",
}


def main() -> int:
    """Print the figures; return 1 when a floor is not met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=0, help="only the first N sentences of TICO-19")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        print(json.dumps(measure(options.way, paragraphs(options.rows))))
        return 0
    rounds = [{way: in_process(way, options.rows) for way in WAYS} for _ in range(options.rounds)]
    best = {way: min((r[way] for r in rounds), key=lambda figures: figures["seconds"]) for way in WAYS}
    for way, name in WAYS.items():
        print(f"{way}  {name}: {json.dumps(best[way])}")
    ratios = {
        "c against a": round(best["c"]["words/s"] / best["a"]["words/s"], 2),
        "c against b": round(best["c"]["words/s"] / best["b"]["words/s"], 2),
    }
    print(json.dumps(ratios))
    return not_met(ratios) if options.check else 0


def paragraphs(rows: int) -> list[str]:
    """Texts of a few sentences."""
    file = SHARED / "dev.en-pt-BR.tsv"
    if not file.is_file():
        from glosspress import clean

        articles = [clean.clean_markdown(path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("**/*.md"))]
        return [block.text.text for article in articles for _, block in article.walk() if block.text.text.strip()]
    lines = [line.split("\t")[1] for line in file.read_text(encoding="utf-8").splitlines()][: rows or None]
    return [" ".join(lines[start : start + PARAGRAPH]) for start in range(0, len(lines), PARAGRAPH)]


def in_process(way: str, rows: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--way", way, "--rows", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(way: str, texts: list[str]) -> dict[str, Any]:
    """Load and warm up, then translate everything once."""
    translate = {"a": with_argos, "b": with_ctranslate2, "c": with_glosspress}[way]()
    started = time.perf_counter()
    stages = translate(texts)
    seconds = time.perf_counter() - started
    words = sum(len(text.split()) for text in texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "words": words, "seconds": round(seconds, 2), "words/s": round(words / seconds),
        "peak MB": round(peak), "stages": {name: round(value, 2) for name, value in stages.items()},
    }  # fmt: skip


def sentences(text: str) -> list[str]:
    """One splitter for all three: `sentencex`, without a model."""
    from glosspress.article import Rich
    from glosspress.segment import split

    return [part.source.text for part, _ in split(Rich(text), "en")]


def engine() -> Any:
    from glosspress import engines, locales

    return engines.open_engine(locales.parse("en"), locales.parse("pt-BR"))


def with_argos() -> Callable[[list[str]], dict[str, float]]:
    from types import SimpleNamespace

    from argostranslate import package, settings, translate

    settings.beam_size = engine().beam
    found = package.Package(engine().folder)
    translation = translate.PackageTranslation.__new__(translate.PackageTranslation)
    translation.pkg, translation.translator = found, None
    translation.sentencizer = SimpleNamespace(split_sentences=sentences)
    translation.hypotheses("Warm up.", 1)

    def run(texts: list[str]) -> dict[str, float]:
        for text in texts:
            translation.hypotheses(text, 1)
        return {}

    return run


def with_ctranslate2() -> Callable[[list[str]], dict[str, float]]:
    import ctranslate2
    import sentencepiece

    from glosspress.engines.argos import COMPUTE_TYPE, LENGTH_PENALTY

    folder, beam = engine().folder, engine().beam
    translator = ctranslate2.Translator(
        str(folder / "model"), compute_type=COMPUTE_TYPE, intra_threads=os.cpu_count() or 1
    )
    tokenizer = sentencepiece.SentencePieceProcessor(str(folder / "sentencepiece.model"))

    def run(texts: list[str]) -> dict[str, float]:
        every = [sentence for text in texts for sentence in sentences(text)]
        tokens = sorted((tokenizer.encode(sentence, out_type=str) for sentence in every), key=len, reverse=True)
        translator.translate_batch(
            tokens, beam_size=beam, length_penalty=LENGTH_PENALTY, max_batch_size=2048, batch_type="tokens"
        )
        return {}

    translator.translate_batch([["\u2581Warm"]])
    return run


def with_glosspress() -> Callable[[list[str]], dict[str, float]]:
    import tempfile

    from glosspress import locales, workspace
    from glosspress.article import Rich
    from glosspress.glossary import for_pair
    from glosspress.ledger import open_ledger
    from glosspress.translate import translate_segments
    from glosspress.translation import Segment

    opened, locale = engine(), locales.parse("pt-BR")
    glossary = for_pair(workspace.at(HERE.parent), "en", "pt-BR")
    ledger = open_ledger(f"sqlite:///{tempfile.mkdtemp()}/ledger.db")
    translate_segments([Segment(Rich("Warm up."))], locale, opened, glossary)
    spent: dict[str, float] = {}
    timed = Timed(opened, spent)

    def run(texts: list[str]) -> dict[str, float]:
        started = time.perf_counter()
        segments = [Segment(Rich(sentence)) for text in texts for sentence in sentences(text)]
        spent["segmenting"] = time.perf_counter() - started
        made = translate_segments(segments, locale, timed, glossary, memory=ledger.translations)
        everything = time.perf_counter() - started
        ledger.put_translations(made, "pt-BR", "en-pt")
        spent["ledger"] = time.perf_counter() - started - everything
        spent["pins, checks, rest"] = everything - spent["segmenting"] - spent[MODEL]
        return spent

    return run


class Timed:
    """An engine that counts the seconds in which somebody waits for it: by the clock, and of each method over all threads."""

    def __init__(self, opened: Any, spent: dict[str, float]) -> None:
        self._opened, self._spent = opened, spent
        self._lock, self._waiting, self._since = threading.Lock(), 0, 0.0

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._opened, name)
        if name not in {"decode", "score", "rate", "align"}:
            return value

        def timed(*arguments: Any) -> Any:
            with self._waits(name):
                return value(*arguments)

        return timed

    def stream(self, requests: Any) -> Iterator[Any]:
        """As the engine's."""
        answers = self._opened.stream(requests)
        while True:
            with self._waits("decode"):
                answer = next(answers, None)
            if answer is None:
                return
            yield answer

    @contextmanager
    def _waits(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        with self._lock:
            self._since = self._since if self._waiting else started
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1
                ended = time.perf_counter()
                if not self._waiting:
                    self._add(MODEL, ended - self._since)
                self._add(f"{name}, all threads", ended - started)

    def _add(self, name: str, seconds: float) -> None:
        self._spent[name] = self._spent.get(name, 0.0) + seconds


def not_met(ratios: dict[str, float]) -> int:
    """Print the floors that are not met."""
    failed = 0
    for name, bound in json.loads(FLOORS.read_text(encoding="utf-8"))["speed"].items():
        if ratios[name] < bound:
            print(f"floor not met: {name} is {ratios[name]}, must be >= {bound}", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
