"""Fields of the forms in which operators start a run by hand."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field


def field(title: str, description: str, *examples: Any, **constraints: Any) -> Any:
    """What stands beside a parameter; its type is `Annotated` with this. `description` is a sentence in plain text: the
    form shows it as it is, and shows no examples.

    Prefect (3.8) takes names as titles and descriptions from docstrings, whatever the field says; only what stands in
    `json_schema_extra` comes through. Parameters that may be left out are `= ()` or `= ""`: optional ones (`| None`) are
    shown as a choice between types. A flow's file does not postpone its annotations (PEP 563): a flow that is served is
    pickled without its module, in which names in strings would be looked up.
    """
    shown = {"title": title, "description": description}
    constraints |= shown | {"json_schema_extra": shown}
    return Field(examples=list(examples) or None, **constraints)


WorkspaceFolder = Annotated[str, field("Workspace", "Folder of the workspace; the one of the flow's file when empty.")]
