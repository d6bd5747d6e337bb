"""Masking: a missing pin is translated as a code word and put in afterwards.

Code words are mangled, differently by every model (LibreTranslate #944; json-autotranslate #51), so each model is tried once:
the form that survives a round trip best is kept beside the model, and a model that keeps none is not asked.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from glosspress.digest import digest
from glosspress.engines import Engine, Request
from glosspress.translate.forms import in_order
from glosspress.translate.work import Work
from glosspress.translation import Pin, Rung

_FORMS = ("XX{}", "QX{}", "ZZ{}", "X{}X", "NMDA{}", "[[{}]]", "@{}@")
_TRIALS = (
    "The dose of {0} was reduced because of nausea.",
    "Patients who received {0} improved more than those who received {1}.",
    "{0} blocks the receptor and increases the release of {1} in the brain.",
    "Do not take {0} together with {1} or with alcohol.",
    "In the first week, most adults tolerate {0} well.",
    "The role of {0} in memory is not yet understood, and {1} may matter too.",
    "Serum levels of {0} fell within two hours.",
    "Ask your doctor about {0} before the operation.",
)
_FOUND: dict[str, str] = {}
_LEAST = 0.5
"""Share of the trials a form must survive to be used at all."""


def mask(works: Sequence[Work], engine: Engine) -> None:
    """Add to each sentence the attempt in which its missing pins were masked, when the model keeps code words."""
    _try([trial for work in works for trial in _masking(work, engine)], engine)


def substitute(works: Sequence[Work], engine: Engine) -> None:
    """Add to each sentence the attempt whose source holds the target forms of its missing pins."""
    _try([trial for work in works for trial in _substitution(work)], engine)


def exchange(works: Sequence[Work], engine: Engine) -> None:
    """Substitution and masking in one call."""
    _try([trial for work in works for trial in (*_substitution(work), *_masking(work, engine))], engine)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A sentence with other words in the place of its missing pins."""

    work: Work
    rung: Rung
    asked: str
    codes: tuple[tuple[str, str], ...] = ()
    """Code words with the forms they stand for."""


def _masking(work: Work, engine: Engine) -> Iterator[_Trial]:
    lost, form = lost_pins(work), calibrated(engine)
    if lost and form:
        codes = [form.format(number) for number in range(len(lost))]
        forms = [in_order(pin, work.context.glossary)[0] for pin in lost]
        yield _Trial(work, Rung.MASKED, _with(work.text, lost, codes), tuple(zip(codes, forms, strict=True)))


def _substitution(work: Work) -> Iterator[_Trial]:
    lost = lost_pins(work)
    if lost:
        forms = [in_order(pin, work.context.glossary)[0] for pin in lost]
        yield _Trial(work, Rung.SUBSTITUTED, _with(work.text, lost, forms))


def _try(trials: Sequence[_Trial], engine: Engine) -> None:
    answers = engine.decode([Request(trial.asked, cause=trial.work.key) for trial in trials])
    for trial, (answer, *_) in zip(trials, answers, strict=True):
        text = answer.text
        if all(_count(code, text) == 1 for code, _ in trial.codes):
            # The last first: `XX1` begins `XX10`.
            for code, form in reversed(trial.codes):
                text = text.replace(code, form)
            trial.work.examine(trial.rung, text, answer.score, finished=answer.finished)


def lost_pins(work: Work) -> list[Pin]:
    """Binding pins that some attempt so far missed."""
    lost = {id(result.pin): result.pin for attempt in work.attempts for result in attempt.lost}
    return [pin for pin in work.pins if id(pin) in lost]


def calibrated(engine: Engine) -> str:
    """The form of code word that this model keeps best, or an empty text when it keeps none; measured once a model."""
    if not engine.sha256:
        return ""
    if engine.sha256 not in _FOUND:
        _FOUND[engine.sha256] = _calibrated(engine)
    return _FOUND[engine.sha256]


def _calibrated(engine: Engine) -> str:
    stored = _store() / f"masking-{digest([engine.sha256, engine.decoding, _FORMS, _TRIALS])[:16]}.json"
    try:
        return str(json.loads(stored.read_text(encoding="utf-8"))["form"])
    except (OSError, ValueError, KeyError):
        shares = _survival(engine)
        form = max(_FORMS, key=lambda name: shares[name])
        chosen = form if shares[form] >= _LEAST else ""
        _keep(stored, {"form": chosen, "survival": shares, "model": engine.label})
        return chosen


def _survival(engine: Engine) -> dict[str, float]:
    """Share of the trials in which every code word comes back exactly once, by form."""
    asked = [
        (form, trial, [form.format(number) for number in range(trial.count("{"))])
        for form in _FORMS
        for trial in _TRIALS
    ]
    answers = engine.decode([Request(trial.format(*codes)) for _, trial, codes in asked])
    kept = dict.fromkeys(_FORMS, 0)
    for (form, _, codes), answer in zip(asked, answers, strict=True):
        kept[form] += all(answer[0].text.count(code) == 1 for code in codes)
    return {form: count / len(_TRIALS) for form, count in kept.items()}


def _count(code: str, text: str) -> int:
    return len(re.findall(rf"{re.escape(code)}(?!\d)", text))


def _keep(path: Path, data: object) -> None:
    """Write beside the models; a read-only home only means that it is measured again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError:
        return


def _store() -> Path:
    from argostranslate import settings

    return Path(settings.cache_dir) / "glosspress"


def _with(text: str, chosen: Sequence[Pin], forms: Sequence[str]) -> str:
    """The text with some pins' spans replaced."""
    for pin, form in sorted(zip(chosen, forms, strict=True), key=lambda pair: -pair[0].start):
        text = text[: pin.start] + form + text[pin.end :]
    return text
