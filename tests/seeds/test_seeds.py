"""Five real articles, already extracted from their pages, through the whole main job. Skipped where they are absent."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from glosspress.article import Kind
from glosspress.clean import clean_text
from glosspress.ledger import open_ledger
from glosspress.page import Page

from .. import warm

ROOT = Path(__file__).resolve().parents[2]
LOCALES = "pt-BR,en-XA,ar-XB"
BOILERPLATE = (
    "Date:",
    "Share post",
    "LEAVE A REPLY",
    "Please enter your comment",
    "Please enter your name",
    "spot_img",
    "Related articles",
    "Video Source",
    "Learn more about",
)


@pytest.fixture(scope="module")
def articles(shared: Path) -> list[Path]:
    return sorted((shared / "seeds").glob("article-*.txt"))


@pytest.fixture(scope="module")
def pages(articles: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """The published pages of the five articles in three locales."""
    root = tmp_path_factory.mktemp("seeds")
    (root / "sources" / "articles").mkdir(parents=True)
    for path in articles:
        (root / "sources" / "articles" / path.name).write_bytes(path.read_bytes())
    (root / "sources" / "seeds.yaml").write_text(
        "title: Seeds\nlicense: {status: licensed}\nkind: folder\npath: articles\nassertions: {min_articles: 5}\n"
    )
    (root / "glosspress.yaml").write_text("locales: {pt-BR: {}, en-XA: {}, ar-XB: {}}\n")
    shutil.copytree(ROOT / "glossary", root / "glossary")
    command = [*warm.glosspress(), "--workspace", str(root)]
    done = subprocess.run([*command, "run", "--direct", "--to", LOCALES], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stderr
    verified = subprocess.run([*command, "verify"], capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout
    with open_ledger(f"sqlite:///{root}/.glosspress/ledger.db") as ledger:
        online, held = ledger.current_pages(), ledger.held()
    assert len(online) + len(held) == 15
    assert all(page.decision.reasons for page in held)
    assert len(online) >= 14
    return online


def sentences(text: str) -> list[str]:
    parts = (
        part
        for line in text.splitlines()
        for part in re.split(r"(?<=[.!?])\s+", " ".join(line.removeprefix("- ").split()))
    )
    return [part for part in parts if len(part.split()) > 4]


def test_no_boilerplate_is_left(articles: list[Path]) -> None:
    """None of the boilerplate that the five articles carry is in a cleaned article."""
    for path in articles:
        article = clean_text(path.read_text(encoding="utf-8"))
        for phrase in BOILERPLATE:
            assert phrase not in article.text, f"{path.name}: {phrase}"
        assert not re.search(r"\b\d{5}\b|https?://", article.text), "a glued date or link"
        _, form, tail = path.read_text(encoding="utf-8").partition("LEAVE A REPLY")
        for line in filter(None, map(str.strip, tail.splitlines() if form else [])):
            assert line not in article.text, f"{path.name}: {line}"


def test_no_sentence_vanishes(articles: list[Path]) -> None:
    """Every sentence of the source is in the article or in its list of removals, and removals are no article text."""
    for path in articles:
        source = path.read_text(encoding="utf-8")
        article = clean_text(source)
        kept = " ".join(f"{article.title} {article.text}".split())
        gone = " ".join(" ".join(part.text for part in article.removed).split())
        cut = [part.text for part in article.removed if not part.flagged and len(part.text.split()) <= 6]
        for sentence in sentences(source):
            shortened = sentence
            for phrase in cut:
                shortened = shortened.replace(f" {phrase}", "")
            words = shortened.split()[:8]
            assert " ".join(words) in kept or " ".join(sentence.split()[:8]) in gone, f"{path.name}: {sentence}"


def test_every_pinned_term_and_number_is_online(pages: list[Page]) -> None:
    """Each published page has as many NMDA and BDNF as its source, and no binding pin is missing anywhere."""
    for page in pages:
        source = f"{page.source.title}\n{page.source.text}"
        target = f"{page.target.title}\n{page.target.text}"
        for term in ("NMDA", "BDNF"):
            assert target.count(term) == source.count(term), f"{page.id} {page.locale} {term}"
        for path, items in page.translations:
            for item in items:
                lost = [result.pin.source for result in item.pins if result.pin.binding and not result.found]
                assert not lost, f"{page.id} {page.locale} {path}: {lost}"
                assert not item.held


def test_structure_is_kept(pages: list[Page]) -> None:
    """Every block of the source has its counterpart, with text wherever the source has text."""
    for page in pages:
        source, target = list(page.source.walk()), list(page.target.walk())
        assert [(path, block.kind) for path, block in source] == [(path, block.kind) for path, block in target]
        for (path, before), (_, after) in zip(source, target, strict=True):
            if before.kind is not Kind.RULE and before.text.text.strip():
                assert after.text.text.strip(), f"{page.id} {page.locale} {path}"
