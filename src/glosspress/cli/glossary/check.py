"""`glosspress glossary check`: faults and doubts of term bases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import GlossaryError, UsageError
from glosspress.glossary.lint import check
from glosspress.glossary.problems import Problem

_FILE = click.Path(path_type=Path, dir_okay=False)
_ARTICLES = click.Path(path_type=Path, exists=True)


@click.command("check")
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option(
    "--corpus", multiple=True, type=_ARTICLES, help="Articles (files or folders): unused terms, loose acronyms."
)
@pass_options
def check_command(options: Options, files: tuple[Path, ...], as_json: bool, corpus: tuple[Path, ...]) -> int:
    """Check term base FILES (default: all of the workspace) for faults and doubts.

    Each problem is told as `file:line:column`, what is wrong, and how to mend it. Exit code 5 when a file would not
    load, else 0; warnings alone are no failure.

    \b
    Example:
      glosspress glossary check
      glosspress glossary check --json glossary/en-pt.csv
      glosspress glossary check --corpus sources/samples glossary/en-pt.csv
    """
    paths = list(files) or _all_files(options)
    problems = check(paths)
    broken = {problem.path for problem in problems if problem.error}
    if corpus:
        problems += _about_articles([path for path in paths if str(path) not in broken], corpus)
    if as_json:
        click.echo(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=1))
    else:
        _print(problems)
    errors = sum(problem.error for problem in problems)
    click.echo(f"{len(paths)} files, {errors} errors, {len(problems) - errors} warnings", err=True)
    return GlossaryError.exit_code if errors else 0


def _all_files(options: Options) -> list[Path]:
    folder = options.open_workspace().glossary
    found = sorted(folder.glob("*.csv"))
    if not found:
        raise UsageError(
            "no term base", str(folder), "Add a file such as `en-pt.csv` with the columns source and target."
        )
    return found


def _print(problems: list[Problem]) -> None:
    for problem in problems:
        grade = "error" if problem.error else "warning"
        click.echo(f"{problem.where}: {grade}: {problem.message} [{problem.rule}]\n  -> {problem.mend}")


def _about_articles(paths: list[Path], corpus: tuple[Path, ...]) -> list[Problem]:
    from glosspress.glossary.corpus import check_corpus

    texts = list(_texts(corpus))
    return [problem for path in paths for problem in check_corpus(path, texts)]


def _texts(places: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
    """Name and text of articles: HTML through the cleaning, plain text and Markdown as they are."""
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in (".html", ".htm"):
                from glosspress.clean import clean_page

                yield str(path), clean_page(path.read_bytes()).text
            elif path.suffix in (".txt", ".md"):
                yield str(path), path.read_text(encoding="utf-8", errors="replace")
