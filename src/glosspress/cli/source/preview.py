"""`glosspress source preview`: a page that shows what cleaning keeps and removes."""

from __future__ import annotations

from pathlib import Path

import click

from glosspress.cli.options import Options, pass_options


@click.command("preview")
@click.argument("source")
@click.option("--articles", default=5, show_default=True, type=click.IntRange(1, 200), help="How many.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The page to write (default: <source>-preview.html)."
)
@pass_options
def command(options: Options, source: str, articles: int, out: Path | None) -> None:
    """Write an HTML page about the first articles of a source: every kept and removed part with its rule.

    \b
    Example:
      glosspress source preview samples --articles 2
    """
    from glosspress.errors import UsageError
    from glosspress.steps.source_preview import preview

    path = out or Path(f"{source}-preview.html")
    page, count = preview(options.open_workspace(), source, articles)
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(f"cannot write: {error.strerror}", str(path), "--out another.html") from error
    click.echo(f"{path}: {count} articles")
