# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Values that stand apart in a file -> one Body: JSON lines that know the file line of each, or one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from viewer.core.formats._document import Value
from viewer.core.model import Body
from viewer.core.place import Place


class Line(NamedTuple):
    """One value of a composed body, and its line in the file."""

    value: Value
    line: int | None


def composed_body(lines: Iterable[Line], place: Place | None, media_type: str) -> Body:
    """The body that holds one value a line, as JSON, in order."""
    texts: list[bytes] = []
    places: list[tuple[int, int]] = []
    size = 0
    for value, line in lines:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) + "\n"
        texts.append(text.encode("utf-8", "surrogatepass"))
        if line is not None:
            places.append((size, line))
        size += len(texts[-1])
    return Body(b"".join(texts), place, was_text=False, media_type=media_type, lines=tuple(places))


def composed_json(value: Mapping[str, Value], place: Place | None, media_type: str | None = None) -> Body:
    """The body that holds one JSON object; what is None in it is left out."""
    kept = {key: item for key, item in value.items() if item is not None}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str)
    return Body(text.encode("utf-8", "surrogatepass"), place, was_text=False, was_parsed=True, media_type=media_type)
