"""Where editions are delivered, as `targets` of the workspace configuration names it. Never a credential."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from glosspress.definitions import BaseUrl, Definition, Tag

_SECRETS = frozenset({"key", "secret", "token", "password", "username", "passphrase", "client_secret"})


def _no_secret(name: str) -> str:
    """A check of names, not of values: a message must not repeat a secret."""
    if name.lower() in _SECRETS or name.lower().endswith(("_key", "_secret", "_token", "_password")):
        raise ValueError("this is a secret: it belongs into the environment, never into this file")
    return name


OptionName = Annotated[str, AfterValidator(_no_secret)]


class FilesTarget(Definition):
    """A folder or an object store that editions are copied to."""

    kind: Literal["files"]
    url: str
    """An fsspec URL: `s3://bucket/path`, `sftp://host/path`, `/srv/www`; relative paths start at the workspace."""
    layout: Literal["editions", "plain"] = "editions"
    """`editions`: each in a folder of its own and the object `current` names the one to serve; `plain`: the files at their
    places, for a web server that follows nothing.
    """
    keep: int = Field(default=5, ge=1, le=1000)
    """Editions that stay, the current one included."""
    options: dict[OptionName, str | int | float | bool] = Field(default_factory=dict)
    """For the file system, such as `endpoint_url`. Credentials come from its own environment variables."""


class WordPressTarget(Definition):
    """A WordPress site whose posts are written over its REST API."""

    kind: Literal["wordpress"]
    url: BaseUrl
    user: str
    password_env: str = "GLOSSPRESS_WORDPRESS_PASSWORD"  # noqa: S105 - the name of a variable
    """Environment variable that holds the user's application password."""
    locales: tuple[Tag, ...] = ()
    """Empty: all."""
    timeout_s: float = Field(default=30.0, gt=0, le=600)


Target = Annotated[FilesTarget | WordPressTarget, Field(discriminator="kind")]
