"""`glosspress glossary release`: freeze the working files as the next release."""

from __future__ import annotations

import getpass

import click

from glosspress.cli.options import Options, pass_options


@click.command("release")
@click.option("--reviewer", help="Who answers for it, a name or an e-mail address (default: the user of this machine).")
@click.option("--message", default="", help="A line for the changelog.")
@click.option("--except", "exceptions", multiple=True, metavar="TERM", help="A term that stays as it was; repeatable.")
@pass_options
def release_command(options: Options, reviewer: str | None, message: str, exceptions: tuple[str, ...]) -> int:
    """Freeze the working files as the next release: plain files, a lock with their digests, a changelog.

    The site follows with the next `glosspress run`. To see impact and previews in a form and to redo exactly the touched
    pages, run the flow `glossary_release` in Prefect instead.

    \b
    Example:
      glosspress glossary release --reviewer reviewer@example.org --message "First terms."
    """
    from glosspress.glossary.lock import read_lock, unreleased
    from glosspress.steps.releasing import Answer, approve, propose

    here = options.open_workspace()
    lock = read_lock(here.glossary)
    if lock is not None and not unreleased(here.glossary):
        click.echo(f"nothing to release: the working files are those of {lock.version}", err=True)
        return 0
    answer = Answer(reviewer or getpass.getuser(), message, exceptions)
    made = approve(propose(here.root), answer)
    click.echo(made.version)
    click.echo(f"{len(made.files)} files, {made.terms:,} approved terms, sha256 {made.sha256[:16]}", err=True)
    return 0
