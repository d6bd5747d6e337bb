"""Translate: segments into a locale under a glossary, every pin verified or the sentence held."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from glosspress.translate.api import translate
from glosspress.translate.keys import VERSION, key_of
from glosspress.translate.mining import FormSuggestion, mine_forms
from glosspress.translate.stage import translate_segments
from glosspress.translation import Translation

__all__ = ["VERSION", "FormSuggestion", "key_of", "mine_forms", "translate", "translate_segments"]


class _CallableModule(ModuleType):
    """`glosspress.translate(...)`: importing this package puts the module where the package's public function stood."""

    def __call__(self, *args: Any, **kwargs: Any) -> list[Translation]:
        return translate(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableModule
