"""Definitions are read strictly, and every problem has a place."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress import definitions
from glosspress.definitions import Definition
from glosspress.errors import ConfigError


class Inner(Definition):
    """A part."""

    size: int = 1
    mode: Literal["on", "off"] = "on"


class Outer(Definition):
    """A definition with all kinds of fields."""

    name: str = "none"
    language: str = "en"
    flag: bool = False
    ratio: float = 1.0
    parts: dict[str, Inner] = {}  # noqa: RUF012 - pydantic copies defaults
    items: tuple[Inner, ...] = ()


class Strict(Definition):
    """A definition with a required field."""

    title: str


def load(tmp_path: Path, text: str) -> Outer:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    return definitions.load(file, Outer)


def test_values(tmp_path: Path) -> None:
    """Plain values, mappings and lists are read; comments and an empty file are fine."""
    text = "name: Ä # comment\nflag: true\nratio: 0.5\nparts:\n  a: {size: 2}\nitems:\n- mode: 'off'\n"
    expected = Outer(name="Ä", flag=True, ratio=0.5, parts={"a": Inner(size=2)}, items=(Inner(mode="off"),))
    assert load(tmp_path, text) == expected
    assert load(tmp_path, "") == Outer()


@pytest.mark.parametrize("text", ["no", "yes", "on", "off", "2024-01-02", "12:30:45", "1e3", "0x1f", "0o17", "1_000.x"])
def test_texts_stay_texts(tmp_path: Path, text: str) -> None:
    """What YAML 1.1 would make a boolean, a date or a number stays a text: `no` is Norwegian."""
    assert load(tmp_path, f"language: {text}\n").language == text


PROBLEMS = [
    ("nam: x\n", r"x\.yaml:1:1: unknown field `nam`; did you mean `name`\?"),
    ("name: x\nparts:\n  a:\n    siz: 1\n", r"x\.yaml:4:5: unknown field `parts\.a\.siz`; did you mean `size`\?"),
    ("parts:\n  a:\n    size: many\n", r"x\.yaml:3:11: `parts\.a\.size`: .*valid integer.*got 'many'"),
    ("items:\n- {}\n- mode: of\n", r"x\.yaml:3:9: `items\.1\.mode`: Input should be 'on' or 'off', got 'of'"),
    ("name: 5\n", r"x\.yaml:1:7: `name`: .*valid string, got 5"),
    ("name: a\nname: b\n", r"x\.yaml:2:1: field `name` stands twice"),
    ("name: [a\n", r"x\.yaml:2:1: not valid YAML"),
    ("name: a\n\tflag: true\n", r"x\.yaml:2:1: not valid YAML"),
    ("- a\n", r"x\.yaml:1:1: a mapping"),
    ("just text\n", r"x\.yaml:1:1: a mapping"),
    ("name: &x a\n", r"x\.yaml:1:7: .*anchors, aliases and tags are not allowed"),
    ("name: !!python/object/apply:os.system [ls]\n", r"x\.yaml:1:7: .*not allowed"),
    ("[a]: b\n", r"x\.yaml:1:1: a field name is expected"),
    ("<<: {name: a}\n", r"x\.yaml:1:1: a field name is expected"),
    ("a: 1\n---\nb: 2\n", r"x\.yaml:2:1: not valid YAML"),
    ("[" * 20_000, r"x\.yaml(:1:1)?: .*(nested too deeply)"),
    ("name: " + "[" * 60 + "]" * 60, "nested too deeply"),
]


@pytest.mark.parametrize(("text", "message"), PROBLEMS, ids=lambda value: value[:25])
def test_problem_has_a_place(tmp_path: Path, text: str, message: str) -> None:
    """Each problem is a ConfigError at file:line:column that says what is wrong."""
    with pytest.raises(ConfigError, match=message):
        load(tmp_path, text)


def test_all_problems_at_once(tmp_path: Path) -> None:
    """All problems of a file are told together, in the order of its lines."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "flag: maybe\nextra: 1\nratio: x\n")
    lines = str(caught.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["1", "2", "3"]


def test_missing_field(tmp_path: Path) -> None:
    """A missing field is named."""
    (tmp_path / "s.yaml").write_text("")
    with pytest.raises(ConfigError, match="field `title` is missing"):
        definitions.load(tmp_path / "s.yaml", Strict)


def test_unreadable_files(tmp_path: Path) -> None:
    """A missing, huge or wrongly encoded file is a ConfigError with the next step."""
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        definitions.load(tmp_path / "none.yaml", Outer)
    (tmp_path / "latin.yaml").write_bytes(b"language: en\nname: caf\xe9\n")
    with pytest.raises(ConfigError, match=r"latin\.yaml:2: is not UTF-8"):
        definitions.load(tmp_path / "latin.yaml", Outer)
    (tmp_path / "big.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(ConfigError, match="larger than"):
        definitions.load(tmp_path / "big.yaml", Outer)


FRAGMENTS = st.sampled_from(
    ["name", ":", " ", "\n", "- ", "{", "}", "[", "]", "&a", "*a", "!", "|", ">", "'", '"', "#", "%"]
)


@given(text=st.text(max_size=60) | st.lists(FRAGMENTS, max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No text crashes the reader: it gives a definition or a ConfigError."""
    file = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    told = ""
    try:
        told = repr(definitions.load(file, Outer))
    except ConfigError as error:
        told = str(error)
    assert told.startswith("Outer(") or "fuzz.yaml" in told
