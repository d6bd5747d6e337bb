"""The JSON Schema of source definitions, for editors that complete and check YAML."""

from __future__ import annotations

import json
from pathlib import Path

from glosspress.sources.definition import Source

FILE = "source.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> str:
    """The schema as JSON text (draft 2020-12), the same for the same fields."""
    made = Source.model_json_schema()
    return json.dumps({"$schema": _DIALECT, **made}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def header(root: Path) -> str:
    """The comment by which editors find the schema from `sources/`, or nothing where the workspace has none."""
    for place, seen_from in (
        (root / "sources" / FILE, FILE),
        (root / "docs" / "schema" / FILE, f"../docs/schema/{FILE}"),
    ):
        if place.is_file():
            return f"# yaml-language-server: $schema={seen_from}\n"
    return ""
