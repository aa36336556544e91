# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""tnetstrings (tnetstrings.info), with mitmproxy's `;` for text -> values that know where in the file they begin."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import TypeAlias

from viewer.core.formats._document import MAX_DEPTH
from viewer.dataclass import dataclass

_LENGTH = re.compile(rb"([0-9]{1,12}):")


class Damaged(ValueError):  # noqa: N818 - it is told as a problem
    """Bytes that are no tnetstring."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value, and the byte at which its payload begins."""

    value: object
    start: int

    def text(self) -> str:
        """Bytes or text as text; empty for what is neither."""
        if isinstance(self.value, bytes):
            return self.value.decode("utf-8", "replace")
        return self.value if isinstance(self.value, str) else ""

    def items(self) -> list[Field]:
        """The elements of a list; none of what is no list."""
        return self.value if isinstance(self.value, list) else []

    def base64(self) -> str:
        """Bytes in base64."""
        return base64.b64encode(self.value).decode("ascii") if isinstance(self.value, bytes) else self.text()


class Fields(dict[str, Field]):
    """A mapping whose values are asked for by the type that is expected."""

    def text(self, name: str) -> str:
        """Bytes or text as text; empty where there is none."""
        found = self.get(name)
        return found.text() if found else ""

    def number(self, name: str) -> float | None:
        """A number."""
        value = self[name].value if name in self else None
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def integer(self, name: str) -> int | None:
        """A whole number."""
        value = self[name].value if name in self else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def fields(self, name: str) -> Fields:
        """A mapping, an empty one where there is none."""
        value = self[name].value if name in self else None
        return value if isinstance(value, Fields) else Fields()

    def elements(self, name: str) -> list[Field]:
        """The elements of a list."""
        return self[name].items() if name in self else []


def fields_at(data: bytes, at: int) -> tuple[Fields, int]:
    """The mapping that begins at a byte, and the byte after it; raises Damaged."""
    found, end = _parse(data, at, len(data), 0)
    if not isinstance(found.value, Fields):
        raise Damaged("it is no mapping")
    return found.value, end


_Parsed: TypeAlias = tuple[Field, int]


def _parse(data: bytes, at: int, limit: int, depth: int) -> _Parsed:
    length = _LENGTH.match(data, at, min(limit, at + 14))
    if length is None or depth > MAX_DEPTH:
        raise Damaged(f"no length at byte {at}")
    start = length.end()
    end = start + int(length[1])
    if end >= limit:
        raise Damaged(f"it is cut off at byte {limit}")
    return Field(_value(data, start, end, depth), start), end + 1


def _value(data: bytes, start: int, end: int, depth: int) -> object:
    kind, payload = data[end : end + 1], data[start:end]
    if kind in b"]}" and kind:
        return _list(data, start, end, depth) if kind == b"]" else _mapping(data, start, end, depth)
    if kind not in _SCALARS:
        raise Damaged(f"no type at byte {end}")
    try:
        return _SCALARS[kind](payload)
    except ValueError as error:
        raise Damaged(f"{payload[:20]!r} is no number") from error


_SCALARS: dict[bytes, Callable[[bytes], object]] = {
    b",": bytes,
    b";": lambda payload: payload.decode("utf-8", "replace"),
    b"~": lambda _: None,
    b"!": lambda payload: payload == b"true",
    b"#": int,
    b"^": float,
}


def _list(data: bytes, start: int, end: int, depth: int) -> list[Field]:
    found: list[Field] = []
    while start < end:
        item, start = _parse(data, start, end, depth + 1)
        found.append(item)
    return found


def _mapping(data: bytes, start: int, end: int, depth: int) -> Fields:
    found = Fields()
    while start < end:
        key, start = _parse(data, start, end, depth + 1)
        value, start = _parse(data, start, end, depth + 1)
        found[key.text()] = value
    return found
