"""What a second run costs: an unchanged corpus, and a glossary change that touches one sentence in a hundred.

Run: python benchmarks/incremental.py [--articles N] [--translated N] [--together N] [--short] [--windows] [--check]

Articles are made from the sentences of the samples, each with numbers of its own. The first and second run use the engine that
writes without a model, so that only the pipeline is timed; the glossary change is measured with the embedded model on
`--translated` articles, a tenth if it is not given, against the first run of the same articles. The changed term stands in one
sentence of an article that has it, the dearest way to spread it, or in `--together`; it stands among the words of an ordinary
sentence, or with `--short` has a short one of its own, where a repair costs less. `--windows` prints how terms of this frequency
stand in TICO-19 dev. At last every sentence is made again, as after an upgrade with new rules. `--check` fails when a floor of
`speed_floors.json` is not met; with `--sample` those for a few articles, where times say little.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import fmean, median
from typing import Any

from glosspress import clean, steps, workspace
from glosspress.glossary.contents import of_terms
from glosspress.ledger import open_ledger
from glosspress.translate import keys

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sources" / "samples"
FLOORS = HERE / "speed_floors.json"
HEAD = "id,source,target,mode,case,pos,forms,forbidden,context,domain,status,note,evidence,reviewer,reviewed_at\n"
TARGETS = ("marcador", "guarda", "vigia")
"""Three renderings of `sentinel` that the model does not choose by itself; the median of the changes is told."""
SENTENCES = 20
"""An article: a page of 300 to 400 words."""


def main() -> int:
    """Print the figures; return 1 when a floor is not met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--translated", type=int, default=0, help="articles that the model translates")
    parser.add_argument("--together", type=int, default=1, help="sentences of a touched article that are changed")
    parser.add_argument("--short", action="store_true", help="the term has short sentences of its own")
    parser.add_argument("--windows", action="store_true", help="print how often terms repeat in a text, and end")
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    parser.add_argument("--sample", action="store_true", help="with those for a few articles")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="file with them")
    options = parser.parse_args()
    if options.windows:
        print(json.dumps(windows(), indent=2))
        return 0
    translated = options.translated or options.articles // 10
    folder = Path(tempfile.mkdtemp(prefix="glosspress-incremental-"))
    try:
        figures = {
            **unchanged(folder / "echo", options.articles),
            **changed(folder / "model", translated, options.together, woven=not options.short),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, indent=2))
    which = "incremental, a sample" if options.sample else "incremental"
    return not_met(figures, json.loads(options.floors.read_text(encoding="utf-8"))[which]) if options.check else 0


def unchanged(root: Path, articles: int) -> dict[str, Any]:
    """A first run and a second one, without a model."""
    site(root, articles, "  pt-BR: {engine: echo}\n")
    first, second = timed(root), timed(root)
    return {
        "articles": articles,
        "first run articles/s": round(articles / first["seconds"]),
        "second run articles/s": round(articles / second["seconds"]),
        "second run articles a second of processor time": round(articles / second["cpu"]),
        "second run translated": second["misses"],
        "second run seconds by step": second["steps"],
    }


def changed(root: Path, articles: int, together: int, *, woven: bool) -> dict[str, Any]:
    """A term that stands in one sentence of a hundred is changed, three times; each time a run without a change follows."""
    site(root, articles, "  pt-BR: {}\n", together, woven=woven)
    first, runs = timed(root), []
    ledger = ledger_size(root)
    for target in TARGETS:
        row = f"marker,sentinel,{target},prefer,smart,noun,,,,,approved,,,,\n"
        (root / "glossary" / "en-pt.csv").write_text(HEAD + row, encoding="utf-8")
        runs.append((timed(root), timed(root)))
    keys.VERSION = "of the benchmark"
    revised = timed(root)

    def cost(unit: str) -> list[float]:
        return [round((run[unit] - again[unit]) / first[unit], 4) for run, again in runs]

    return {
        "with the model: articles": articles,
        "with the model: sentences": first["misses"],
        "changed sentences (share)": round(runs[0][0]["misses"] / first["misses"], 4),
        "cost of the change (share of the first run)": median(cost("seconds")),
        "cost of the change in processor time (share of the first run)": median(cost("cpu")),
        "each change, by the clock and in processor time": [cost("seconds"), cost("cpu")],
        "with the model: seconds by step": [first["steps"], runs[0][0]["steps"], runs[0][1]["steps"]],
        "whole second run (share of the first run)": round(runs[0][0]["seconds"] / first["seconds"], 4),
        "every sentence made again (share)": round(revised["misses"] / first["misses"], 4),
        "cost of that, by the clock and in processor time (share of the first run)": [
            round(revised[unit] / first[unit], 4) for unit in ("seconds", "cpu")
        ],
        "ledger after the first run, KiB an article": round(ledger / 1024 / articles, 1),
    }


