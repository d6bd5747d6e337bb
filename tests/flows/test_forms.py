"""The forms in which operators start a run by hand, as Prefect derives them from the flows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from .loading import load_flow

FLOWS = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "flows").glob("*.py"))


@pytest.fixture(params=FLOWS)
def form(request: pytest.FixtureRequest, repository: Path) -> dict[str, Any]:
    """The schema of a flow's parameters: what the pages draw the form from."""
    from prefect.utilities.callables import parameter_schema

    schema: dict[str, Any] = parameter_schema(load_flow(repository, request.param)).model_dump_for_openapi()
    return schema


def test_every_field_is_explained(form: dict[str, Any]) -> None:
    """A title for people, not the parameter's name, and a sentence of plain text: the pages draw no Markdown here."""
    for name, field in form["properties"].items():
        assert field["title"][0].isupper(), name
        assert field["title"] != name
        assert re.fullmatch(r"[A-Z][^`*_]+\.", field["description"]), name


def test_no_field_asks_for_a_type(form: dict[str, Any]) -> None:
    """`str | None` would be drawn as a choice between "string" and "null" before anything can be typed."""
    assert [name for name, field in form["properties"].items() if "anyOf" in field or "type" not in field] == []


def test_what_may_be_left_out_has_a_default(form: dict[str, Any]) -> None:
    """Quick run starts every deployment but two: which page, why and by whom must be told, and which shard of which run."""
    assert form.get("required", []) in ([], ["page", "reason", "by"], ["run", "shard"])


@pytest.mark.parametrize("name", FLOWS)
def test_annotations_are_objects(repository: Path, name: str) -> None:
    """`flow.serve()` pickles a flow without its module: a type that is a string would not be found in the served run."""
    assert not [kind for kind in load_flow(repository, name).fn.__annotations__.values() if isinstance(kind, str)]
