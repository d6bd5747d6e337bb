"""Options that several review commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from glosspress.errors import UsageError

if TYPE_CHECKING:
    from glosspress.steps.reviewing import Person
    from glosspress.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


def person_options(function: F) -> F:
    """`--as` and `--role`."""
    role = click.option(
        "--role", default="reviewer", show_default=True, help="As what: translator, medical reviewer ..."
    )
    actor = click.option("--as", "actor", envvar="GLOSSPRESS_REVIEWER", default="", help="Your name or e-mail address.")
    return actor(role(function))


def to_option(function: F) -> F:
    """`--to LOCALE`."""
    return click.option("--to", "locale", help="The locale (default: the only one the workspace has).")(function)


def person(actor: str, role: str) -> Person:
    """The person. UsageError: nobody is named."""
    from glosspress.steps.reviewing import Person

    return Person(actor, role).named("glosspress review")


def one_locale(workspace: Workspace, locale: str | None) -> str:
    """The locale asked for, or the only one there is. UsageError: several."""
    if locale:
        from glosspress import locales

        return locales.parse(locale).tag
    known = list(workspace.config.locales)
    if len(known) != 1:
        raise UsageError("which locale?", "", f"--to {'|'.join(known) or 'pt-BR'}")
    return known[0]
