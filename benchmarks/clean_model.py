"""Trains the selection model of the cleaner: a logistic regression on the features of page parts.

    GLOSSPRESS_SHARED=../shared python benchmarks/clean_model.py [--write]

Labels come from pages with independent gold text: a part is content when at least half of its word 4-grams (or, for
short parts, all its words in a row) stand in the gold text. Every page weighs the same. Prints the word F1 that
site-grouped cross-validation gives (no site is in two folds); `--write` trains on all pages and writes the
coefficients into the package.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from glosspress.article import Kind
from glosspress.clean import features, markup
from glosspress.clean.decoding import decode
from glosspress.clean.policy import Policy
from glosspress.errors import InputError

WORD = re.compile(r"\w+")
FOLDS = 5
RIDGE = 30.0
MODEL = Path("src/glosspress/clean/rules/selection.json")


@dataclass
class Sample:
    """One page: vectors, labels (None: unknown) and texts of its parts."""

    site: str
    group: str
    gold: str
    vectors: list[list[float]] = field(default_factory=list)
    labels: list[float | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def samples(folder: Path) -> list[Sample]:
    """All pages of the development set."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    found = []
    for name, item in sorted(gold.items()):
        body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        host = urlsplit(item.get("url") or "").hostname or f"{item['set']}{item.get('theme', '')}"
        sample = Sample(".".join(host.split(".")[-2:]), item["set"], item.get("text", ""))
        try:
            page = markup.read(decode(body), "", Policy())
        except InputError:
            continue
        parts, opinion = markup.opinion_of(page)
        for part, vector in zip(parts, features.vectors(parts, opinion, page.weights, page.content), strict=True):
            if part.kind is Kind.FIGURE:
                continue
            sample.vectors.append(vector)
            sample.texts.append(part.text)
            sample.labels.append(label(part.text, item))
        if sample.vectors:
            found.append(sample)
    return found


def label(text: str, item: dict[str, Any]) -> float | None:
    """How much of a part is content, 0 to 1; None when the gold does not say."""
    if not item.get("text"):
        flat = " ".join(text.split())
        good, bad = any(s in flat for s in item["with"]), any(s in flat for s in item["without"])
        return None if good == bad else float(good)
    words, gold = WORD.findall(text.lower()), WORD.findall(item["text"].lower())
    if len(words) < 6:
        return float(f" {' '.join(words)} " in f" {' '.join(gold)} ") if words else None
    known = {tuple(gold[k : k + 4]) for k in range(len(gold) - 3)}
    grams = [tuple(words[k : k + 4]) for k in range(len(words) - 3)]
    return sum(gram in known for gram in grams) / len(grams)


def matrix(chosen: list[Sample]) -> tuple[Any, Any, Any]:
    """Vectors, labels and weights of many pages."""
    rows, labels, weights = [], [], []
    for sample in chosen:
        total = sum(len(t) for t, y in zip(sample.texts, sample.labels, strict=True) if y is not None)
        for vector, value, text in zip(sample.vectors, sample.labels, sample.texts, strict=True):
            if value is not None:
                rows.append(vector)
                labels.append(float(value >= 0.5))
                weights.append((len(text) + 8) / (total if sample.gold else max(total, 3000)))
    weight = np.array(weights)
    return np.array(rows), np.array(labels), weight / weight.mean()


def fit(rows: Any, labels: Any, weights: Any, ridge: float = RIDGE) -> Any:
    """Coefficients (the intercept last) by Newton's method with a ridge penalty on standardised columns."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    data = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    theta = np.zeros(data.shape[1])
    penalty = ridge * np.ones(len(theta))
    penalty[-1] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-data @ theta))
        gradient = data.T @ (weights * (p - labels)) + penalty * theta
        hessian = (data * (weights * p * (1 - p))[:, None]).T @ data + np.diag(penalty + 1e-6)
        step = np.linalg.solve(hessian, gradient)
        theta -= step
        if abs(step).max() < 1e-6:
            break
    slope = theta[:-1] / spread
    return np.append(slope, theta[-1] - slope @ mean)


def page_f1(sample: Sample, keep: Any) -> float:
    """Word-bag F1 of the kept parts of a page."""
    mine = WORD.findall("\n".join(t for t, k in zip(sample.texts, keep, strict=True) if k).lower())
    gold = WORD.findall(sample.gold.lower())
    shared = sum((Counter(mine) & Counter(gold)).values())
    return 2 * shared / (len(mine) + len(gold)) if mine else 0.0


def fold_of(site: str) -> int:
    """The fold of a site, the same on every machine."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def main() -> None:
    """Cross-validate, then train on everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    data = samples(Path(os.environ.get("GLOSSPRESS_SHARED", "../shared")) / "data" / "extraction")
    scores: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        rows, labels, weights = matrix([s for s in data if fold_of(s.site) != fold])
        theta = fit(rows, labels, weights)
        for sample in (s for s in data if fold_of(s.site) == fold and s.gold):
            value = np.array(sample.vectors) @ theta[:-1] + theta[-1]
            scores.setdefault(sample.group, []).append(page_f1(sample, value >= 0))
    for group, values in sorted(scores.items()):
        print(
            f"{group}: word F1 {np.mean(values):.4f} on {len(values)} pages, {FOLDS} folds by site, without text rules"
        )
    if options.write:
        rows, labels, weights = matrix(data)
        theta = fit(rows, labels, weights)
        names = [*features.NAMES, "intercept"]
        MODEL.write_text(
            json.dumps(dict(zip(names, (round(float(v), 4) for v in theta), strict=True)), indent=1) + "\n", "utf-8"
        )
        print(f"written: {MODEL}")


if __name__ == "__main__":
    main()
