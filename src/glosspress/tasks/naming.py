"""Names of runs, as lists of runs show them."""

from __future__ import annotations

from collections.abc import Sequence

from prefect.runtime import flow_run

_NAMED = 4
"""More sources or locales than these are counted."""


def name_localize() -> str:
    """`localize pt-BR, en-XA from samples`; read from the parameters of the run that begins."""
    asked = flow_run.get_parameters()
    return f"localize {_listed(asked.get('to'), 'locales')} from {_listed(asked.get('sources'), 'sources')}"


def _listed(names: Sequence[str] | None, kind: str) -> str:
    if not names:
        return f"all {kind}"
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} {kind}"
