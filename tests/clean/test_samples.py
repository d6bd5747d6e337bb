"""Articles from outside the project, where they are present: all known residue goes, no sentence of content does."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress.clean import clean_page

RESIDUE = (
    "Date:",
    "Share post:",
    "https://",
    "LEAVE A REPLY",
    "Please enter",
    "spot_img",
    "Related articles",
    "Video Source",
    "20230",
    "prolific author",
    "Custom Key Chains",
    "simply feel...",
    "Maryland",
    "Learn more about",
)


@pytest.mark.parametrize("number", range(1, 6))
def test_residue_goes_and_content_stays(shared: Path, number: int) -> None:
    """No residue is left; every long line that has none of it is kept whole, once."""
    source = shared / "seeds" / f"article-{number}.txt"
    if not source.is_file():
        pytest.skip(f"{source} is not there")
    article = clean_page(source.read_bytes())
    assert [part for part in RESIDUE if part in article.text] == []
    lines = [" ".join(line.split()) for line in source.read_text("utf-8").split("\n")]
    content = [
        line.removeprefix("- ") for line in lines if len(line) > 140 and not any(part in line for part in RESIDUE)
    ]
    repeated = [line for line in content if article.text.count(line) != 1]
    assert [line for line in repeated if not any(line in other and line != other for other in content)] == []
    assert "\n".join([article.title, article.text]).count(article.title) <= 2
