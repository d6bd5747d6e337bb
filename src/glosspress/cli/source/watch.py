"""`glosspress source watch`: the flow `watch_sources` without Prefect."""

from __future__ import annotations

import json

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import HELD_EXIT_CODE


@click.command("watch")
@click.argument("sources", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All sources now, whatever their schedule.")
@click.option("--json", "as_json", is_flag=True, help="Print the watch as JSON.")
@pass_options
def command(options: Options, sources: tuple[str, ...], everything: bool, as_json: bool) -> int:
    """Fetch what is due and compare it with what is published: unchanged, boilerplate, typographic, content, safety, moved, gone.

    Named sources are looked at now. Nothing is translated or withdrawn; what a person should decide is proposed. Ends
    with 3 when there is something to decide.

    \b
    Example:
      glosspress source watch --all
      glosspress source watch samples --json
    """
    from glosspress.cli.show_run import fetch_lines
    from glosspress.steps.watched import watch_json, watch_markdown
    from glosspress.steps.watching import watch

    with fetch_lines():
        seen = watch(options.open_workspace().root, list(sources) or None, everything=everything)
    if as_json:
        click.echo(json.dumps(watch_json(seen), ensure_ascii=False, indent=2))
    else:
        click.echo(watch_markdown(seen), nl=False)
    return 0 if seen.calm else HELD_EXIT_CODE
