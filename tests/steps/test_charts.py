"""Charts and rows of a run's report: axes that people read, commands that exist."""

from __future__ import annotations

import re
import shlex

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.cli import root
from glosspress.steps import HeldPage, held_rows
from glosspress.steps.charts import bars, line


def ticks(svg: str) -> list[float]:
    """The numbers beside the axis, from below."""
    return [float(text.replace(",", "")) for text in re.findall(r'text-anchor="end" fill="#222">([^<]+)<', svg)]


@given(st.integers(1, 100_000))
def test_counts_have_whole_ticks(highest: int) -> None:
    """No half pages; three to six lines, the topmost above the highest bar."""
    found = ticks(bars("Pages by state", {"pt-BR": {"held": highest}}))
    assert all(tick == int(tick) for tick in found)
    assert 3 <= len(found) <= 6
    assert found[-1] >= highest > found[0] == 0


@pytest.mark.parametrize(("highest", "expected"), [(0.5, [0, 0.2, 0.4, 0.6]), (254.162, [0, 100, 200, 300]), (0, 5)])
def test_steps_are_round(highest: float, expected: list[float] | int) -> None:
    """1, 2 or 5 of a power of ten, never 0.575; a figure that is always 0 has an axis too."""
    found = ticks(line("held pages (share)", ["11-20", "11-21"], [0, highest]))
    assert found == expected if isinstance(expected, list) else len(found) == expected


def test_the_command_that_mends_a_page_exists() -> None:
    """What the table of held pages names can be typed as it stands."""
    reason = "policy `reviewed`: this page waits for a person's review"
    [row] = held_rows((HeldPage("clinic/sleep", "pt-BR", (reason,), last_good=True),))
    program, *arguments = shlex.split(row["mend"])
    assert program == "glosspress"
    command: click.Command = root
    with click.Context(root) as context:
        while isinstance(command, click.Group):
            name = arguments.pop(0)
            found = command.get_command(context, name)
            assert found is not None, name
            command = found
        made = command.make_context(name, arguments, parent=context)  # UsageError: no such option
    assert made.params["page"] == "clinic/sleep"
