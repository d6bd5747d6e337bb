"""`glosspress source`: where articles come from. One command a module."""

from __future__ import annotations

import click

from glosspress.cli.lazy import LazyGroup

# name: (module:attribute, one line of help). The line stands here so that --help imports nothing.
_COMMANDS = {
    "new": ("glosspress.cli.source.new:command", "Propose a definition from a site, a folder or a file."),
    "check": ("glosspress.cli.source.checking:command", "Check definitions, and what they promise."),
    "preview": ("glosspress.cli.source.preview:command", "Show what is kept and removed of a source's articles."),
    "watch": ("glosspress.cli.source.watch:command", "What changed at the sources of published articles."),
    "clear": ("glosspress.cli.source.clear:command", "Record that a person looked at the permission to translate."),
    "schema": ("glosspress.cli.source.schema:command", "Print the JSON Schema of definitions."),
}


@click.group("source", cls=LazyGroup, lazy=_COMMANDS)
def group() -> None:
    """Where articles come from: propose, check, preview and watch sources.

    \b
    Example:
      glosspress source check
    """
