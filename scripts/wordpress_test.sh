#!/bin/sh
# Installs WordPress, MariaDB and PHP from Debian's packages and runs the tests that need a real WordPress.
# Nothing of the system is changed by the tests: database, code and port are their own.
set -eu
cd "$(dirname "$0")/.."
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends wordpress wordpress-theme-twentytwentythree mariadb-server php-cli php-mysql php-xml
exec .venv/bin/python -m pytest -m wordpress "$@"
