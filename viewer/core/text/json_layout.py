# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON -> lines of text with paths and long strings elided.

Rule: what was recorded is re-indented as text, never parsed and written again: `0.00003344`, duplicate keys and
escapes stay as they are. Total: of a text that stops being JSON the lines before the damage are laid out, the rest
follows as raw lines.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from itertools import compress

from viewer.core.text.elision import elided, elided_value
from viewer.core.text.json_tokens import Damage, JsonColumns, after_comma, after_space, scan, string_end
from viewer.core.text.lines import (
    ELIDE_OVER,
    JsonPath,
    Line,
    LineKind,
    LineSequence,
    PlainText,
    TextLines,
    line_content_end,
    plain_lines,
)
from viewer.dataclass import dataclass

__all__ = [
    "Damage",
    "JsonPath",
    "JsonText",
    "Line",
    "LineKind",
    "PlainText",
    "TextLines",
    "begun",
    "jq_path",
    "layout",
    "path_text",
    "plain_lines",
]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A folded list names as many items, by a member among the first few of each, when it is short.
_LABELLED_AT_MOST = 4
_LABEL_AMONG = 6
_LABEL_AT_MOST = 24
_LABEL_SOURCE_AT_MOST = 1000
# Longer strings are not parsed to see whether they hold JSON: their two ends decide.
_PARSED_AT_MOST = 1 << 16
_JSON_HEAD = re.compile(r'"[ ]*+(?:\\[ntr][ ]*+)*[{\[]')
_JSON_TAIL = re.compile(r'[}\]][ ]*+(?:\\[ntr][ ]*+)*"\Z')


