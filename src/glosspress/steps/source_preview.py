"""One page about several articles of a source: what cleaning keeps and removes of each."""

from __future__ import annotations

from contextlib import closing
from html import escape

from glosspress.clean.explain import page as explained
from glosspress.errors import InputError, UsageError
from glosspress.ingest import ingest
from glosspress.snapshot import Snapshot
from glosspress.sources import load_all
from glosspress.steps.reading import article_of, notes_of
from glosspress.workspace import Workspace


def preview(here: Workspace, source_id: str, most: int) -> tuple[str, int]:
    """The page, and how many articles it shows. UsageError: no such source. Nothing is stored."""
    source = next((item for item in load_all(here) if item.id == source_id), None)
    if source is None:
        raise UsageError(f"no source `{source_id}`", "sources/", "glosspress source check")
    bodies, problems, style = [], [], ""
    with closing(ingest(source, here)) as found:  # type: ignore[type-var]
        for item in found:
            try:
                if not isinstance(item, Snapshot):
                    raise item
                article = article_of(item, source)
            except InputError as error:
                problems.append(f"{error.where}: {error.what}")
                continue
            whole = explained(article, item.url)
            style = whole.partition("<style>")[2].partition("</style>")[0]
            notes = "".join(f"<p>{escape(note)}</p>" for note in notes_of(article))
            body = whole.partition("<body>")[2].rpartition("</body>")[0]
            bodies.append(f"<section>{body}{notes}</section><hr>")
            if len(bodies) == most:
                break
    said = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
    unused = f"<h2>Not used</h2><ul>{said}</ul>" if said else ""
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview of {escape(source_id)}</title>'
    return f"{head}<style>{style}</style></head><body>{''.join(bodies)}{unused}</body></html>\n", len(bodies)
