"""The workbench's templates and static files."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from glosspress import locales

_TYPES = {"workbench.css": "text/css", "workbench.js": "text/javascript", "icon.svg": "image/svg+xml"}


def page_path(page_id: str, locale: str) -> str:
    """Where a page is shown in the workbench."""
    return f"/page/{quote(locale)}/{quote(page_id)}"


def render(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or the fragment of one; every value is escaped."""
    return HTMLResponse(_environment().get_template(template).render(**values), status)


def static(name: str) -> Response:
    """A file of the package; 404: no such file."""
    if name not in _TYPES:
        return Response(status_code=404)
    data = (resources.files("glosspress.workbench") / "static" / name).read_bytes()
    return Response(data, media_type=_TYPES[name])


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("glosspress.workbench", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(page_path=page_path, direction=_direction, language=_language)
    environment.filters["when"] = lambda at: at.replace("T", " ").replace("Z", " UTC")
    return environment


def _direction(tag: str) -> str:
    return locales.parse(tag).direction


def _language(tag: str) -> str:
    return locales.parse(tag).english_name
