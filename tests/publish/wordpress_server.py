"""A real WordPress from Debian's packages on loopback: MariaDB on a socket, PHP's own server, one editor."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path("/usr/share/wordpress")
NEEDED = ("mariadbd", "mariadb-install-db", "mariadb", "php")
_CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_ENVIRONMENT_TYPE', 'local'); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}'); define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (['AUTH_KEY','SECURE_AUTH_KEY','LOGGED_IN_KEY','NONCE_KEY','AUTH_SALT','SECURE_AUTH_SALT','LOGGED_IN_SALT',
  'NONCE_SALT'] as $name) define($name, $name);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
_INSTALL = """<?php
$_SERVER['HTTP_HOST'] = '{host}';
define('WP_INSTALLING', true);
require '{root}/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Test', 'admin', 'admin@example.org', true, '', 'unused');
foreach (['editor', 'author'] as $role) {{
  $id = wp_insert_user(['user_login' => $role, 'user_pass' => wp_generate_password(), 'role' => $role]);
  [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'tests']);
  echo $role, ' ', $password, "\\n";
}}
"""


def missing() -> str:
    """What is not installed here; empty: all is there."""
    absent = [name for name in NEEDED if shutil.which(name) is None]
    return ", ".join(absent) or ("" if (SOURCE / "wp-settings.php").is_file() else "wordpress")


@dataclass
class WordPressServer:
    """A running site."""

    folder: Path
    url: str
    passwords: dict[str, str]
    """Application passwords by user: `editor`, `author`."""
    processes: list[subprocess.Popen[bytes]]

    def close(self) -> None:
        """End both servers."""
        for process in reversed(self.processes):
            process.terminate()
            process.wait(30)

    def plugin(self, code: str) -> None:
        """Put a plugin in place that every request loads; empty code removes it."""
        file = self.folder / "www" / "wp-content" / "mu-plugins" / "test.php"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"<?php {code}")


def start(folder: Path) -> WordPressServer:
    """Install and start it in an empty folder; a few seconds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    host, root, data = f"127.0.0.1:{port}", folder / "www", folder / "db"
    shutil.copytree(
        SOURCE, root, ignore=shutil.ignore_patterns("languages", ".htaccess"), ignore_dangling_symlinks=True
    )
    (root / "wp-config.php").write_text(_CONFIG.format(socket=folder / "sock", url=f"http://{host}"))
    install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
    subprocess.run([*install, "--skip-test-db"], check=True, capture_output=True)
    options = [f"--datadir={data}", f"--socket={folder / 'sock'}", "--skip-networking", "--innodb-buffer-pool-size=32M"]
    with (folder / "log").open("wb") as log:
        database = subprocess.Popen(["mariadbd", "--no-defaults", "--user=root", *options], stdout=log, stderr=log)
        _wait(lambda: _sql(folder, "SELECT 1"))
        _sql(folder, "CREATE DATABASE wp")
        script = folder / "install.php"
        script.write_text(_INSTALL.format(host=host, root=root))
        made = subprocess.run(["php", "-d", "display_errors=0", script], check=True, capture_output=True, text=True)
        passwords = dict(
            line.split(" ", 1) for line in made.stdout.splitlines() if line.startswith(("editor ", "author "))
        )
        server = subprocess.Popen(["php", "-S", host, "-t", root], cwd=root, stdout=log, stderr=log)
    url = f"http://{host}/"
    _wait(lambda: urllib.request.urlopen(f"{url}index.php?rest_route=/wp/v2/types", timeout=10).read())
    return WordPressServer(folder, url, passwords, [database, server])


def _sql(folder: Path, statement: str) -> None:
    command = ["mariadb", "--no-defaults", "--user=root", f"--socket={folder / 'sock'}", "-e", statement]
    subprocess.run(command, check=True, capture_output=True)


def _wait(ready: object, seconds: float = 60) -> None:
    assert callable(ready)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, subprocess.CalledProcessError, urllib.error.URLError):
            ready()
            return
        time.sleep(0.1)
    raise TimeoutError("a server did not start")
