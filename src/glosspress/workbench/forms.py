"""Forms as browsers send them, strictly read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request

from glosspress.errors import UsageError

_MOST_BYTES = 256 * 1024
_MOST_FIELDS = 100
_TYPE = "application/x-www-form-urlencoded"


class RefusedError(Exception):
    """A request that no page of ours sends; `status` is the HTTP status."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(status, what)
        self.status = status
        self.what = what


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """A field's value; empty when it is not there."""
        return self.fields.get(name, ("",))[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(self.fields.get(name, ()))

    def number(self, name: str) -> int:
        """A whole number. UsageError: it is none."""
        value = self.one(name)
        if not (value.isascii() and value.isdigit() and len(value) < 16):
            raise UsageError(f"the field `{name}` must be a number", "workbench", "load the page again")
        return int(value)

    def line(self, name: str) -> str:
        """A value in which line ends became spaces: a sentence is one line."""
        return " ".join(self.one(name).splitlines()).strip()


async def read_form(request: Request) -> Form:
    """The form of a request. RefusedError: another content type, too large, not UTF-8, control characters."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise RefusedError(415, f"a form is sent as {_TYPE}")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise RefusedError(413, f"a form has at most {_MOST_BYTES} bytes")
    try:
        fields = parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise RefusedError(400, "this is not a form in UTF-8") from error
    cleaned = {name: [value.replace("\r\n", "\n") for value in values] for name, values in fields.items()}
    if any(_control(value) for values in cleaned.values() for value in values):
        raise RefusedError(400, "a field holds control characters")
    return Form(cleaned)


def _control(value: str) -> bool:
    return any((character < " " and character not in "\n\t") or character == "\x7f" for character in value)
