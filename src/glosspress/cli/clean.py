"""`glosspress clean`: what is kept and what is removed of one article."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from glosspress.article import Article
    from glosspress.clean import Policy


@click.command()
@click.argument("article", metavar="FILE|URL|-")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", help="Form of the result."
)
@click.option("--explain", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.html",
              help="Also write a page that shows every kept and removed part with its rule.")  # fmt: skip
@click.option("--base-url", default="", metavar="URL", help="Address that makes relative links absolute (files only).")
@click.option("--off", multiple=True, metavar="RULE", help="Do not apply a rule, or all whose ids begin with it.")
@click.option("--promotion", type=click.Choice(["remove", "flag", "keep"]), default="remove",
              help="What happens to promotional place names and calls to action.")  # fmt: skip
def command(article: str, form: str, explain: Path | None, base_url: str, off: tuple[str, ...], promotion: str) -> None:
    """Clean one article and print it.

    HTML, plain text, Markdown, DOCX and PDF are recognised by the file's ending or media type; `-` reads HTML or text from
    standard
    input. JSON has title, blocks, metadata and removed (text, rule, reason).

    \b
    Example:
      glosspress clean article.html
      glosspress clean --format json --explain report.html https://example.org/article
      glosspress clean --format markdown - < page.txt
    """
    from glosspress.clean import Policy

    cleaned = _cleaned(article, base_url, Policy(off=off, promotion=promotion))
    if explain is not None:
        _write(explain, cleaned, article)
    click.echo(_formatted(cleaned, form), nl=False)


def _cleaned(name: str, base_url: str, policy: Policy) -> Article:
    from glosspress.clean import clean_page

    if name == "-":
        return clean_page(sys.stdin.buffer.read(), base_url or None, rules=policy)
    from glosspress.ingest import fetch, read_file
    from glosspress.steps.reading import article_of

    snapshot = fetch(name) if name.lower().startswith(("http://", "https://")) else read_file(Path(name))
    return article_of(snapshot, None, policy=policy, base_url=base_url)


def _formatted(article: Article, form: str) -> str:
    from glosspress.clean.plain import markdown_of, text_of

    if form == "json":
        return json.dumps(article.as_json(), ensure_ascii=False, indent=2) + "\n"
    return markdown_of(article) if form == "markdown" else text_of(article)


def _write(path: Path, article: Article, name: str) -> None:
    from glosspress.clean.explain import page
    from glosspress.errors import UsageError

    try:
        path.write_text(page(article, name), "utf-8")
    except OSError as error:
        raise UsageError(
            f"cannot write: {error.strerror}", str(path), "name a file in a folder you may write to"
        ) from error
    click.echo(f"explained in {path}", err=True)
