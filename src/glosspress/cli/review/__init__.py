"""`glosspress review`: what persons do with pages, from the command line."""

from __future__ import annotations

import click

from glosspress.cli.review.exchanging import export_command, import_command
from glosspress.cli.review.looking import history_command, list_command, status_command
from glosspress.cli.review.serve import serve_command
from glosspress.cli.review.writing import approve_command, comment_command, edit_command, reopen_command


@click.group("review")
def group() -> None:
    """Review pages: what waits, what was done, edits, approvals, files for translators' tools.

    Every write is an event of the chain with a named person (`--as`, or GLOSSPRESS_REVIEWER); the site follows with the next
    `glosspress run`.

    \b
    Example:
      glosspress review list
      glosspress review history
    """


for _command in (
    status_command,
    list_command,
    history_command,
    edit_command,
    approve_command,
    reopen_command,
    comment_command,
    export_command,
    import_command,
    serve_command,
):
    group.add_command(_command)
