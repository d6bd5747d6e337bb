"""Trains the line model of the cleaner on labelled lines of plain texts.

    GLOSSPRESS_SHARED=../shared python benchmarks/clean_lines.py [--write]

Features are taken after the text rules have run, as in production. Every page weighs the same, a line in it by the root
of its words. Cross-validation is grouped by site (no site is in two folds); it runs the whole cleaner with the fold's
model, and scores pages as `score_lines.py` does: word F1 and the share of content lines lost, for the rules alone and
with the model. `--write` trains on all pages and writes the coefficients into the package.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from clean_model import FOLDS, WORD, fit, fold_of

from glosspress.clean import clean_text, languages, line_features, lines, plaintext, residue
from glosspress.clean.decoding import tidy
from glosspress.clean.draft import Draft
from glosspress.clean.plain import text_of
from glosspress.clean.protection import protect
from glosspress.clean.rulebook import default_rules

MODEL = Path("src/glosspress/clean/rules/lines.json")
RIDGE = 50.0
COLUMNS = 3
"""Slopes a feature: alone, times the text's share of prose, times the part's length."""


@dataclass
class Page:
    """One text: its lines with their labels (k content, d boilerplate, m unknown), and vectors of what the rules leave."""

    site: str
    level: str
    lines: list[str]
    labels: list[str]
    vectors: list[list[float]] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


def flat(text: str) -> str:
    """Lower-case words with single spaces."""
    return " ".join(WORD.findall(text.lower()))


def pages(folder: Path) -> list[Page]:
    """All texts of the development set with their vectors."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    found = []
    with gzip.open(folder / "lines.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            host = urlsplit(gold[row["id"]].get("url") or "").hostname or row["id"]
            page = Page(".".join(host.split(".")[-2:]), row["level"], row["lines"], row["labels"])
            _measure(page)
            found.append(page)
    return found


def _measure(page: Page) -> None:
    text, book = tidy("\n".join(page.lines)), default_rules()
    nodes = plaintext.nodes_of(text)
    draft = Draft(nodes, book, languages.primary(languages.detect(text)))
    draft.title = nodes[0].text if nodes and nodes[0].fields.get("level") == 1 else ""
    protect(draft.nodes, book, draft.language)
    lines.apply(draft)
    parts = residue.judged(draft)
    language = next((item for item in book.languages if item.tag == draft.language), None)
    vectors = line_features.vectors(parts, draft.title, language)
    labels: dict[str, list[str]] = {}
    for line, label in zip(page.lines, page.labels, strict=True):
        labels.setdefault(flat(line), []).append(label)
    for part, vector in zip(parts, vectors, strict=True):
        said = labels.get(flat(part.text), ["m"])
        label = said.pop(0) if len(said) > 1 else said[0]
        if label == "m":
            continue
        page.vectors.append(residue.expanded(vector))
        page.known.append(float(label == "d"))
        page.weights.append(len(WORD.findall(part.text)) ** 0.5)


def trained(chosen: list[Page]) -> Any:
    """Coefficients of the expanded vector, the intercept last."""
    chosen = [page for page in chosen if sum(page.weights)]
    rows = np.array([vector for page in chosen for vector in page.vectors])
    known = np.array([value for page in chosen for value in page.known])
    weights = np.array([value / sum(page.weights) for page in chosen for value in page.weights])
    return fit(rows, known, weights / weights.mean(), ridge=RIDGE)


def model_of(theta: Any) -> dict[str, Any]:
    """The model as it is written: slopes a feature, and the intercept."""
    table = np.asarray(theta[:-1]).reshape(COLUMNS, len(line_features.NAMES)).T
    slopes = {
        name: [round(float(value), 3) for value in row] for name, row in zip(line_features.NAMES, table, strict=True)
    }
    return {"intercept": round(float(theta[-1]), 3), "slopes": slopes}


def score(page: Page) -> tuple[float, int, int]:
    """Word F1 of the cleaned page, content lines lost, content lines: as in `score_lines.py`."""
    out = text_of(clean_text("\n".join(page.lines)))
    have, whole = Counter(flat(line) for line in out.split("\n")), f" {flat(out)} "
    words: Counter[str] = Counter()
    lost = content = 0
    for line, label in zip(page.lines, page.labels, strict=True):
        wanted = flat(line)
        size = wanted.count(" ") + 1 if wanted else 0
        if label == "m" or not size:
            continue
        kept = have[wanted] > 0 or (size >= 4 and f" {wanted} " in whole)
        words[label + "-+"[kept]] += size
        content += label == "k"
        lost += label == "k" and not kept
    precision = words["k+"] / max(1, words["k+"] + words["d+"])
    recall = words["k+"] / max(1, words["k+"] + words["k-"])
    return 2 * precision * recall / max(1e-9, precision + recall), lost, content


def report(name: str, results: dict[str, list[tuple[float, int, int]]]) -> None:
    """One line a level."""
    for level, scores in sorted(results.items()):
        share = sum(lost for _, lost, _ in scores) / sum(content for _, _, content in scores)
        f1 = np.mean([value for value, _, _ in scores])
        print(f"{name} {level}: word F1 {f1:.4f}, content lines lost {share:.2%}, {len(scores)} texts", flush=True)


def use(theta: Any) -> None:
    """Let the cleaner judge by these coefficients; None: by the rules alone."""
    values = (0.0,) * (COLUMNS * len(line_features.NAMES)), -99.0
    if theta is not None:
        values = tuple(float(value) for value in theta[:-1]), float(theta[-1])
    residue.model = lambda: values


def main() -> None:
    """Cross-validate, then train on everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    data = pages(Path(os.environ.get("GLOSSPRESS_SHARED", "../shared")) / "data" / "extraction")
    if options.write:
        MODEL.write_text(json.dumps(model_of(trained(data)), indent=1) + "\n", "utf-8")
        print(f"written: {MODEL}")
    for name, by_model in (("rules alone", False), (f"with the model, {FOLDS} folds by site", True)):
        results: dict[str, list[tuple[float, int, int]]] = {}
        for fold in range(FOLDS):
            use(trained([page for page in data if fold_of(page.site) != fold]) if by_model else None)
            for page in (page for page in data if fold_of(page.site) == fold):
                results.setdefault(page.level, []).append(score(page))
        report(name, results)


if __name__ == "__main__":
    main()
