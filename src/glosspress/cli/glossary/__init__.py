"""`glosspress glossary`: what translators ask of their term base. One command a module."""

from __future__ import annotations

import click

from glosspress.cli.lazy import LazyGroup

# name: (module:attribute, one line of help). The line stands here so that --help imports nothing.
_COMMANDS = {
    "check": ("glosspress.cli.glossary.check:check_command", "Faults and doubts of term bases."),
    "diff": ("glosspress.cli.glossary.diff:diff_command", "What differs between two states."),
    "impact": ("glosspress.cli.glossary.impact:impact_command", "What a change will do to the site."),
    "import": ("glosspress.cli.glossary.importing:import_command", "Terms of another tool as proposed rows."),
    "export": ("glosspress.cli.glossary.exporting:export_command", "A term base for another tool."),
    "suggest": ("glosspress.cli.glossary.suggest:suggest_command", "Terms the articles need, as proposed rows."),
    "consistency": ("glosspress.cli.glossary.consistency:consistency_command", "One term, its renderings, where."),
    "release": ("glosspress.cli.glossary.release:release_command", "Freeze the working files as a release."),
    "restore": ("glosspress.cli.glossary.restore:restore_command", "The files of a release again."),
}


@click.group("glossary", cls=LazyGroup, lazy=_COMMANDS)
def group() -> None:
    """Check, release, compare and exchange term bases.

    \b
    Example:
      glosspress glossary check glossary/en-pt.csv
    """
