# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Values that stand apart in a file -> one Body of JSON lines that knows the file line of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
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
