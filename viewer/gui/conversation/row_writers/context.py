# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What every function that writes rows needs: the exchange, the masker, what is folded, and a cache of texts.

Rule: everything from the cassette passes through `mask` or a `Source` on its way to a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from viewer.core.analysis import Exchange
from viewer.core.fold import Track
from viewer.core.messages import ToolCall
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_prefix import JsonKind, JsonPrefix, scan
from viewer.core.text.json_values import Json
from viewer.core.tool_calls import SchemaResult, Verdict, judge
from viewer.gui.code.source_language import line_words
from viewer.gui.conversation.json_highlighting import LARGEST
from viewer.gui.conversation.json_indenting import IndentedJson
from viewer.gui.conversation.source import Source, masked

if TYPE_CHECKING:
    from viewer.gui.conversation.rows import Row

T = TypeVar("T")
_PREVIEW, _MASKED_BEHIND = 240, 512
"""Characters of a preview, and behind it for where a secret ends that begins in it."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_CHECKING_S = 0.012


class RowContext:
    """One exchange of a recording and what is cached for its rows; another one is made when the masking changes."""

    def __init__(self, recording: Recording, number: int, masker: Masker) -> None:
        self.recording, self.number, self.masker = recording, number, masker
        self.exchange: Exchange = recording.exchanges[number]
        self.toggled: set[Hashable] = set()
        self._final_rows: dict[Hashable, list[Row]] = {}
        self._writing: Hashable = None
        self._folds_of: dict[Hashable, Hashable] = {}
        """The thing whose final rows asked for a fold, by the key of the fold."""
        self.can_check_schemas = True
        """Whether schemas can be applied; before `jsonschema` is loaded that would take too long."""
        self.unchecked_calls = 0
        """Verdicts that were given without their schema, for want of time, since `start_checks`."""
        self._until = 0.0
        self._at_first: dict[Hashable, bool] = {}
        self.draws_markdown = False
        """Whether the texts of answers are drawn as they are meant, and not as they were written."""
        self._unfolds_all = False
        self._cache: dict[Hashable, object] = {}

    # --- Folding

    def is_folded(self, key: Hashable, *, at_first: bool) -> bool:
        """Whether the thing with this key is folded now; while all is unfolded nothing is."""
        self._at_first[key] = at_first
        self._folds_of[key] = self._writing
        return not self._unfolds_all and self.is_folded_now(key)

    def is_folded_now(self, key: Hashable) -> bool:
        """Whether a thing that was asked about before is folded."""
        return self._at_first.get(key, False) != (key in self.toggled)

    def learn_folds(self, other: RowContext) -> None:
        """Know the folds that another writer of the same exchange has met."""
        self._at_first = other._at_first | self._at_first

    @contextmanager
    def all_unfolded(self) -> Iterator[None]:
        """Let everything that is written in between be unfolded; what is folded stays so afterwards."""
        kept, unchecked = self._final_rows, self.unchecked_calls
        self._unfolds_all, self._final_rows = True, {}
        try:
            yield
        finally:
            self._unfolds_all, self._final_rows, self.unchecked_calls = False, kept, unchecked

    def toggle(self, key: Hashable) -> None:
        """Fold or unfold: what it is a part of is written anew."""
        self.toggled ^= {key}
        self._final_rows.pop(self._folds_of.get(key), None)

    def final_rows(self, key: Hashable, write: Callable[[], list[Row]]) -> list[Row]:
        """Rows of something that only folding changes, written once; again while calls in it are not checked."""
        found = self._final_rows.get(key)
        if found is not None:
            return found
        unchecked, outer, self._writing = self.unchecked_calls, self._writing, key
        try:
            rows = write()
        finally:
            self._writing = outer
        if self.unchecked_calls == unchecked:
            self._final_rows[key] = rows
        return rows

    def forget_rows(self) -> None:
        """Write everything anew."""
        self._final_rows.clear()

    def start_checks(self, *, at_leisure: bool = False) -> None:
        """Allow a little time from now on for applying schemas to tool calls; all it takes where nobody waits."""
        self.unchecked_calls, self._until = 0, inf if at_leisure else perf_counter() + _CHECKING_S

    # --- Markdown

    def draw_markdown(self, *, on: bool) -> None:
        """Draw the texts of answers as they are meant, or as they were written."""
        if on != self.draws_markdown:
            self.draws_markdown = on
            self.forget_rows()

    # --- Texts, cached

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returned when this key was first asked for."""
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]  # type: ignore[return-value]

    def text(self, key: Hashable, text: str, *, track: Track | None = None, language: str = "") -> Source:
        """A text as recorded."""
        return self.cached(("text", key), lambda: Source(text, self.masker, track=track, language=language))

    def json(self, key: Hashable, text: str, *, track: Track | None = None) -> Source:
        """A JSON text re-indented; one that is too long as recorded."""
        if len(text) > LARGEST:
            return self.text(key, text, track=track, language="json")
        return self.cached(("json", key), lambda: IndentedJson(text, self.masker, track=track))

    def value(self, key: Hashable, value: Json) -> Source:
        """A parsed JSON value; a string that holds JSON is shown as that JSON, any other as its text."""
        if isinstance(value, str):
            looks_json = value.lstrip()[:1] in ("{", "[") and len(value) <= LARGEST
            is_json = looks_json and self.prefix(key, value).state().kind is JsonKind.VALID
            return self.json(key, value) if is_json else self.text(key, value)
        return self.json(key, self.cached(("dumped", key), lambda: json.dumps(value, ensure_ascii=False)))

    def prefix(self, key: Hashable, text: str) -> JsonPrefix:
        """The JSON state of a text and of all its beginnings."""
        return self.cached(("prefix", key), lambda: scan(text))

    def verdict(self, key: Hashable, call: ToolCall) -> Verdict:
        """What is known of a complete call; without its schema when no time is left: `unchecked_calls` counts those."""
        tools = self.exchange.prompt.tools if self.exchange.prompt else ()
        in_time = self.can_check_schemas and perf_counter() < self._until
        if ("verdict", key) in self._cache or in_time or all(tool.parameters is None for tool in tools):
            return self.cached(("verdict", key), lambda: judge(call, tools))
        at_once = self.cached(("at once", key), lambda: judge(call, tools, check_schema=False))
        if at_once.schema is not SchemaResult.UNCHECKED:
            return at_once
        self.unchecked_calls += 1
        without_schemas = self.cached("unchecked", lambda: [replace(tool, parameters=None) for tool in tools])
        return self.cached(("unchecked", key), lambda: judge(call, without_schemas))

    # --- Short texts

    def mask(self, text: str, most: int = 4000) -> str:
        """The beginning of a text, on one line and masked; it is cut behind the masking, so no secret is cut in two."""
        return " ".join(masked(text[: most + _MASKED_BEHIND], self.masker).split())[:most]

    def preview(self, value: Json) -> str:
        """The beginning of a JSON value on one line; a string as its text."""
        return self.mask(value if isinstance(value, str) else _beginning(value), _PREVIEW)

    def file_line(self, line: int) -> str:
        """The words for a line of the file."""
        return line_words(self.recording.cassette.path, line)


def _beginning(value: Json) -> str:
    """How a value is written, as far as its preview goes: an answer may be megabytes of numbers."""
    pieces, length = list[str](), 0
    for piece in _ENCODER.iterencode(value):
        pieces.append(piece)
        length += len(piece)
        if length > _PREVIEW + _MASKED_BEHIND:
            break
    return "".join(pieces)
