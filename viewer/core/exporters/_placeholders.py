# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text -> the same text with what differs from one recording to the next named instead of quoted.

Rule: only what a machine drew is named: ids by their shape, times by their key, boundaries, ports that were free.
What people and models said passes as it is, whatever it looks like, so that no difference of theirs is hidden.
"""

from __future__ import annotations

import json
import re
from collections import Counter

from viewer.core.text.drawn_values import FREE_PORT, ID_KEY, RANDOM, RANDOM_VALUE, TIME, TIME_KEY
from viewer.core.text.json_values import Json
from viewer.core.transcript import json_output

_SHORT = 72
_NUMBER = re.compile('"\\\\u0000([-+.0-9eE]+)"')


class Placeholders:
    """Names what was drawn, each id by its kind and a number in order of appearance: `<thread 1>`."""

    def __init__(self, *, on: bool = True) -> None:
        """With `on` false everything passes as it was recorded."""
        self._on = on
        self._names: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def words(self, text: str) -> str:
        """Text that no person or model wrote, its ids named."""
        return RANDOM.sub(self._matched, text) if self._on else text

    def url(self, url: str) -> str:
        """A URL, its ids named; so is the port of a server that was started for the recording (RFC 6335, 8.1.2)."""
        return self.words(FREE_PORT.sub(r"\1:<port>", url)) if self._on else url

    def id(self, id_: str) -> str:
        """An id, whatever it looks like."""
        return self._name(id_, "call") if self._on else id_

    def said_json(self, text: str) -> str:
        """JSON that a model or a tool wrote: keys in order, a key a line where it is long."""
        return self._laid_out(text, is_said=True)

    def json(self, text: str) -> str:
        """JSON of a protocol: likewise, its ids and times named."""
        return self._laid_out(text, is_said=False)

    def value(self, value: Json) -> Json:
        """A value of a protocol, its ids and times named."""
        return self._named(value, "") if self._on else value

    def body(self, text: str, content_type: str) -> str:
        """A body that is no JSON: the boundary of a form's parts (RFC 2046, 5.1.1) is named."""
        told = re.search(r'multipart/.*boundary="?([^";]+)', content_type)
        drawn = told[1] if told else ""
        return text.replace(drawn, "<boundary>") if self._on and drawn else text

    def _laid_out(self, text: str, *, is_said: bool) -> str:
        try:
            value = json.loads(text, parse_float=_kept, object_pairs_hook=_object) if self._on else None
        except (ValueError, RecursionError):
            return text
        if not isinstance(value, dict | list):
            return text
        plain = value if is_said else self._named(value, "")
        short = json_output.dump(plain, sort_keys=True)
        laid_out = short if len(short) <= _SHORT else json_output.dump(plain, indent=2, sort_keys=True)
        return _NUMBER.sub(r"\1", laid_out)

    def _named(self, value: Json, key: str) -> Json:
        if isinstance(value, dict):
            return {name: self._named(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self._named(item, key) for item in value]
        told = str(value).lstrip("\0")
        if TIME_KEY.search(key) and TIME.fullmatch(told):
            return "<time>"
        if not isinstance(value, str):
            return value
        if ID_KEY.search(key) and RANDOM_VALUE.fullmatch(value):
            return self._name(value, "id")
        return self.words(value)

    def _matched(self, match: re.Match[str]) -> str:
        return self._name(match[0], match["kind"] or "uuid")

    def _name(self, id_: str, kind: str) -> str:
        if id_ not in self._names:
            self._counts[kind] += 1
            self._names[id_] = f"<{kind} {self._counts[kind]}>"
        return self._names[id_]


def _kept(number: str) -> str:
    """A number as it was written; NUL marks it, which no JSON text can hold unescaped and no block does hold."""
    return "\0" + number


def _object(pairs: list[tuple[str, Json]]) -> Json:
    """An object; one that names a key twice is left as it was written, or a difference could be lost."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key twice")
    return made
