"""`glosspress glossary impact`: what a change of the term bases will do to the site."""

from __future__ import annotations

from pathlib import Path

import click

from glosspress.cli.glossary.showing import FORMATS, show
from glosspress.cli.options import Options, pass_options


@click.command("impact")
@click.argument("before", default="last", metavar="[A]")
@click.argument("after", default="working", metavar="[B]")
@click.option("--format", "form", type=FORMATS, default="terminal", show_default=True, help="What is printed.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead.")
@click.option(
    "--previews", default=12, show_default=True, type=click.IntRange(0, 500), help="Sentences before and after."
)
@pass_options
def impact_command(options: Options, before: str, after: str, form: str, out: Path | None, previews: int) -> int:
    """Show which sentences, pages and locales change when the term bases go from A to B, and what it costs.

    A and B are named as in `glosspress glossary diff`. Sentences before and after are really translated; the run after a
    release finds them in the ledger.

    \b
    Example:
      glosspress glossary impact
      glosspress glossary impact last working --previews 3 --format html --out impact.html
    """
    from glosspress.glossary.states import paired, resolve
    from glosspress.steps.impact import impact
    from glosspress.steps.previewing import with_previews

    here = options.open_workspace()
    one, other = paired(resolve(here, before), resolve(here, after))
    found = impact(here, one, other)
    show(with_previews(here, found, other, previews) if previews else found, form, out)
    return 0
