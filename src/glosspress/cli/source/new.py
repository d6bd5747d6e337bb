"""`glosspress source new`: a definition from what a site offers."""

from __future__ import annotations

from pathlib import Path

import click

from glosspress.cli.options import Options, pass_options


@click.command("new")
@click.argument("place", metavar="URL|FOLDER|FILE")
@click.option("--id", "name", default="", help="Id of the source (default: from the address).")
@click.option("--write", is_flag=True, help="Write sources/<id>.yaml; without it, the proposal is only printed.")
@pass_options
def command(options: Options, place: str, name: str, write: bool) -> None:
    """Propose a definition: from the WordPress interface, sitemap or feed of a site, or for a folder of files.

    The permission to translate is never guessed: it is `fair-use-review`, which holds every page until a person has
    decided. A definition that is there already is not overwritten.

    \b
    Example:
      glosspress source new https://example.org/
    """
    from glosspress.errors import UsageError
    from glosspress.sources import header, load
    from glosspress.steps.proposing_source import propose, propose_files

    here = options.open_workspace()
    web = place.lower().startswith(("http://", "https://"))
    proposal = propose(here, place) if web else propose_files(here, Path(place))
    text = header(here.root) + proposal.yaml
    for problem in proposal.problems:
        click.echo(f"note    {problem}", err=True)
    for article in proposal.samples:
        click.echo(
            f"sample  {article.title or 'untitled'}: {len(article.text):,} characters kept, {len(article.removed)} parts removed",
            err=True,
        )
    if not write:
        click.echo(text, nl=False)
        return
    path = here.sources / f"{name or proposal.id}.yaml"
    if path.exists() or path.with_suffix(".yml").exists():
        raise UsageError("is there already; nothing was written", f"sources/{path.name}", "--id another-name")
    path.write_text(text, "utf-8")
    load(path)
    click.echo(f"sources/{path.name} written; now: glosspress source check {path.stem}", err=True)
