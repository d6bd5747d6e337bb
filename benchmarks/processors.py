"""What another processor changes: the share of sentences that the same model translates otherwise with other instructions.

Run: python benchmarks/processors.py [--rows N]

CTranslate2 multiplies 8-bit weights with the library and the instructions that suit the processor, and each rounds in its way.
Every setting of it that works on this machine translates the first N sentences of TICO-19 dev with its terminology as pins, in a
process of its own. Told are the share of sentences that read otherwise than with what CTranslate2 chooses by itself, and of those
that are held.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from arithmetic import arithmetic
from pins import load_rows, load_terms

from glosspress import locales
from glosspress.article import Rich
from glosspress.engines import open_engine
from glosspress.glossary.contents import of_terms
from glosspress.translate import translate_segments
from glosspress.translation import Segment

SETTINGS: dict[str, dict[str, str]] = {
    "as chosen": {},
    "oneDNN": {"CT2_USE_MKL": "0"},
    "MKL": {"CT2_USE_MKL": "1"},
    "AVX2": {"CT2_FORCE_CPU_ISA": "AVX2"},
    "AVX512": {"CT2_FORCE_CPU_ISA": "AVX512"},
}
"""Environment variables of CTranslate2 (opennmt.net/CTranslate2/environment_variables.html)."""


def main() -> int:
    """Print the shares."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--translate", action="store_true", help="in a process of its own: print the translations")
    options = parser.parse_args()
    if options.translate:
        print(json.dumps(translated(options.rows)))
        return 0
    chosen = in_a_process({}, options.rows)
    for name, setting in SETTINGS.items():
        used = arithmetic(setting)
        if not used:
            print(f"{name}: not on this machine")
            continue
        made = in_a_process(setting, options.rows)
        other = sum(one != two for (one, _), (two, _) in zip(made, chosen, strict=True))
        held = sum(held for _, held in made)
        print(
            f"{name} ({used}): {other / len(made):.1%} of {len(made)} sentences read otherwise, {held / len(made):.1%} held"
        )
    return 0


def in_a_process(setting: dict[str, str], rows: int) -> list[tuple[str, bool]]:
    """(target, whether it is held) of each sentence."""
    command = [sys.executable, str(Path(__file__)), "--translate", "--rows", str(rows)]
    done = subprocess.run(command, env=os.environ | setting, stdout=subprocess.PIPE, text=True, check=True)
    return [tuple(item) for item in json.loads(done.stdout)]


def translated(rows: int) -> list[tuple[str, bool]]:
    engine, locale = open_engine(locales.parse("en"), locales.parse("pt-BR")), locales.parse("pt-BR")
    segments = [Segment(Rich(source)) for _, source, _ in load_rows()[: rows or None]]
    made = translate_segments(segments, locale, engine, of_terms(load_terms()))
    return [(item.target.text, item.held) for item in made]


if __name__ == "__main__":
    raise SystemExit(main())
