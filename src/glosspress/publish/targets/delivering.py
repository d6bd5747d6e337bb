"""Deliver the edition that is online to one target of the configuration."""

from __future__ import annotations

import os

from glosspress.digest import sha256_file
from glosspress.errors import ConfigError, IntegrityError, PublishError
from glosspress.publish import manifest
from glosspress.publish.online import CURRENT
from glosspress.publish.targets.delivery import Delivery, Parcel, Target
from glosspress.publish.verify import verify
from glosspress.targets import FilesTarget
from glosspress.workspace import CONFIG_FILE, Workspace

__all__ = ["Delivery", "Target", "deliver", "probe"]


def deliver(workspace: Workspace, name: str) -> Delivery:
    """Verify the edition of `output/` and deliver it. IntegrityError: it does not verify; nothing was sent."""
    folder = (workspace.output / CURRENT).resolve()
    if not (folder / manifest.MANIFEST).is_file():
        raise PublishError("nothing is published yet", str(workspace.output), "glosspress publish")
    problems = verify(folder)
    if problems:
        first = problems[0]
        raise IntegrityError(f"{len(problems)} problems; nothing was delivered", first.path, "glosspress verify")
    files = {**manifest.read(folder), manifest.MANIFEST: sha256_file(folder / manifest.MANIFEST)}
    return _target(workspace, name).deliver(Parcel(folder.name, folder, files))


def probe(workspace: Workspace, name: str) -> str:
    """What a target says that could be written now. PublishError, ConfigError: what is in the way."""
    return _target(workspace, name).probe()


def _target(workspace: Workspace, name: str) -> Target:
    settings = workspace.config.targets[name]
    if isinstance(settings, FilesTarget):
        from glosspress.publish.targets.stores import Store

        return Store(settings, workspace.root)
    from glosspress.publish.targets.wordpress import WordPress

    password = os.environ.get(settings.password_env, "")
    if not password:
        where = f"{CONFIG_FILE}: targets.{name}"
        raise ConfigError(
            f"the variable {settings.password_env} is not set", where, "set it to an application password"
        )
    return WordPress(settings, password)
