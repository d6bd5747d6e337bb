"""How much a change of a source matters is decided from its text, the graver class in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.article import Article, Metadata, Removed
from glosspress.changes import ChangeKind, classify, retraction
from glosspress.clean import clean_markdown, clean_page
from glosspress.glossary import Term
from glosspress.glossary import of_terms as glossary_of

BASE = "# Lithium\n\nTake 5 mg of the medicine twice a day with water.\n\nSleep helps. Walks do too.\n\nDo not drive today.\n"


def article(text: str) -> Article:
    return clean_markdown(text)


def kind(before: str, after: str) -> ChangeKind:
    return classify(article(before), article(after)).kind


@pytest.mark.parametrize(("old", "new", "fact"), [
    ("5 mg", "50 mg", "unit"),
    ("5 mg", "5 µg", "unit"),
    ("5 mg", "5 Mg", "unit"),
    ("twice", "once", "number"),
    ("Do not drive", "Drive", "negation"),
    ("Do not drive today.", "Do not drive today, only if you slept.", "caution"),
    ("twice a day", "three times a day", "number"),
    ("Sleep helps.", "Sleep helps. Stop after 3 days.", "number"),
])  # fmt: skip
def test_safety(old: str, new: str, fact: str) -> None:
    """A number, dose, unit, negation or instruction that differs is safety-relevant, and named with both forms."""
    change = classify(article(BASE), article(BASE.replace(old, new)))
    assert change.kind is ChangeKind.SAFETY
    assert fact in {found.kind for part in change.parts for found in part.facts}
    assert all(part.before != part.after for part in change.parts)


@pytest.mark.parametrize(("old", "new"), [
    ("Sleep helps.", "Good sleep helps."),
    ("Walks do too.", ""),
    ("Sleep helps. Walks do too.", "Walks do too. Sleep helps."),
    ("# Lithium", "# Lithium salts"),
])  # fmt: skip
def test_content(old: str, new: str) -> None:
    """Other words are a content change."""
    assert kind(BASE, BASE.replace(old, new)) is ChangeKind.CONTENT


@pytest.mark.parametrize(("old", "new"), [
    ("5 mg", "5\u00a0mg"),
    ("Sleep helps", "*Sleep* helps"),
    ("Do not drive today.", "Do not drive today"),
    ("Sleep helps.", "Sleep  helps."),
])  # fmt: skip
def test_typographic(old: str, new: str) -> None:
    """White space, emphasis and closing punctuation are typography."""
    change = classify(article(BASE), article(BASE.replace(old, new)))
    assert change.kind in {ChangeKind.TYPOGRAPHIC, ChangeKind.UNCHANGED}
    assert not change.kind.outdates


@pytest.mark.parametrize(("before", "after"), [
    ("It’s the “best” rest", "It's the \"best\" rest"),
    ("for 3-5 days", "for 3–5 days"),
    ("wait …", "wait ..."),
])  # fmt: skip
def test_quotes_and_dashes(before: str, after: str) -> None:
    """Forms of quotation marks and dashes are typography, in a sentence with numbers too."""
    old = Article("T", article(f"# T\n\n{before}\n").blocks)
    new = Article("T", article(f"# T\n\n{after}\n").blocks)
    assert classify(old, new).kind is ChangeKind.TYPOGRAPHIC


def test_raised_numbers() -> None:
    """10<sup>9</sup> that became 109 is safety-relevant though the letters are the same."""
    page = (
        "<article><h1>Cells</h1><p>There are 10<sup>9</sup> cells in a litre of this blood sample today.</p></article>"
    )
    change = classify(clean_page(page), clean_page(page.replace("<sup>9</sup>", "9")))
    assert change.kind is ChangeKind.SAFETY


def test_swapped_doses() -> None:
    """The same two doses in another order are safety-relevant."""
    assert (
        kind("# T\n\nTake 5 mg of A and 10 mg of B.\n", "# T\n\nTake 10 mg of A and 5 mg of B.\n") is ChangeKind.SAFETY
    )


def test_swapped_table_rows() -> None:
    """Numbers that change places in a table are safety-relevant."""
    table = "# T\n\n| drug | mg |\n|---|---|\n| A | 5 |\n| B | 10 |\n"
    swapped = "# T\n\n| drug | mg |\n|---|---|\n| A | 10 |\n| B | 5 |\n"
    assert kind(table, swapped) is ChangeKind.SAFETY


def test_a_lost_warning() -> None:
    """A paragraph with facts that is gone is safety-relevant; one without is content."""
    assert kind(BASE, BASE.replace("Do not drive today.\n", "")) is ChangeKind.SAFETY
    assert kind(BASE + "\nIt rains.\n", BASE) is ChangeKind.CONTENT


def test_a_pinned_term() -> None:
    """A term of the glossary that is replaced is safety-relevant."""
    terms = glossary_of([Term("t1", "ketamine", "cetamina")])
    old, new = article("# T\n\nThey gave ketamine to all.\n"), article("# T\n\nThey gave morphine to all.\n")
    assert classify(old, new, "en", terms).kind is ChangeKind.SAFETY
    assert classify(old, new, "en").kind is ChangeKind.CONTENT


def test_boilerplate() -> None:
    """What cleaning removed and what the page says about itself do not outdate a translation."""
    old = article(BASE)
    new = replace(old, removed=(Removed("Share", "any.share", "A label."),), metadata=Metadata(modified="2026-11-21"))
    assert classify(old, new).kind is ChangeKind.BOILERPLATE
    assert classify(old, old).kind is ChangeKind.UNCHANGED


@pytest.mark.parametrize(("title", "found"), [
    ("RETRACTED: Lithium in the water", "RETRACTED"),
    ("Lithium in the water [Withdrawn]", "Withdrawn"),
    ("Retraction notice: Lithium", "Retraction notice"),
    ("Lithium in the water – retracted", "retracted"),
    ("Why papers are retracted", ""),
    ("The consent was withdrawn by patients", ""),
    ("Alcohol withdrawal", ""),
])  # fmt: skip
def test_retraction(title: str, found: str) -> None:
    """A title that takes the article back is seen; a title about retractions is not."""
    assert retraction(Article(title, ())) == found


@given(st.text(alphabet='abc 0123456789mg.,-–’"\u00a0²', max_size=60), st.text(alphabet="abc 019mg.,-–’²", max_size=60))
def test_a_digit_never_changes_unseen(before: str, after: str) -> None:
    """Whatever is written: texts whose digits differ are never unchanged, boilerplate or typography."""
    from glosspress.article import Block, Kind, Rich

    old, new = (Article("T", (Block(Kind.PARAGRAPH, Rich(text)),)) for text in (before, after))
    change = classify(old, new)
    digits = [[c for c in text if c.isnumeric()] for text in (before, after)]
    if digits[0] != digits[1]:
        assert change.kind.outdates
    assert classify(old, old).kind is ChangeKind.UNCHANGED
    assert change == classify(old, new)
