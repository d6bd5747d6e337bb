"""Definitions that people write: YAML files read strictly into Pydantic models.

Every problem is a ConfigError at file:line:column. Stricter than YAML 1.1 on purpose: only `true` and `false` are
booleans (`language: no` is Norwegian), dates, octal and base-60 numbers stay text, a key stands once, anchors and tags
are refused, so that a definition can neither execute nor unfold into more than it shows.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from yaml.composer import ComposerError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from glosspress.errors import ConfigError

MAX_BYTES = 1_000_000
MAX_DEPTH = 40


class Definition(BaseModel):
    """Base of all definitions: an unknown field is an error, instances do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_CANONICAL_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def _http_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        raise ValueError("an http or https URL without credentials, query and fragment is expected")
    return value.rstrip("/") + "/"


def _canonical_tag(value: str) -> str:
    if not _CANONICAL_TAG.fullmatch(value):
        raise ValueError("a language tag like `pt-BR`, `de` or `zh-Hant` is expected")
    return value


BaseUrl = Annotated[str, AfterValidator(_http_url)]
Tag = Annotated[str, AfterValidator(_canonical_tag)]

M = TypeVar("M", bound=BaseModel)


class _Loader(yaml.SafeLoader):
    """YAML 1.2 core scalars only."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML declares it

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise ComposerError(None, None, "anchors, aliases and tags are not allowed", event.start_mark)
        return super().compose_node(parent, index)


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|false|True|False|TRUE|FALSE", "tfTF"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", "~nN\0"),
    ("tag:yaml.org,2002:int", r"[-+]?(0|[1-9][0-9_]*)", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?[0-9][0-9_]*\.[0-9]+([eE][-+]?[0-9]+)?", "-+0123456789"),
):
    _firsts = [*_first.replace("\0", ""), *([""] if "\0" in _first else [])]
    _Loader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), _firsts)


def load(path: Path, model: type[M]) -> M:
    """The definition in a YAML file (UTF-8, at most 1 MB). An empty file is an empty mapping.

    ConfigError: missing or unreadable file, syntax, duplicate key, unknown field, missing field, wrong type; `where` is
    file:line:column of the first problem and the text lists all of them.
    """
    text = _read(path)
    node = _compose(text, path)
    data = {} if node is None else _value(node, path, 0)
    if not isinstance(data, dict):
        raise ConfigError("a mapping (`name: value` lines) is expected here", _at(path, node))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _config_error(error, path, node, model) from None


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror or error}", str(path)) from error
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"is larger than {MAX_BYTES:,} bytes; is this a definition?", str(path))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError("is not UTF-8", f"{path}:{line}", "save the file as UTF-8") from None


def _compose(text: str, path: Path) -> Node | None:
    try:
        return _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        what = ", ".join(part for part in (error.context, error.problem) if part)
        raise ConfigError(f"not valid YAML: {what}", where) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(f"not valid YAML: control character U+{error.character:04X}", f"{path}:{line}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError(f"not valid YAML: {error}", str(path)) from None
    except RecursionError:
        raise ConfigError("is nested too deeply", str(path)) from None


def _value(node: Node, path: Path, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ConfigError("is nested too deeply", _at(path, node))
    if isinstance(node, MappingNode):
        return _mapping(node, path, depth)
    if isinstance(node, SequenceNode):
        return [_value(child, path, depth + 1) for child in node.value]
    return _scalar(node)


def _mapping(node: MappingNode, path: Path, depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, ScalarNode) else None
        if key is None or key == "<<":
            raise ConfigError("a field name is expected here", _at(path, key_node))
        if key in result:
            raise ConfigError(f"field `{key}` stands twice", _at(path, key_node))
        result[key] = _value(value_node, path, depth + 1)
    return result


def _scalar(node: Node) -> Hashable:
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    text = str(node.value)
    number = text.replace("_", "")
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int" and len(number) < 19:
        return int(number)
    return float(number) if kind in {"int", "float"} else text


def _at(path: Path, node: Node | None) -> str:
    if node is None:
        return str(path)
    return f"{path}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"


def _config_error(error: ValidationError, path: Path, root: Node | None, model: type[BaseModel]) -> ConfigError:
    problems = sorted(_problems(error, path, root, model))
    first_place, first_text = problems[0][1:]
    further = [f"\n{where}: {text}" for _, where, text in problems[1:]]
    return ConfigError(first_text + "".join(further), first_place)


def _problems(
    error: ValidationError, path: Path, root: Node | None, model: type[BaseModel]
) -> Iterator[tuple[tuple[int, int], str, str]]:
    for detail in error.errors(include_url=False):
        node = _locate(root, detail["loc"], prefer_key=detail["type"] == "extra_forbidden")
        position = (node.start_mark.line, node.start_mark.column) if node else (0, 0)
        yield position, _at(path, node), _explain(detail, model)


def _explain(detail: ErrorDetails, model: type[BaseModel]) -> str:
    field = ".".join(str(part) for part in detail["loc"]) or "the definition"
    if detail["type"] == "extra_forbidden":
        close = difflib.get_close_matches(str(detail["loc"][-1]), _field_names(model), n=1)
        return f"unknown field `{field}`" + (f"; did you mean `{close[0]}`?" if close else "")
    if detail["type"] == "missing":
        return f"field `{field}` is missing"
    message = detail["msg"].removeprefix("Value error, ")
    return f"`{field.removesuffix('.[key]')}`: {message}, got {_shown(detail['input'])}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _field_names(model: type[BaseModel]) -> set[str]:
    """Names of all fields of a model and of the models inside it."""
    schema = model.model_json_schema()
    tables = [schema, *schema.get("$defs", {}).values()]
    return {name for table in tables for name in table.get("properties", {})}


def _locate(root: Node | None, loc: Sequence[int | str], *, prefer_key: bool) -> Node | None:
    """The deepest node on the way to `loc`; parts that Pydantic adds (union members, validators) are skipped."""
    node = root
    for part in loc:
        if isinstance(node, MappingNode):
            pairs = {str(key.value): (key, value) for key, value in node.value}
            if str(part) in pairs:
                key, value = pairs[str(part)]
                node = key if prefer_key and part == loc[-1] else value
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
    return node