@dataclass(frozen=True, slots=True)
class JsonText:
    """A JSON text laid out in lines; offsets count characters of `text`."""

    text: str
    elide_over: int
    columns: JsonColumns

    @property
    def damage(self) -> Damage | None:
        """Where and why the text stops being JSON, None when all of it is."""
        return self.columns.damage

    @property
    def lines(self) -> LineSequence:
        """The lines, each made when it is asked for."""
        return LineSequence(len(self.columns.owners), self._line)

    def path(self, index: int) -> JsonPath:
        """Keys and indices that lead to the value of a line."""
        columns, steps = self.columns, []
        if columns.ordinals[index] >= 0:
            steps.append(self._step(index))
        owner = columns.owners[index]
        while owner:
            steps.append(self._step(columns.open_lines[owner]))
            owner = columns.parents[owner]
        return tuple(reversed(steps[:-1] if steps else steps))

    def parent(self, index: int) -> int | None:
        """The opening line of the container that a line stands in; of a closing line, its opening one."""
        opening = self.columns.open_lines[self.columns.owners[index]]
        return opening if opening >= 0 else None

    def close(self, index: int) -> int | None:
        """The closing line of the container that a line opens, None when it opens none or the text ends before."""
        container = self._opened(index)
        closing = self.columns.close_lines[container] if container else -1
        return closing if closing >= 0 else None

    def containers(self, depth: int) -> tuple[list[int], list[int]]:
        """Opening lines, in order, and closing lines of the containers `depth` deep or deeper; the root is 0 deep."""
        columns = self.columns
        chosen = [inner > depth and end >= 0 for inner, end in zip(columns.depths, columns.close_lines, strict=True)]
        return list(compress(columns.open_lines, chosen)), list(compress(columns.close_lines, chosen))

    def summary(self, index: int) -> str:
        """What a folded container says it holds: `2 keys`, `4 items`, `2 items: system, user` by role or name."""
        line = self._line(index)
        labels = [] if line.is_object else [self._label(item) for item in self._items(index, _LABELLED_AT_MOST)]
        if not labels or None in labels:
            return line.summary
        more = ", …" if line.children > _LABELLED_AT_MOST else ""
        return f"{line.summary}: {', '.join(map(str, labels))}{more}"

    def line_at(self, offset: int) -> int:
        """The line that shows the source character at `offset`, the last line for any offset behind it."""
        return max(0, min(bisect_right(self.columns.starts, offset) - 1, len(self.columns.owners) - 1))

    def line_of_path(self, path: JsonPath) -> int | None:
        """The line of the value at `path`; of duplicate keys the last, which is the one that readers take."""
        if not self.columns.raw_from:
            return None
        line = 0
        for step in path:
            found = self._child(line, step)
            if found is None:
                return None
            line = found
        return line

    def full_text(self, index: int) -> str:
        """What a line shows, nothing elided."""
        return self._line(index, elide=False).text

    def value_text(self, index: int) -> str:
        """The whole value: a string decoded, a container as its lines, anything else as recorded."""
        line = self._line(index)
        if line.kind in (LineKind.OPEN, LineKind.CLOSE):
            return self._container_text(index if line.kind is LineKind.OPEN else self.parent(index) or 0)
        source = self.text[line.value_start : line.value_end]
        return decoded(source) if line.kind is LineKind.SCALAR else source

    def _container_text(self, opening: int) -> str:
        closing = self.close(opening)
        last = len(self.lines) - 1 if closing is None else closing
        outer = self._line(opening).depth
        rows = [self._line(i, elide=False) for i in range(opening, last + 1)]
        texts = ["  " * max(0, row.depth - outer) + row.text for row in rows]
        texts[0] = texts[0][rows[0].value_column :]
        texts[-1] = texts[-1].removesuffix(",")
        return "\n".join(texts)

    def _opened(self, index: int) -> int:
        """The container that a line opens, 0 for none."""
        opening = self.columns.open_lines
        container = bisect_left(opening, index, 1)
        return container if container < len(opening) and opening[container] == index else 0

    def _step(self, index: int) -> str | int:
        columns = self.columns
        if not columns.is_object(columns.owners[index], self.text):
            return columns.ordinals[index]
        start = after_comma(self.text, columns.starts[index])
        return decoded(self.text[start : string_end(self.text, start)[1]])

    def _child(self, opening: int, step: str | int) -> int | None:
        """The line of an item of the container that `opening` opens."""
        container = self._opened(opening)
        columns, line, found = self.columns, opening + 1, None
        if not container or columns.is_object(container, self.text) != isinstance(step, str):
            return None
        while line < columns.raw_from and columns.owners[line] == container and columns.ordinals[line] >= 0:
            if isinstance(step, int):
                if columns.ordinals[line] == step:
                    return line
            elif self._step(line) == step:
                found = line
            inner = self._opened(line)
            line = 1 + (columns.close_lines[inner] if inner else line)
            if line == 0:  # the container at `inner` is cut off by damage: nothing follows
                break
        return found

    def _items(self, opening: int, at_most: int) -> list[int]:
        """The lines of the first items of the container that `opening` opens, as far as all of it was read."""
        container, items, line = self._opened(opening), list[int](), opening + 1
        closing = self.columns.close_lines[container] if container else -1
        while line < closing and len(items) < at_most:
            items.append(line)
            inner = self._opened(line)
            line = 1 + (self.columns.close_lines[inner] if inner else line)
        return items

    def _label(self, opening: int) -> str | None:
        """The role or name of an object, when it is short."""
        for line in self._items(opening, _LABEL_AMONG):
            is_short = self.columns.starts[line + 1] - self.columns.starts[line] < _LABEL_SOURCE_AT_MOST
            if is_short and self._step(line) in ("role", "name") and not self._opened(line):
                value = self.value_text(line)
                return value if 0 < len(value) <= _LABEL_AT_MOST and value.isprintable() else None
        return None

    def _line(self, index: int, *, elide: bool = True) -> Line:
        limit = self.elide_over if elide else len(self.text)
        if index >= self.columns.raw_from:
            return self._raw_line(index, limit)
        ordinal, owner = self.columns.ordinals[index], self.columns.owners[index]
        if ordinal < 0:
            return self._closing_line(index, owner)
        start = after_comma(self.text, self.columns.starts[index])
        key, value_start = "", start
        if self.columns.is_object(owner, self.text):
            key_end = string_end(self.text, start)[1]
            key = elided_value(self.text, start, key_end, limit)[0] + ": "
            value_start = after_space(self.text, after_space(self.text, key_end) + 1)
        container = self._opened(index)
        if container:
            return self._opening_line(index, container, key, start, value_start)
        return self._scalar_line(index, key, start, value_start, limit)

    def _scalar_line(self, index: int, key: str, start: int, value_start: int, limit: int) -> Line:
        end = self.columns.starts[index + 1]
        if self.text[value_start] in "{[":
            value, elision = self.text[value_start] + self.text[end - 1], None
        else:
            value, elision = elided_value(self.text, value_start, end, limit)
        owner = self.columns.owners[index]
        return Line(
            index, LineKind.SCALAR, key + value + self._comma(owner, end), self.columns.depths[owner], start, end,
            value_start, end, len(key), index + 1,
            elision=elision.moved(len(key)) if elision else None,
            json_in_string=holds_json(self.text, value_start, end),
        )  # fmt: skip

    def _opening_line(self, index: int, container: int, key: str, start: int, value_start: int) -> Line:
        columns = self.columns
        closing = columns.close_lines[container]
        bracket = self.text[value_start]
        return Line(
            index, LineKind.OPEN, key + bracket, columns.depths[container] - 1, start, value_start + 1,
            value_start, columns.starts[closing + 1] if closing >= 0 else len(self.text), len(key), index + 1,
            closing if closing >= 0 else None, columns.counts[container], bracket == "{",
        )  # fmt: skip

    def _closing_line(self, index: int, container: int) -> Line:
        columns = self.columns
        end = columns.starts[index + 1]
        text = self.text[end - 1] + self._comma(columns.parents[container], end)
        opening_end = columns.starts[columns.open_lines[container] + 1]
        depth = columns.depths[container] - 1
        return Line(index, LineKind.CLOSE, text, depth, end - 1, end, opening_end - 1, end, number=index + 1)

    def _raw_line(self, index: int, limit: int) -> Line:
        columns = self.columns
        start, depth = columns.starts[index], 0
        if index == columns.raw_from:
            behind_comma = index > 0 and self._line(index - 1).text.endswith(",")
            start = after_comma(self.text, start) if behind_comma else after_space(self.text, start)
            depth = columns.depths[columns.owners[index]]
        end = line_content_end(self.text, start, columns.starts[index + 1])
        text, elision = elided(self.text, start, end, limit)
        return Line(index, LineKind.RAW, text, depth, start, end, start, end, number=index + 1, elision=elision)

    def _comma(self, owner: int, end: int) -> str:
        """The comma behind an item of a container; what follows the root value is no part of it."""
        position = after_space(self.text, end) if owner else len(self.text)
        return "," if self.text[position : position + 1] == "," else ""


