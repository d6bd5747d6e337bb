"""`glosspress translate`: text with verified pins."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import HELD_EXIT_CODE, ConfigError, InputError

if TYPE_CHECKING:
    from glosspress.glossary import Glossary
    from glosspress.translation import Translation


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--to", "to", required=True, help="Target locale, such as pt-BR.")
@click.option("--from", "source", default="en", show_default=True, help="Source language.")
@click.option(
    "--glossary", type=click.Path(path_type=Path), help="Term base (CSV); default: the workspace's for this pair."
)
@click.option(
    "--lines", is_flag=True, help="Each line is a unit of its own (default: paragraphs, parted by empty lines)."
)
@click.option("--jsonl", is_flag=True, help="One JSON object a unit: source, target, held, reasons, rung, pins, score.")
@pass_options
def command(options: Options, file: str, to: str, source: str, glossary: Path | None, lines: bool, jsonl: bool) -> int:
    """Translate a text file under a glossary; what does not verify is held and ends with exit code 3.

    A held unit is printed as its source between marks, never as an unverified translation; with --jsonl its best
    attempt is in `target` and `held` is true.

    \b
    Example:
      glosspress translate --to pt-BR --lines --jsonl sentences.txt
    """
    from glosspress import locales
    from glosspress.translate import translate

    target = locales.parse(to)
    text = _read(file)
    units = _lines(text) if lines else _paragraphs(text)
    results = translate(
        units, to, source=source, glossary=_glossary(options, glossary, locales.parse(source).language, target.tag)
    )
    for unit, result in zip(units, results, strict=True):
        click.echo(_json_line(_row(unit, result)) if jsonl else _plain(unit, result))
        if not jsonl and not lines:
            click.echo()
    for number, result in enumerate(results, start=1):
        if result.held and not jsonl:
            click.echo(f"held {'line' if lines else 'paragraph'} {number}: {'; '.join(result.reasons)}", err=True)
    return HELD_EXIT_CODE if any(result.held for result in results) else 0


def _row(unit: str, result: Translation) -> dict[str, Any]:
    return {
        "source": unit,
        "target": result.target.text,
        "held": result.held,
        "reasons": list(result.reasons),
        "rung": result.rung.value,
        "pins": [
            {"source": pin.pin.source, "target": pin.target or pin.pin.targets[0], "found": pin.found}
            for pin in result.pins
        ],
        "score": result.score,
    }


_BREAKS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
"""Line breaks of Unicode that JSON does not escape: a reader that splits at them would see two lines."""


def _json_line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False).translate(_BREAKS)


def _plain(unit: str, result: Translation) -> str:
    return f"[[held: {unit}]]" if result.held else result.target.text


def _read(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", file) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            "is not UTF-8 text", f"{file}:{line}", "convert it, or use glosspress clean for web pages"
        ) from None


def _lines(text: str) -> list[str]:
    """The lines of a text file; form feeds and the line separators of Unicode are characters of a line."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _paragraphs(text: str) -> list[str]:
    parts = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    return [part for part in parts if part]


def _glossary(options: Options, path: Path | None, source: str, target: str) -> Glossary | None:
    """The named term base, else the workspace's for the pair, else none."""
    from glosspress.glossary import for_pair, load

    if path is not None:
        return load(path)
    try:
        workspace = options.open_workspace()
    except ConfigError:
        if options.workspace is not None:
            raise
        return None
    return for_pair(workspace, source, target)
