# Two commands are enough: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
LOCALES ?= pt-BR,en-XA,ar-XB

.DEFAULT_GOAL := help
.PHONY: help demo test long env env-test lint lock bench bench-clean faults validators operators-ui audit sbom

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env:
	@$(PYTHON) scripts/bootstrap.py base

env-test:
	@$(PYTHON) scripts/bootstrap.py test

demo: env  ## install, publish the sample articles in three locales, say where to look
	$(BIN)/glosspress run --to $(LOCALES) || test $$? -eq 3  # 3: published, with held pages named above

test: env-test  ## install what the tests need, then lint, type-check and test everything
	@scripts/browser.sh
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

long: env-test  ## the tests that take minutes: a Dask cluster, Prefect on PostgreSQL, a run that workers share, ...
	GLOSSPRESS_LONG=1 $(BIN)/python -m pytest tests/flows/test_dask.py tests/cli/test_up_on_postgres.py tests/flows/test_sharing.py \
		tests/cli/test_alerts.py tests/workbench/test_life_of_a_page.py -rs

lint: env-test  ## ruff, mypy --strict, the architecture
	$(BIN)/ruff check src flows tests benchmarks scripts
	$(BIN)/ruff format --check src flows tests benchmarks scripts
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: env-test  ## pins, numbers, matching, batches and speed, measured and held against their floors
	$(BIN)/python benchmarks/pins.py --check
	$(BIN)/python benchmarks/pins.py --every --check
	$(BIN)/python benchmarks/numbers_tico19.py
	$(BIN)/python benchmarks/checks_tico19.py
	$(BIN)/python benchmarks/wrong_targets.py --check
	$(BIN)/python benchmarks/glossary_size.py
	$(BIN)/python benchmarks/batches.py --alone
	$(BIN)/python benchmarks/speed.py --check
	$(BIN)/python benchmarks/incremental.py --check
	cd benchmarks && ../$(BIN)/python impact.py

bench-clean: env-test  ## cleaning beside trafilatura, readability and resiliparse
	$(BIN)/python benchmarks/clean.py

faults: env-test  ## 200 faults at random points of runs: kills, full disk, clock, network (needs half an hour)
	$(BIN)/python tests/faults/run.py --kills 200

validators: env-test  ## other hands' validators and site generators on a published site (needs npm, java, hugo)
	npm install --silent --no-audit --no-fund --prefix build/validators vnu-jar sitemap @11ty/eleventy@3.1.2
	GLOSSPRESS_NODE_MODULES=build/validators/node_modules $(BIN)/python -m pytest tests/publish/test_validators.py -rs

operators-ui: env-test  ## an operator's day in Prefect's pages, in chromium; the tutorial with its server
	GLOSSPRESS_OPERATORS_UI=1 $(BIN)/python -m pytest tests/flows/test_operators_ui.py tests/docs/test_tutorial.py -rs

audit:  ## known vulnerabilities in the locked packages; fails where pypi.org cannot be asked (AUDIT='-s osv': api.osv.dev)
	@test -x build/audit/bin/pip-audit || { $(PYTHON) -m venv build/audit && build/audit/bin/pip install --quiet pip-audit==2.10.1; }
	build/audit/bin/python scripts/audit.py requirements/base.txt requirements/build.txt $(AUDIT)

sbom: env  ## the locked packages as CycloneDX JSON in build/sbom.json (its tool comes from the package index once)
	@test -x build/sbom/bin/cyclonedx-py || { $(PYTHON) -m venv build/sbom && build/sbom/bin/pip install --quiet cyclonedx-bom==7.5.0; }
	build/sbom/bin/python scripts/sbom.py build/sbom.json

lock: env-test  ## refresh requirements/*.txt from pyproject.toml (needs uv: pip install uv)
	scripts/lock.sh
