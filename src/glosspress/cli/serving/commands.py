"""`glosspress up` and `glosspress down`: everything an operator needs on one machine."""

from __future__ import annotations

import ipaddress
import signal
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from glosspress.cli.options import Options, pass_options
from glosspress.cli.serving import processes, state
from glosspress.cli.serving.settings import POOL, database, environment, server_folder
from glosspress.cli.serving.state import Serving
from glosspress.errors import ConfigError, UsageError


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; others than loopback need a TLS proxy.",
)
@click.option(
    "--port", default=4200, show_default=True, type=click.IntRange(1, 65535), help="Port of the pages and the API."
)
@click.option("--limit", default=1, show_default=True, type=click.IntRange(1), help="Flow runs at once.")
@click.option(
    "--foreground", is_flag=True, help="Stay, and stop everything on SIGTERM or Ctrl-C (for systemd, containers)."
)
@pass_options
def up(options: Options, host: str, port: int, limit: int, foreground: bool) -> int:
    """Start Prefect's server, a work pool, a worker and this workspace's deployments on this machine.

    The pages ask for a user and a password: they are made at the first start and lie in .glosspress/server/auth.
    What is running already stays as it is; deployments are registered again, as they are switched.

    \b
    Example:
      glosspress up --port 4200
    """
    root = options.open_workspace().root
    serving = state.read(root)
    if serving:
        click.echo(f"already up: {serving.url}", err=True)
    else:
        serving = _start(root, host, port)
    known = environment(root, serving.url, serving.port)
    processes.run(root, [], known, module="glosspress.tasks.registering")
    alerts = processes.run(root, [], known, module="glosspress.tasks.alerting").strip()
    if not state.is_ours(root, serving.worker_pid):
        arguments = ["worker", "start", "--pool", POOL, "--name", f"{POOL}-{serving.port}", "--limit", str(limit)]
        worker = processes.start(root, "worker", arguments, known)
        serving = replace(serving, worker_pid=worker.pid)
        state.write(root, serving)
    _show(root, serving)
    click.echo(alerts)
    if foreground:
        _stay(root, serving)
    return 0


@click.command()
@pass_options
def down(options: Options) -> int:
    """Stop the worker and the server that `glosspress up` started.

    A run that is under way is interrupted; what it finished is in the ledger, and the next run goes on from there.

    \b
    Example:
      glosspress down
    """
    root = options.open_workspace().root
    click.echo("stopped" if _stop(root) else "nothing was running", err=True)
    return 0


def _start(root: Path, host: str, port: int) -> Serving:
    if not _is_loopback(host):
        click.echo(f"{host} is reachable from other machines: put a TLS proxy before it (docs/operators.md)", err=True)
    if not processes.port_free(host, port):
        raise UsageError(f"port {port} is in use", host, "glosspress up --port 4300, or stop what runs there")
    _stop(root)  # a worker whose server is gone
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    url = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    click.echo(f"starting the Prefect server at {url} ...", err=True)
    arguments = ["server", "start", "--host", host, "--port", str(port)]
    known = environment(root, url, port)
    server = processes.start(root, "server", arguments, known)
    serving = Serving(url, port, server.pid, 0, database(known))
    state.write(root, serving)
    try:
        processes.wait_until_healthy(url, lambda: server.poll() is None, server_folder(root) / "server.log")
    except ConfigError:
        _stop(root)
        raise
    return serving


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _stop(root: Path) -> bool:
    known = state.remembered(root)
    if known is None:
        return False
    stopped = [processes.stop(pid, partial(state.is_ours, root)) for pid in (known.worker_pid, known.server_pid)]
    state.forget(root)
    return any(stopped)


def _show(root: Path, serving: Serving) -> None:
    folder = server_folder(root)
    click.echo(f"pages       {serving.url}")
    click.echo(f"password    {folder / 'auth'} (user:password)")
    click.echo(f"database    {serving.database}")
    click.echo(f"logs        {folder / 'server.log'}, {folder / 'worker.log'}")
    click.echo("schedules are off until someone turns them on: pages -> Deployments")


def _stay(root: Path, serving: Serving) -> None:
    """Until a signal, or until one of the two has ended."""

    def leave(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    try:
        while state.is_ours(root, serving.server_pid) and state.is_ours(root, serving.worker_pid):
            time.sleep(1)
    except KeyboardInterrupt:
        _stop(root)
        return
    _stop(root)
    raise ConfigError("the server or the worker ended by itself", str(server_folder(root)), "read the logs")
