"""Templates and style sheet: the package's, each replaceable by a file of the same name in a workspace's theme."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glosspress import locales
from glosspress.digest import sha256
from glosspress.errors import PublishError
from glosspress.render.dates import language_name, long_date, number

if TYPE_CHECKING:
    from jinja2 import Environment

STYLE, EXTRA = "style.css", "extra.css"


class Theme:
    """The look of a site. `folder` may hold templates, `style.css` (instead of ours) and `extra.css` (after it).

    PublishError: a link in it leads out of it; what is published is what the team put there.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        if folder is not None:
            _contained(folder)
        self._environment = _environment(folder)
        self.style = (_text(folder, STYLE) + _text(folder, EXTRA)).encode()
        self.style_path = f"assets/style-{sha256(self.style)[:12]}.css"
        """Path below the site; the name changes with the content, so that no reader sees an old one."""

    def render(self, template: str, **values: Any) -> str:
        """A page from a template. PublishError: a template of the workspace is broken."""
        from jinja2 import TemplateError

        try:
            return self._environment.get_template(template).render(style_path=self.style_path, **values)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            name = getattr(error, "name", None) or template
            where = f"{self._folder or 'theme'}/{name}" + (f":{line}" if line else "")
            raise PublishError(f"the template cannot be used: {error.message}", where) from error


def _contained(folder: Path) -> None:
    home = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and not path.resolve().is_relative_to(home):
            raise PublishError("a link leads out of the theme", str(path), "put the file itself there")


def _text(folder: Path | None, name: str) -> str:
    if folder is not None and (folder / name).is_file():
        return (folder / name).read_text(encoding="utf-8")
    file = resources.files("glosspress.render") / "theme" / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


@lru_cache(maxsize=8)
def _environment(folder: Path | None) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined

    own = [FileSystemLoader(folder)] if folder is not None else []
    environment = Environment(
        loader=ChoiceLoader([*own, PackageLoader("glosspress.render", "theme")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(long_date=long_date, language_name=language_name, number=number)
    environment.globals.update(strings_locale=locales.parse)
    return environment