def layout(text: str, *, elide_over: int = ELIDE_OVER) -> JsonText:
    """Lay out a JSON text; values of more than `elide_over` characters show their beginning. Never raises."""
    return JsonText(text, elide_over, scan(text))


def begun(text: str) -> JsonText:
    """Lay out how a JSON text begins: that it ends too soon is no damage."""
    lines = layout(text)
    lines.columns.damage = None
    return lines


def decoded(source: str) -> str:
    """The content of a JSON string literal; any other literal as it is written."""
    if not source.startswith('"'):
        return source
    try:
        content = json.loads(source, strict=False)
    except ValueError:
        return source
    return content if isinstance(content, str) else source


def holds_json(text: str, start: int, end: int) -> bool:
    """Whether characters `start` to `end` are a JSON string whose content is itself a JSON object or array."""
    head_end, tail_start = min(end, start + _PARSED_AT_MOST), max(start, end - 40)
    if not _JSON_HEAD.match(text, start, head_end) or not _JSON_TAIL.search(text, tail_start, end):
        return False
    if end - start > _PARSED_AT_MOST:
        return True
    try:
        return isinstance(json.loads(decoded(text[start:end])), dict | list)
    except RecursionError:
        return True  # only Python 3.14 and later read it: held to be JSON like what is too long to be tried
    except ValueError:
        return False


def path_text(path: JsonPath) -> str:
    """A path for people: `tools[0].function.name`, `headers["content-type"]`; empty for the root."""
    return "".join(map(_step_text, path)).removeprefix(".")


def jq_path(path: JsonPath) -> str:
    """A path as a jq filter: `.tools[0].function["odd key"]`, `.[0]`; `.` for the root (jq manual, basic filters)."""
    text = "".join(map(_step_text, path))
    return text if text.startswith(".") else "." + text


def _step_text(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _IDENTIFIER.fullmatch(step):
        return f".{step}"
    return f"[{json.dumps(step, ensure_ascii=not _encodable(step))}]"


def _encodable(text: str) -> bool:
    """Whether UTF-8 can write it: JSON escapes can spell half a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
