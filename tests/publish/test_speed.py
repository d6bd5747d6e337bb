"""The cost of publishing grows with the number of pages, not faster."""

import time
from dataclasses import replace

from glosspress.publish import publish, verify


def _cpu_s(work, *arguments) -> float:
    started = time.process_time()
    work(*arguments)
    return time.process_time() - started


def test_four_times_the_pages_cost_about_four_times_as_much(here, pages, tmp_path):
    """Publishing and verifying 240 pages takes less than eight times the CPU of 60 pages."""
    made = pages.site_pages(("pt-BR", "en-XA"), 120)
    small, large = (replace(here, root=tmp_path / name) for name in ("small", "large"))
    publish(here, made[:2])
    few, many = _cpu_s(publish, small, made[:60]), _cpu_s(publish, large, made)
    assert many < 8 * few
    assert _cpu_s(verify, large.output) < 8 * _cpu_s(verify, small.output)
