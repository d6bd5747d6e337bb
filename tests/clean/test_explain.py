"""The command and its explanation page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from glosspress.clean import clean_page
from glosspress.clean.explain import page
from glosspress.cli.clean import command

SOURCE = Path(__file__).parent / "golden" / "residue-en" / "page.txt"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_forms(form: str) -> None:
    """The command prints the article in each form and nothing of what was removed from its text."""
    result = CliRunner().invoke(command, [str(SOURCE), "--format", form])
    assert result.exit_code == 0, result.output
    assert "Living with high blood pressure" in result.stdout
    if form == "json":
        assert set(json.loads(result.stdout)) == {"title", "blocks", "metadata", "removed"}
    else:
        assert "spot_img" not in result.stdout


def test_standard_input() -> None:
    """`-` reads standard input."""
    result = CliRunner().invoke(command, ["-"], input=SOURCE.read_bytes())
    assert result.stdout.startswith("Living with high blood pressure\n")


def test_explanation(tmp_path: Path) -> None:
    """The page shows every kept text, every removal with rule and reason, and runs nothing."""
    out = tmp_path / "out.html"
    result = CliRunner().invoke(command, [str(SOURCE), "--explain", str(out)])
    assert result.exit_code == 0, result.output
    shown = out.read_text("utf-8")
    article = clean_page(SOURCE.read_bytes())
    for part in article.removed:
        assert part.rule in shown
        assert part.reason.replace("'", "&#x27;") in shown
    assert shown.count('<div class="part removed">') == len([part for part in article.removed if not part.flagged])
    assert "<script" not in shown


def test_explanation_escapes() -> None:
    """Markup in a source is shown, not run."""
    text = "A title\n\n" + "The dose of <b onclick=x>this</b> drug & others is low in most adults who take it. " * 3
    assert "<b onclick" not in page(clean_page(text))
