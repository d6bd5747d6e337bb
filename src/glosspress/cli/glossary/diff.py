"""`glosspress glossary diff`: what differs between two states of the term bases."""

from __future__ import annotations

from pathlib import Path

import click

from glosspress.cli.glossary.showing import FORMATS, show
from glosspress.cli.options import Options, pass_options


@click.command("diff")
@click.argument("before", default="last", metavar="[A]")
@click.argument("after", default="working", metavar="[B]")
@click.option("--format", "form", type=FORMATS, default="terminal", show_default=True, help="What is printed.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead.")
@pass_options
def diff_command(options: Options, before: str, after: str, form: str, out: Path | None) -> int:
    """Show what differs between the states A (default: the last release) and B (default: the working files).

    A state is a release (`2026.11.21`), `last`, `working`, a CSV file, a folder of them, or a git revision (`HEAD~3`, a tag).
    The difference is one of meaning: the order of rows and quotation marks do not count.

    \b
    Example:
      glosspress glossary diff
      glosspress glossary diff last working --format markdown
    """
    from glosspress.glossary.diff import diff
    from glosspress.glossary.states import paired, resolve

    here = options.open_workspace()
    show(diff(*paired(resolve(here, before), resolve(here, after))), form, out)
    return 0
