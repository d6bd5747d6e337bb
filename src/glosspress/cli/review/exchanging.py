"""`review export` and `import`: files for translators' tools."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glosspress.cli.options import Options, pass_options
from glosspress.cli.review.options import one_locale, person, person_options, to_option
from glosspress.errors import ConflictError, UsageError

if TYPE_CHECKING:
    from glosspress.steps.importing import Imported


@click.command("export")
@click.argument("pages", nargs=-1)
@to_option
@click.option("--format", "form", default="xliff", show_default=True, help="xliff (2.1), xliff12, po or tmx.")
@click.option("--scope", help="open, all or approved sentences (default: all; for tmx: approved).")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file (default: stdout).")
@pass_options
def export_command(
    options: Options, pages: tuple[str, ...], locale: str | None, form: str, scope: str | None, output: Path | None
) -> None:
    """Write PAGES (default: all) for translators' tools, with pins, findings, provenance and earlier translations.

    \b
    Example:
      glosspress review export --to pt-BR --output pages.xlf
      glosspress review export --to pt-BR --format po
    """
    from glosspress.steps.exporting import export

    here = options.open_workspace()
    data = export(here, one_locale(here, locale), form, pages or None, scope)
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}", str(output)) from None
    click.echo(f"{output}: {len(data):,} bytes", err=True)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@to_option
@person_options
@click.option("--approve", is_flag=True, help="Approve what the tool calls final; else a changed text is post-edited.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each sentence as JSON.")
@pass_options
def import_command(
    options: Options,
    files: tuple[Path, ...],
    locale: str | None,
    actor: str,
    role: str,
    approve: bool,
    as_json: bool,
) -> int:
    """Take over what translators changed in FILES (.xlf, .po, .tmx). Nothing of anybody is overwritten.

    Exit code 12 when a sentence is in conflict or refused; all others are taken all the same.

    \b
    Example:
      glosspress review import --help
    """
    from glosspress.steps.importing import import_file

    here, who = options.open_workspace(), person(actor, role)
    troubled = False
    for path in files:
        done = import_file(here, who, path, approve=approve, locale=locale)
        troubled |= bool(done.conflicts or done.refused)
        if as_json:
            click.echo(json.dumps({"file": str(path), **asdict(done)}, ensure_ascii=False, indent=1))
        else:
            _print(path, done)
    return ConflictError.exit_code if troubled else 0


def _print(path: Path, done: Imported) -> None:
    for kind, notes in (("conflict", done.conflicts), ("refused", done.refused), ("repaired", done.repaired)):
        for note in notes:
            click.echo(f"{note.line}: {kind}: {note.place}: {note.what}")
    click.echo(
        f"{path}: {len(done.edited)} edited, {len(done.approved)} approved, {done.unchanged} unchanged, "
        f"{done.unfinished} unfinished, {len(done.conflicts)} in conflict, {len(done.refused)} refused"
        + (f", {done.unknown} stand on no page" if done.unknown else ""),
        err=True,
    )
