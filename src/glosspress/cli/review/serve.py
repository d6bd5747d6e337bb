"""`review serve`: the workbench."""

from __future__ import annotations

import click

from glosspress.cli.options import Options, pass_options


@click.command("serve")
@click.option(
    "--port", default=8640, show_default=True, type=click.IntRange(0, 65535), help="Of loopback; 0: any free one."
)
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@pass_options
def serve_command(options: Options, port: int, show: bool) -> int:
    """Review pages in the browser: queue, side-by-side view, edits with live checks, approval, publishing.

    It listens on this machine only. The printed address holds a secret of this start: who has it can review, in the name
    they give. Ctrl-C ends it; nothing is lost, since every write is in the ledger.

    \b
    Example:
      glosspress review serve --help
    """
    from glosspress.ledger import open_ledger
    from glosspress.workbench import bind, serve

    here = options.open_workspace()
    open_ledger(here.ledger_url)
    address = bind(port)
    click.echo(address.url)
    click.echo("Open this address; Ctrl-C ends the workbench.", err=True)
    if show:
        click.launch(address.url)
    serve(here, address).run(sockets=[address.listening])
    return 0
