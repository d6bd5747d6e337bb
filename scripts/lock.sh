#!/bin/sh
# Compile pyproject.toml to hash-checked locks for every platform. Index addresses are left out: they belong to the installer.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"; }
compile requirements/build.in -o requirements/build.txt
compile pyproject.toml -o requirements/base.txt
compile --extra test --constraint requirements/base.txt pyproject.toml -o requirements/test.txt
