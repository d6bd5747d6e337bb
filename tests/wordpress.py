"""A real WordPress from Debian's packages: own database, own port on loopback, nothing of the system's changed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

_CODE = Path("/usr/share/wordpress")
_CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {{
  define($name . '_KEY', 'test'); define($name . '_SALT', 'test');
}}
define('WP_HOME', '{root}'); define('WP_SITEURL', '{root}');
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
_ROUTER = """<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$file = __DIR__ . $path;
if (is_file($file)) return false;
if (is_dir($file) && is_file($file . '/index.php')) { require rtrim($file, '/') . '/index.php'; return true; }
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
"""
_INSTALL = """<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '{host}'; $_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1'; $_SERVER['REQUEST_METHOD'] = 'GET';
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
function wp_new_blog_notification() {{}}
wp_install('Sleep News', 'admin', 'admin@example.org', true, '', 'not-a-secret');
global $wp_rewrite; $wp_rewrite->set_permalink_structure('/%year%/%postname%/'); flush_rewrite_rules();
wp_delete_post(1, true);
"""
_RUN = """<?php
$_SERVER['HTTP_HOST'] = '{host}'; $_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1'; $_SERVER['REQUEST_METHOD'] = 'GET';
require __DIR__ . '/wp-load.php';
{code}
"""

_USERS = """
$made = [];
foreach ({roles} as $role) {{
  $id = wp_insert_user(['user_login' => $role, 'user_pass' => wp_generate_password(), 'role' => $role]);
  [$made[$role]] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'tests']);
}}
echo json_encode($made);
"""


def missing() -> str:
    """What is not installed; empty: everything is there."""
    needs = {
        "wordpress": _CODE / "wp-load.php",
        "mariadb-server": shutil.which("mariadbd"),
        "php-cli": shutil.which("php"),
    }
    absent = [name for name, place in needs.items() if place is None or not Path(place).exists()]
    return f"not installed: {', '.join(absent)} (scripts/wordpress_test.sh)" if absent else ""


class WordPress:
    """The site while the block lasts. `root` is its address."""

    def __init__(self) -> None:
        # Not below pytest's folders: those are private to their owner, and the database has a user of its own.
        self._folder = folder = Path(tempfile.mkdtemp(prefix="wordpress-"))
        folder.chmod(0o755)
        self._site, self._data = folder / "site", folder / "data"
        self._socket = folder / "db.sock"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._host = f"127.0.0.1:{free.getsockname()[1]}"
        self.root = f"http://{self._host}"
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._database()
            self._code()
            self._php(_INSTALL.format(host=self._host))
            self._serve()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def run(self, code: str) -> str:
        """Run PHP inside of WordPress; returns what it prints."""
        return self._php(_RUN.format(host=self._host, code=code))

    def passwords(self, *roles: str) -> dict[str, str]:
        """Make a user a role, named like it; their application passwords."""
        made = self.run(_USERS.format(roles=json.dumps(roles)))
        return dict(json.loads(made))

    def plugin(self, code: str) -> None:
        """Put a plugin in place that every request loads; empty code removes it."""
        file = self._site / "wp-content" / "mu-plugins" / "test.php"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"<?php {code}")

    def _database(self) -> None:
        user = ["--user=mysql"] if os.geteuid() == 0 else []
        self._data.mkdir(parents=True)
        if user:
            for folder in (self._data, self._folder):
                shutil.chown(folder, "mysql")
        common = ["--no-defaults", f"--datadir={self._data}", *user]
        subprocess.run(
            ["mariadb-install-db", *common, "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, capture_output=True,
        )  # fmt: skip
        self._start(
            "mariadbd", *common, f"--socket={self._socket}", "--skip-networking", f"--pid-file={self._data}/pid"
        )
        self._wait(lambda: subprocess.run([*self._sql(), "SELECT 1"], capture_output=True, check=False).returncode == 0)
        subprocess.run([*self._sql(), "CREATE DATABASE wordpress"], check=True, capture_output=True)

    def _sql(self) -> list[str]:
        return ["mariadb", "--no-defaults", f"--socket={self._socket}", "-uroot", "-e"]

    def _code(self) -> None:
        shutil.copytree(
            _CODE, self._site, ignore_dangling_symlinks=True, ignore=shutil.ignore_patterns("wp-config.php")
        )
        (self._site / "wp-config.php").write_text(_CONFIG.format(socket=self._socket, root=self.root))
        (self._site / "router.php").write_text(_ROUTER)

    def _php(self, code: str) -> str:
        script = self._site / "run-once.php"
        script.write_text(code)
        done = subprocess.run(["php", str(script)], capture_output=True, text=True, timeout=120, check=False)
        script.unlink()
        if done.returncode:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
        return done.stdout

    def _serve(self) -> None:
        # Else PHP goes on with a plugin for two seconds after it was changed.
        fresh = ("-d", "opcache.enable=0")
        self._start("php", *fresh, "-S", self._host, "-t", str(self._site), str(self._site / "router.php"))
        self._wait(self._answers)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.root}/wp-json/", timeout=20) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _start(self, *command: str) -> None:
        quiet = subprocess.DEVNULL
        self._processes.append(
            subprocess.Popen(
                command,
                stdout=quiet,
                stderr=quiet,
                env={**os.environ, "PHP_CLI_SERVER_WORKERS": "3"},
                start_new_session=True,
            )
        )

    def _wait(self, ready: object, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not ready():  # type: ignore[operator]
            if time.monotonic() > end or self._processes[-1].poll() is not None:
                raise RuntimeError(f"{self._processes[-1].args} did not start")
            time.sleep(0.1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            os.killpg(process.pid, signal.SIGTERM)  # PHP's server does not end its workers
            process.wait(30)
        shutil.rmtree(self._folder, ignore_errors=True)
