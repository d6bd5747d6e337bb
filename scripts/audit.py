"""`build/audit/bin/python scripts/audit.py LOCK...`: known vulnerabilities in locked packages, or why nobody can say.

pip-audit 2.10 ends with 0 when its source of advisories does not know a single package: a machine behind an index that lacks
PyPI's JSON API would be told that all is well. Ends with 0: every package was looked up, none has an advisory; 1: some have;
2: some could not be looked up, so that nothing is proven.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SHOWN = 5


def main(locks: list[str], options: list[str]) -> int:
    """Audit the locks; `options` go to pip-audit (`-s osv --osv-url URL`)."""
    program = Path(sys.executable).with_name("pip-audit")
    wanted = [part for lock in locks for part in ("-r", lock)]
    command = [str(program), "--disable-pip", "--require-hashes", "--progress-spinner", "off", "-f", "json"]
    done = subprocess.run([*command, *options, *wanted], capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        print(done.stderr.strip() or "pip-audit said nothing", file=sys.stderr)
        print("audit: nothing was audited; pip-audit could not ask", file=sys.stderr)
        return 2
    return told(json.loads(done.stdout)["dependencies"])


def told(packages: list[dict[str, Any]]) -> int:
    """Print what was found of each package; returns the exit code."""
    vulnerable = [package for package in packages if package.get("vulns")]
    unknown = [package["name"] for package in packages if "vulns" not in package]
    for package in vulnerable:
        for advisory in package["vulns"]:
            mended = ", ".join(advisory["fix_versions"]) or "no version yet"
            print(f"{package['name']} {package['version']}: {advisory['id']}, mended in {mended}")
    print(f"{len(packages)} packages, {len(packages) - len(unknown)} looked up, {len(vulnerable)} vulnerable")
    if vulnerable:
        return 1
    if unknown or not packages:
        named = ", ".join(unknown[:SHOWN]) + (" ..." if len(unknown) > SHOWN else "")
        print(
            f"audit: {len(unknown)} of {len(packages)} packages could not be looked up ({named}): nothing is proven\n"
            "  -> run it where https://pypi.org/pypi/NAME/VERSION/json answers, or with another source of advisories:\n"
            "     make audit AUDIT='-s osv' (asks api.osv.dev)",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    raise SystemExit(
        main(
            [name for name in arguments if name.endswith(".txt")],
            [name for name in arguments if not name.endswith(".txt")],
        )
    )
