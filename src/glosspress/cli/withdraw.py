"""`glosspress withdraw`: take a page off the site, or bring it back."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from glosspress.cli.options import Options, pass_options


@click.command()
@click.argument("page", metavar="URL|PAGE")
@click.option("--reason", required=True, help="Why; readers of the page see it.")
@click.option("--by", required=True, help="Who answers for it: a name or an e-mail address.")
@click.option("--role", default="", help="As what: editor, medical reviewer ...")
@click.option("--restore", is_flag=True, help="Bring the withdrawn page back as it was.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@pass_options
def command(options: Options, page: str, reason: str, by: str, role: str, restore: bool, as_json: bool) -> int:
    """Withdraw a page: a notice takes its place, and it leaves indexes, feeds, the sitemap and other versions' links.

    PAGE is `<source>/<slug>` for all locales or `<source>/<slug>@<locale>`; URL is a page's own address or that of its
    original. The page stays withdrawn, whatever runs make of it, until --restore. Targets follow with
    `glosspress publish --target NAME`.

    \b
    Example:
      glosspress withdraw samples/sleep-and-memory --by editor@example.org --reason "The dose is out of date."
    """
    from glosspress import steps

    act = steps.restore if restore else steps.withdraw
    done = act(options.open_workspace(), page, by, reason, role)
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False, indent=2))
        return 0
    for identity, locale in done.pages:
        click.echo(f"{'restored' if restore else 'withdrawn'}  {identity}  {locale}")
    click.echo(f"edition {done.published.edition[:12]} is online", err=True)
    return 0
