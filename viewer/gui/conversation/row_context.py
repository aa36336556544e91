# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What every writer of rows has at hand: the exchange, the masker, what is folded, and texts made once.

Rule: everything from the cassette passes through `mask` or a `Source` on its way to a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import replace
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from viewer.core.analysis import Exchange
from viewer.core.fold import Track
from viewer.core.messages import ToolCall
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_prefix import JsonKind, JsonPrefix, scan
from viewer.core.text.json_values import Json
from viewer.core.tool_calls import Verdict, judge
from viewer.gui.code.source_language import line_words
from viewer.gui.conversation.json_highlighting import LARGEST, Reindented
from viewer.gui.conversation.source import Source, masked

if TYPE_CHECKING:
    from viewer.gui.conversation.rows import Row

T = TypeVar("T")
_PREVIEW = 240
_CHECKING_S = 0.012


class Desk:
    """One exchange of a recording, as the writers of rows see it. Lives as long as exchange and masking stay."""

    def __init__(self, recording: Recording, number: int, masker: Masker) -> None:
        self.recording, self.number, self.masker = recording, number, masker
        self.exchange: Exchange = recording.exchanges[number]
        self.toggled: set[Hashable] = set()
        self.settled: dict[int, list[Row]] = {}
        """Rows of parts of the answer that will not change any more, by track."""
        self.can_check = True
        """Whether schemas can be applied; before `jsonschema` is loaded that would take too long."""
        self.unchecked = 0
        """Verdicts that were given without their schema, for want of time, since `begin`."""
        self._until = 0.0
        self._made: dict[Hashable, object] = {}

    # --- Folding

    def is_folded(self, key: Hashable, *, at_first: bool) -> bool:
        """Whether what goes by a key is folded now."""
        return at_first != (key in self.toggled)

    def toggle(self, key: Hashable) -> None:
        """Fold or unfold."""
        self.toggled ^= {key}
        self.settled.clear()

    def begin(self) -> None:
        """Begin to write a script, with a little time for checks."""
        self.unchecked, self._until = 0, perf_counter() + _CHECKING_S

    # --- Texts, made once

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returned when this key was first asked for."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]

    def text(self, key: Hashable, text: str, *, track: Track | None = None, language: str = "") -> Source:
        """A text as it stands in the recording."""
        return self.once(("text", key), lambda: Source(text, self.masker, track=track, language=language))

    def json(self, key: Hashable, text: str, *, track: Track | None = None) -> Source:
        """A JSON text re-indented; one that is too long as it stands."""
        if len(text) > LARGEST:
            return self.text(key, text, track=track, language="json")
        return self.once(("json", key), lambda: Reindented(text, self.masker, track=track))

    def value(self, key: Hashable, value: Json) -> Source:
        """A parsed JSON value; a string that holds JSON is shown as that JSON, any other as its text."""
        if isinstance(value, str):
            looks_json = value.lstrip()[:1] in ("{", "[") and len(value) <= LARGEST
            is_json = looks_json and self.prefix(key, value).state().kind is JsonKind.VALID
            return self.json(key, value) if is_json else self.text(key, value)
        return self.json(key, self.once(("dumped", key), lambda: json.dumps(value, ensure_ascii=False)))

    def prefix(self, key: Hashable, text: str) -> JsonPrefix:
        """The JSON state of a text and of all its beginnings."""
        return self.once(("prefix", key), lambda: scan(text))

    def verdict(self, key: Hashable, call: ToolCall) -> Verdict:
        """What is known of a complete call; without its schema when there is no time left, which `unchecked` counts."""
        tools = self.exchange.prompt.tools if self.exchange.prompt else ()
        in_time = self.can_check and perf_counter() < self._until
        if ("verdict", key) in self._made or in_time or all(tool.parameters is None for tool in tools):
            return self.once(("verdict", key), lambda: judge(call, tools))
        self.unchecked += 1
        unchecked = self.once("unchecked", lambda: [replace(tool, parameters=None) for tool in tools])
        return self.once(("unchecked", key), lambda: judge(call, unchecked))

    # --- Words

    def mask(self, text: str, most: int = 4000) -> str:
        """The beginning of a text, on one line and masked; it is cut behind the masking, so no secret is cut in two."""
        return " ".join(masked(text[: most + 512], self.masker).split())[:most]

    def preview(self, value: Json) -> str:
        """The beginning of a JSON value on one line; a string as its text."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return self.mask(text, _PREVIEW)

    def line(self, line: int) -> str:
        """The words for a line of the file."""
        return line_words(self.recording.cassette.path, line)


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its word: `1 message`, `1,234 messages`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size_text(characters: int) -> str:
    """A size for people: `812 bytes`, `4.1 MB` (1 MB is 1,000,000 bytes)."""
    if characters < 1000:
        return plural(characters, "byte")
    if characters < 1_000_000:
        return f"{characters / 1000:.1f} kB"
    return f"{characters / 1_000_000:.1f} MB"


def events_text(first: int, last: int) -> str:
    """A range of event numbers: `event 3`, `events 3–17`."""
    return f"event {first}" if first == last else f"events {first}–{last}"


def status_text(status: int | None, reason: str) -> str:
    """A status for people: `429 Too Many Requests`."""
    if not status:
        return "no answer recorded"
    phrase = reason.removeprefix(str(status)).strip()
    known = {member.value: member.phrase for member in HTTPStatus}
    return f"{status} {phrase or known.get(status, '')}".strip()
