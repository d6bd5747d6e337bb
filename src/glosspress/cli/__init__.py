"""The command line: verbs, each in its own module, loaded only when it runs.

Results go to stdout, talk to stderr. Exit codes stand in `glosspress.errors`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from glosspress import __version__
from glosspress.cli.lazy import LazyGroup
from glosspress.cli.options import Options
from glosspress.errors import GlosspressError

# name: (module:attribute, one line of help). The line stands here so that --help imports nothing.
_COMMANDS = {
    "init": ("glosspress.cli.init:command", "Make a new workspace."),
    "run": ("glosspress.cli.run:command", "Ingest, clean, translate, check and publish."),
    "clean": ("glosspress.cli.clean:command", "Show what is kept and removed of one article."),
    "translate": ("glosspress.cli.translate:command", "Translate text with verified pins."),
    "source": ("glosspress.cli.source:group", "Propose, check, preview and watch sources."),
    "glossary": ("glosspress.cli.glossary:group", "Check the term base."),
    "engine": ("glosspress.cli.engine:group", "Manage translation packages."),
    "snapshot": ("glosspress.cli.snapshot:group", "Hand on what was fetched, as a web archive."),
    "review": ("glosspress.cli.review:group", "What waits for persons, edits, approvals, files for translators."),
    "publish": ("glosspress.cli.publish:command", "Build the site without a run; deliver it to targets."),
    "verify": ("glosspress.cli.verify:command", "Rebuild every hash of the published site."),
    "reproduce": ("glosspress.cli.reproduce:command", "Make a published page again and compare."),
    "withdraw": ("glosspress.cli.withdraw:command", "Take a page off the site, or bring it back."),
    "rollback": ("glosspress.cli.rollback:command", "Put an earlier edition online."),
    "up": ("glosspress.cli.serving.commands:up", "Start Prefect's server, a worker and the deployments."),
    "down": ("glosspress.cli.serving.commands:down", "Stop them."),
    "backup": ("glosspress.cli.backup:backup_command", "Copy the ledger and what the team owns into an archive."),
    "restore": ("glosspress.cli.backup:restore_command", "Unpack such an archive into an empty folder."),
    "housekeeping": ("glosspress.cli.housekeeping:command", "Remove what retention lets go; check the disk budget."),
    "doctor": ("glosspress.cli.doctor:command", "What is installed, what is missing, how to mend it."),
}


@click.group(
    cls=LazyGroup, lazy=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="glosspress")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="The workspace to work in (default: the nearest folder upwards with a glosspress.yaml).",
)
@click.pass_context
def root(ctx: click.Context, workspace: Path | None) -> None:
    """Publish medical articles in many languages, offline, with every pinned term, number and dose verified.

    \b
    Example:
      glosspress init clinic-news
      glosspress --workspace clinic-news run --to pt-BR --direct
    """
    ctx.obj = Options(workspace)


def main() -> None:
    """Entry point of the `glosspress` command."""
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; errors a user can mend are printed without a traceback."""
    try:
        result = root.main(args=arguments, prog_name="glosspress", standalone_mode=False)
    except GlosspressError as error:
        click.echo(f"glosspress: {error}", err=True)
        return error.exit_code
    except click.exceptions.Abort:
        click.echo("glosspress: stopped; what was finished is kept, run the same command again to go on", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return result if isinstance(result, int) else 0