def site(root: Path, articles: int, locales: str, together: int = 1, *, woven: bool = False) -> None:
    """A workspace with made articles; one sentence in a hundred holds the word `sentinel`, `together` of an article."""
    folder = root / "sources" / "made"
    folder.mkdir(parents=True)
    (root / "glossary").mkdir()
    (root / "glossary" / "en-pt.csv").write_text(HEAD)
    (root / "glosspress.yaml").write_text(f"locales:\n{locales}")
    (root / "sources" / "made.yaml").write_text("title: Made\nlicense: {status: owned}\nkind: folder\npath: made\n")
    chance, pool = random.Random(1), sample_sentences()
    for number in range(articles):
        parts = [varied(chance.choice(pool), number * SENTENCES + place) for place in range(SENTENCES)]
        for turn in range(together) if number % (100 * together) < SENTENCES else ():
            place = (number + 7 * turn) % SENTENCES
            if woven:
                parts[place] = re.sub(r" in group (?=\d+\.$)", " in the sentinel group ", parts[place])
            else:
                parts[place] += f" The sentinel saw {number + turn * articles + 2} cases."
        text = "\n\n".join(" ".join(parts[start : start + 4]) for start in range(0, SENTENCES, 4))
        (folder / f"article-{number:05}.md").write_text(
            f"# Article {number} of the corpus\n\n{text}\n", encoding="utf-8"
        )


def windows() -> dict[str, Any]:
    """How terms in 0.5 to 2 % of the sentences of TICO-19 dev stand in stretches of `SENTENCES` sentences of a document."""
    import pins

    documents: dict[str, list[str]] = {}
    for name, source, _ in pins.load_rows():
        documents.setdefault(name.split(":")[0], []).append(source)
    parts = [text[start : start + SENTENCES] for text in documents.values() for start in range(0, len(text), SENTENCES)]
    found = []
    for term in pins.load_terms():
        matcher = of_terms([term]).matcher
        hits = [sum(bool(matcher.find(text)) for text in part) for part in parts]
        if 0.005 <= sum(hits) / sum(map(len, parts)) <= 0.02:
            found.append(sum(hits) / sum(map(bool, hits)))
    return {
        "terms in 0.5 to 2 % of the sentences": len(found),
        f"sentences with the term in a stretch of {SENTENCES} that has it, mean": round(fmean(found), 2),
        "median": round(median(found), 2),
    }


def sample_sentences() -> list[str]:
    from glosspress.segment import split

    articles = [clean.clean_markdown(path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("**/*.md"))]
    blocks = [block.text for article in articles for _, block in article.walk()]
    found = [part.source.text for rich in blocks for part, _ in split(rich, "en")]
    return [text for text in found if text.endswith(".") and 6 <= len(text.split()) <= 30]


def varied(sentence: str, number: int) -> str:
    """The sentence with a number of its own, so that no other one is equal to it."""
    return re.sub(r"\.$", f" in group {number}.", sentence)


def ledger_size(root: Path) -> int:
    """Bytes."""
    with open_ledger(workspace.at(root).ledger_url) as ledger:
        return ledger.size()


def timed(root: Path) -> dict[str, Any]:
    """One whole run, as `glosspress run --direct` does it, with the seconds of its steps."""
    spent: dict[str, float] = {}
    gc.collect()
    gc.freeze()  # a run in a process of its own has nothing of the run before to look through
    started, cpu = time.perf_counter(), time.process_time()
    job = steps.begin(root, None, None)
    with open_ledger(workspace.at(root).ledger_url) as ledger, ledger.in_use():
        gathered = [steps.gather(job, source) for source in job.sources]
        spent["gather"] = time.perf_counter() - started
        results = [steps.produce(job, batch) for batch in steps.plan(job, gathered)]
        spent["produce"] = time.perf_counter() - started - spent["gather"]
        steps.publish(job)
    seconds = time.perf_counter() - started
    spent["publish"] = seconds - spent["gather"] - spent["produce"]
    held = sum(len(result.held) for result in results)
    return {
        "seconds": seconds,
        "cpu": time.process_time() - cpu,
        "misses": sum(result.misses for result in results),
        "held": held,
        "steps": {name: round(value, 2) for name, value in spent.items()},
    }


def not_met(figures: dict[str, Any], floors: dict[str, list[Any]]) -> int:
    """Print the floors that are not met."""
    failed = 0
    for name, (sign, bound) in floors.items():
        if (figures[name] < bound) if sign == ">=" else (figures[name] > bound):
            print(f"floor not met: {name} is {figures[name]}, must be {sign} {bound}", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
