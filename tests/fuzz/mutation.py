# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bytes -> bytes that are nearly as good: JSON changed in its structure, everything else byte by byte."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1 << 63, 1e308, "", "\x00", "\ud800", "\u202e", "[DONE]", [], {}, [[]], {"": None},
    "data: x\n\n", "{", "a" * 3000, 10**400,
)  # fmt: skip
_BYTES = (
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"data:",
    b"event:",
    b"- ",
    b": ",
    b"&a ",
    b"*a",
    b"!!binary ",
    b'"',
    b"}",
    b"[",
)
_MOST = 400_000


def mutated(data: bytes, rng: random.Random, other: bytes = b"") -> bytes:
    """One to four changes; `other` is something to take pieces of."""
    for _ in range(rng.randint(1, 4)):
        data = (_structure if rng.random() < 0.6 else _plain)(data, rng, other)
    return data[:_MOST]


def _structure(data: bytes, rng: random.Random, other: bytes) -> bytes:
    """Change one value of a JSON document; bytes where it is none."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return _plain(data, rng, other)
    places = list(_places(value))
    if not places:
        return json.dumps(rng.choice(_ODD)).encode()
    container, key = rng.choice(places)
    rng.choice(_CHANGES)(container, key, rng)
    return json.dumps(value, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Any:  # noqa: ANN401 - JSON
    stack = [value]
    while stack:
        container = stack.pop()
        items = (
            container.items()
            if isinstance(container, dict)
            else enumerate(container)
            if isinstance(container, list)
            else ()
        )
        for key, item in list(items):
            yield container, key
            stack.append(item)


def _odd(container: Any, key: Any, rng: random.Random) -> None:  # noqa: ANN401
    container[key] = rng.choice(_ODD)


def _wrap(container: Any, key: Any, rng: random.Random) -> None:  # noqa: ANN401
    container[key] = [container[key]] if rng.random() < 0.5 else {"text": container[key]}


def _drop(container: Any, key: Any, _rng: random.Random) -> None:  # noqa: ANN401
    del container[key]


def _again(container: Any, key: Any, rng: random.Random) -> None:  # noqa: ANN401
    if isinstance(container, list):
        container.insert(rng.randint(0, len(container)), container[key])
    else:
        container[f"{key}_"] = container[key]


def _text(container: Any, key: Any, _rng: random.Random) -> None:  # noqa: ANN401
    container[key] = json.dumps(container[key])


_CHANGES: tuple[Callable[[Any, Any, random.Random], None], ...] = (_odd, _odd, _wrap, _drop, _again, _text)


def _plain(data: bytes, rng: random.Random, other: bytes) -> bytes:
    at = rng.randint(0, len(data))
    end = min(len(data), at + rng.choice((0, 1, 1, 4, 40, 400)))
    how = rng.random()
    if how < 0.3:
        new = rng.choice(_BYTES)
    elif how < 0.5:
        new = bytes(rng.randrange(256) for _ in range(rng.randint(1, 4)))
    elif how < 0.7 and other:
        start = rng.randrange(len(other))
        new = other[start : start + rng.randint(1, 400)]
    elif how < 0.85:
        new = data[at:end] * rng.randint(2, 20)
    else:
        new = b""
    return data[:at] + new + data[end:]
