"""OmegaT without its window: a project with one XLIFF file and what its translator saved; it writes the file."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

_PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>EN</source_lang><target_lang>PT-BR</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>
"""
_SAVED = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
creationtoolversion="3.6" segtype="paragraph" srclang="EN"/><body><tu><tuv lang="EN"><seg>{old}</seg></tuv>
<tuv lang="PT-BR"><seg>{new}</seg></tuv></tu></body></tmx>
"""

needed = pytest.mark.skipif(shutil.which("omegat") is None, reason="OmegaT is not installed: apt-get install omegat")


def written(folder: Path, give: Callable[[Path], str], new: str) -> Path:
    """OmegaT's file. `give` writes the XLIFF 1.2 to a path and returns the target text that the translator replaced by `new`."""
    project = folder / "project"
    for name in ("source", "target", "tm", "omegat", "glossary", "dictionary"):
        (project / name).mkdir(parents=True)
    (project / "omegat.project").write_text(_PROJECT)
    old = give(project / "source" / "pages.xlf")
    (project / "omegat" / "project_save.tmx").write_text(_SAVED.format(old=old, new=new))
    command = ["omegat", str(project), "--mode=console-translate", f"--config-dir={folder / 'conf'}", "--no-team"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return project / "target" / "pages.xlf"
