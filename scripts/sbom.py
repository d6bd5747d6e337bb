"""`build/sbom/bin/python scripts/sbom.py OUT.json`: the locked packages as CycloneDX 1.6 JSON, valid by its strict schema.

Names, versions and hashes come from requirements/base.txt by cyclonedx-py; licences and summaries from what is installed in
`.venv` (packages for other platforms are not: they have none). The same lock and environment give the same bytes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "base.txt"
_LONGEST_NAME = 60


def main(out: Path) -> int:
    """Write the SBOM; returns the exit code."""
    program = Path(sys.executable).with_name("cyclonedx-py")
    command = [
        str(program),
        "requirements",
        str(LOCK),
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--spec-version",
        "1.6",
    ]
    command += ["--output-reproducible", "--output-format", "JSON", "--output-file", "-"]
    bom = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    known = {_normal(found.name): found for found in distributions(path=[str(path) for path in _installed()])}
    bom["metadata"]["component"]["version"] = _version()
    for component in bom["components"]:
        component.pop("description", None)  # cyclonedx-py repeats the line of the lock
        if found := known.get(_normal(component["name"])):
            component |= _told(found)
    text = json.dumps(bom, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    _validate(text)
    out.write_text(text, encoding="utf-8")
    licensed = sum("licenses" in component for component in bom["components"])
    print(f"{out}: {len(bom['components'])} packages, all with hashes, {licensed} with a licence")
    return 0


def _installed() -> list[Path]:
    return list((ROOT / ".venv").glob("lib/python*/site-packages"))


def _normal(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _version() -> str:
    """Of this package, from its source."""
    found = re.search(r'__version__ = "(.+?)"', (ROOT / "src/glosspress/__init__.py").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def _told(found: Distribution) -> dict[str, Any]:
    """Summary and licence, as the package tells them: an SPDX expression, else names."""
    facts = found.metadata
    told: dict[str, Any] = {"description": facts["Summary"]} if facts["Summary"] else {}
    if facts["License-Expression"]:
        return told | {"licenses": [{"expression": facts["License-Expression"]}]}
    trove = [line.rpartition(" :: ")[2] for line in facts.get_all("Classifier") or () if line.startswith("License :: ")]
    plain = (facts["License"] or "").strip().splitlines()
    names = trove or [line for line in plain[:1] if line and len(line) <= _LONGEST_NAME]
    return told | ({"licenses": [{"license": {"name": name}} for name in names]} if names else {})


def _validate(text: str) -> None:
    """SystemExit: it does not fit the strict schema, or a package has no hash."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error is not None:
        raise SystemExit(f"the SBOM is not valid: {error}")
    for component in json.loads(text)["components"]:
        if not any(reference.get("hashes") for reference in component.get("externalReferences", ())):
            raise SystemExit(f"{component['name']} has no hash in {LOCK.name}\n  -> make lock")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
