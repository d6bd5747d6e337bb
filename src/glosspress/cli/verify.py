"""`glosspress verify`: rebuild every hash of the published site and check its pages against their records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import IntegrityError

if TYPE_CHECKING:
    from glosspress.publish import Problem


@click.command()
@click.argument(
    "directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option(
    "--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write a JUnit report for CI: one case a check."
)
@pass_options
def command(options: Options, directory: Path | None, as_json: bool, junit: Path | None) -> int:
    """Check a published site from its files alone.

    Every file against the manifest, every page against its provenance record, every pin in the published text, every
    claimed review against the published event chain, languages, links, addresses, and that nothing in a page can run.
    DIR is the output folder, an edition or a copy of it; left out, the output of the workspace. Ends with 11 when there
    is a problem.

    \b
    Example:
      glosspress verify
      glosspress verify output --json
    """
    from glosspress.publish import verify

    where = directory or options.open_workspace().output
    problems = verify(where)
    if junit is not None:
        junit.write_bytes(_junit(problems))
    if as_json:
        report = {"directory": str(where), "ok": not problems, "problems": [asdict(problem) for problem in problems]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(f"{problem.path or '.'}: {problem.message} [{problem.check}]")
        click.echo(f"{len(problems)} problems" if problems else "every file, page and pin is as recorded", err=True)
    return IntegrityError.exit_code if problems else 0


def _junit(problems: Sequence[Problem]) -> bytes:
    """One test case a check; its failure lists what is wrong."""
    from xml.etree import ElementTree

    from glosspress.publish.problems import CHECKS

    failed = {problem.check for problem in problems}
    suite = ElementTree.Element(
        "testsuite", name="glosspress verify", tests=str(len(CHECKS)), failures=str(len(failed))
    )
    for check in CHECKS:
        case = ElementTree.SubElement(suite, "testcase", classname="glosspress.verify", name=check)
        found = [problem for problem in problems if problem.check == check]
        if found:
            failure = ElementTree.SubElement(case, "failure", message=f"{len(found)} problems")
            failure.text = "\n".join(f"{problem.path or '.'}: {problem.message}" for problem in found)
    return bytes(ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True))
