# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Stream events in words for people: what each one is, what it added and what stands then. No Qt.

Rule: every question costs what its answer is long, never what the stream is long. Secrets are masked in place,
character for character, also where one is spread over many events.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cached_property, lru_cache

from viewer.core.additions import Addition
from viewer.core.analysis import Exchange
from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    Kind,
    MetaDelta,
    PartDelta,
    PieceDelta,
    RoleDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.fold import Track
from viewer.core.messages import ToolCall, ToolCallResponse, Usage
from viewer.core.secrets.masking import BULLETS, Masker, beginning, mask
from viewer.core.streams import Direction
from viewer.core.text.invisible_characters import made_visible
from viewer.core.timeline import Marker, TimeSource, duration_text
from viewer.core.tool_calls import Verdict, judge
from viewer.dataclass import dataclass

_ARROWS = {Direction.SENT: "↑", Direction.RECEIVED: "↓"}
_UNREAD_CHARACTERS = 120
# Secrets are looked for block by block, since a part may be long; the overlap is longer than any secret.
_BLOCK, _OVERLAP = 32_768, 4_096
_WORDS = {Kind.PART: "part", Kind.DONE: "end of stream", Kind.META: "envelope"}


@dataclass(frozen=True, slots=True)
class EventWords:
    """One event: `word` for a table, `title` where it stands alone; `subject` is the tool it belongs to.

    `added` is the piece it appended, masked; `note` says what it did otherwise. `others` counts further pieces.
    """

    number: int
    kind: Kind
    word: str
    title: str
    subject: str = ""
    added: str = ""
    note: str = ""
    opens: bool = False
    others: int = 0
    direction: Direction | None = None

    @property
    def arrow(self) -> str:
        """Where a message of a session went: `↑` to the server, `↓` from it; empty where all come from the server."""
        return _ARROWS[self.direction] if self.direction else ""


@lru_cache(maxsize=2)
def narrate(exchange: Exchange, masker: Masker) -> Narration:
    """The narration of an exchange; all that show it at the same time share one."""
    return Narration(exchange, masker)


class Narration:
    """Tells the events of one exchange. Numbers of events count from 1, indices from 0."""

    def __init__(self, exchange: Exchange, masker: Masker) -> None:
        """Nothing is computed before it is asked for."""
        self.exchange, self._masker = exchange, masker
        self._secrets: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._pieces: dict[int, list[int]] = {}
        self._verdicts: dict[int, Verdict] = {}

    # --- One event

    def words(self, index: int) -> EventWords:
        """What the event at `index` is and did, and which way it went."""
        direction = self.exchange.events[index].direction
        words = self._words(index)
        word, title, subject, note = map(self._masker.text, (words.word, words.title, words.subject, words.note))
        return replace(words, word=word, title=title, subject=subject, note=note, direction=direction)

    def _words(self, index: int) -> EventWords:
        kind = self.exchange.timeline.kinds[index]
        main = self.main_addition(index)
        if main is None:
            return self._unread(index, kind)
        track = self._track(main)
        if track is not None and kind in (Kind.TOOL_CALL, Kind.TEXT, Kind.REASONING):
            return self._piece(index, main, track)
        unknown = isinstance(main.delta, UnknownDelta)
        note = self._quoted(self.exchange.events[index].data if unknown else _said(main.delta))
        word = self._word(index, kind, main.delta)
        return EventWords(index + 1, kind, word, word, note=note)

    def main_addition(self, index: int) -> Addition | None:
        """The addition that gives the event its kind; of several the first that added text."""
        kind = self.exchange.timeline.kinds[index]
        same = [a for a in self.exchange.assembly.additions[index] if a.delta.kind == kind]
        return next((a for a in same if a.end > a.start), same[0] if same else None)

    def content(self, index: int, at_most: int) -> tuple[str, str]:
        """What the part held before the event and what it added, masked; together the last `at_most` characters."""
        main = self.main_addition(index)
        track = self._track(main) if main else None
        if main is None or track is None:
            return "", ""
        start, end = track.extent(index + 1)
        start = max(start, end - at_most)
        seam = min(max(main.start, start), end)
        return self._visible(track, start, seam), self._visible(track, seam, end)

    def held(self, index: int) -> int:
        """Number of characters that the part of the event holds after it."""
        main = self.main_addition(index)
        track = self._track(main) if main else None
        if track is None:
            return 0
        start, end = track.extent(index + 1)
        return end - start

    def fragment(self, index: int) -> tuple[int, int]:
        """Which piece of its part the event brings, and of how many: (3, 11); (0, n) when it adds none."""
        main = self.main_addition(index)
        track = self._track(main) if main else None
        if track is None:
            return 0, 0
        steps = self._steps_with_text(track)
        at = bisect_left(steps, index)
        return (at + 1 if at < len(steps) and steps[at] == index else 0), len(steps)

    def verdict(self, index: int) -> Verdict | None:
        """What is known of the tool call that the event completes, its schema aside; None when it completes none."""
        main = self.main_addition(index)
        track = self._track(main) if main else None
        if track is None or track.kind is not Kind.TOOL_CALL or track.closed_at != index:
            return None
        if track.index not in self._verdicts:
            call, prompt = track.part(index + 1), self.exchange.prompt
            if not isinstance(call, ToolCall):
                return None
            self._verdicts[track.index] = judge(call, prompt.tools if prompt else (), check_schema=False)
        return self._verdicts[track.index]

    def now(self, index: int) -> tuple[str, str]:
        """What happens, for a line of its own: the tool's name or nothing, and a phrase."""
        words = self.words(index)
        piece, pieces = self.fragment(index)
        if words.opens and words.kind is Kind.TOOL_CALL and not words.added:
            return words.subject, "tool call opens"
        if piece:
            return words.subject, f"{words.word}, fragment {piece:,} of {pieces:,}"
        if words.kind is Kind.DONE:
            mark = self._word(index, Kind.DONE, DoneDelta())
            return "", f"end of stream, {mark}" if mark != _WORDS[Kind.DONE] else mark
        told = words.note and words.kind is not Kind.META
        return words.subject, f"{words.title}: {words.note}" if told else words.title

    def last_piece(self, index: int) -> int | None:
        """The index of the last event up to `index` that added text, reasoning or arguments."""
        steps = [track.steps[at] for track in self.exchange.assembly.tracks if (at := _before(track, index)) >= 0]
        return max(steps, default=None)

    def span(self, index: int) -> tuple[int, int] | None:
        """The first and last event number of the part that an event belongs to."""
        main = self.main_addition(index)
        track = self._track(main) if main else None
        return (track.opened_at + 1, track.closed_at + 1) if track else None

    # --- Times

    @property
    def about(self) -> str:
        """What stands before every time that is not in the file."""
        return "" if self.exchange.timeline.source is TimeSource.RECORDED else "≈ "

    def time(self, index: int) -> str:
        """When the event arrived, counted from the request."""
        return self.about + duration_text(self.exchange.timeline.times_ms[index])

    def wait(self, index: int) -> float:
        """Milliseconds since the event before, since the request for the first."""
        times = self.exchange.timeline.times_ms
        return times[index] - (times[index - 1] if index else 0.0)

    # --- The whole stream

    @cached_property
    def is_cut(self) -> bool:
        """Whether the recording stops before the answer does: a broken tail, or neither finish nor end mark."""
        events, assembly = self.exchange.events, self.exchange.assembly
        if not events:
            return False
        if any(problem.severity == "error" for problem in events[-1].problems):
            return True
        ended = assembly.finishes or assembly.done or assembly.errors
        return self.exchange.dialect is not None and bool(assembly.tracks) and not ended

    def marker_name(self, marker: Marker) -> str:
        """What a marker is called, on one line."""
        return self._quoted(marker.label)

    @property
    def end_mark(self) -> str:
        """The event that ends streams of this API, such as `[DONE]`; empty where there is none."""
        return (self.exchange.dialect.terminator if self.exchange.dialect else None) or ""

    # --- How it is found

    def _unread(self, index: int, kind: Kind) -> EventWords:
        """An event that no dialect understands: its name and the beginning of its data."""
        event = self.exchange.events[index]
        word = event.name or ("envelope" if self.exchange.dialect else "event")
        return EventWords(index + 1, kind, word, word, note=self._quoted(event.data))

    def _quoted(self, text: str) -> str:
        """The beginning of a text on one line, masked."""
        return made_visible(self._masker.text(beginning(text, _UNREAD_CHARACTERS)))

    def _word(self, index: int, kind: Kind, delta: Delta) -> str:
        event = self.exchange.events[index]
        if kind is Kind.DONE:
            return (event.data if len(event.data) <= 20 else "") or event.name or self.end_mark or _WORDS[kind]
        if isinstance(delta, UnknownDelta):
            return event.name or "unknown"
        if isinstance(delta, MetaDelta | AnnotationDelta) and event.name:
            return event.name
        if isinstance(delta, PartDelta) and isinstance(delta.part, ToolCallResponse):
            return "tool result"
        if isinstance(delta, PartDelta | PieceDelta):
            return getattr(delta.part, "modality", None) or getattr(delta.part, "type", None) or _WORDS[kind]
        return _WORDS.get(kind, kind.value)

    def _piece(self, index: int, main: Addition, track: Track) -> EventWords:
        opens = track.opened_at == index
        is_call = track.kind is Kind.TOOL_CALL
        word = ("tool call" if opens else "arguments") if is_call else track.kind.value
        if getattr(main.delta, "refusal", False):
            word = "refusal"
        note = f"call {self._call_number(track)} opened" if is_call and opens else ""
        with_text = sum(a.end > a.start for a in self.exchange.assembly.additions[index])
        return EventWords(
            number=index + 1,
            kind=track.kind,
            word=word,
            title="tool call arguments" if word == "arguments" else word,
            subject=tool_name(track) if is_call else "",
            added=self._visible(track, main.start, main.end),
            note=note or ("" if main.end > main.start else "empty"),
            opens=opens,
            others=with_text - (main.end > main.start),
        )

    def _call_number(self, track: Track) -> int:
        """Which tool call of its message this is, from 1."""
        return self._call_numbers[track.index]

    @cached_property
    def _call_numbers(self) -> dict[int, int]:
        """The number of each tool call, by the index of its part."""
        counts: dict[int, int] = {}
        numbers: dict[int, int] = {}
        for track in self.exchange.assembly.tracks:
            if track.kind is Kind.TOOL_CALL:
                numbers[track.index] = counts[track.choice] = counts.get(track.choice, 0) + 1
        return numbers

    def _track(self, addition: Addition) -> Track | None:
        return self.exchange.assembly.tracks[addition.track] if addition.track is not None else None

    def _steps_with_text(self, track: Track) -> list[int]:
        if track.index not in self._pieces:
            before = [0, *track.ends]
            self._pieces[track.index] = [
                step for step, start, end in zip(track.steps, before, track.ends, strict=False) if end > start
            ]
        return self._pieces[track.index]

    def _visible(self, track: Track, start: int, end: int) -> str:
        """Characters of a part with those of secrets replaced one by one; the first few of each stay."""
        text = track.buffer[start:end]
        if self._masker.show:
            return text
        for first, last in self._secrets_near(track, start, end):
            first_hidden = first + len(mask(track.buffer[first:last]).removesuffix(BULLETS))
            low, high = max(first_hidden, start) - start, min(last, end) - start
            if low < high:
                text = text[:low] + "•" * (high - low) + text[high:]
        return text

    def _secrets_near(self, track: Track, start: int, end: int) -> list[tuple[int, int]]:
        """Where secrets stand in the blocks of a part that hold characters `start` to `end`."""
        found: set[tuple[int, int]] = set()
        for block in range(start // _BLOCK, max(start, end - 1) // _BLOCK + 1):
            if (track.index, block) not in self._secrets:
                left = max(0, block * _BLOCK - _OVERLAP)
                near = self._masker.found(track.buffer[left : (block + 1) * _BLOCK + _OVERLAP])
                self._secrets[track.index, block] = [(first + left, last + left) for first, last in near]
            found.update(self._secrets[track.index, block])
        return sorted(found)


def _before(track: Track, index: int) -> int:
    """The place in `track.steps` of the last step up to `index`, -1 when the part had no text yet."""
    return bisect_right(track.steps, index) - 1


def tool_name(track: Track) -> str:
    """The name of the tool that a part calls; a phrase where none was recorded."""
    form = track.forms[-1][1]
    return (form.name if isinstance(form, ToolCall) else None) or "unnamed tool"


def with_marks(text: str) -> str:
    """A fragment with its white space visible: `␣` for a space, `⏎` for a line end, `⇥` for a tab."""
    return made_visible(text.replace("\r\n", "⏎")).translate({32: "␣", 10: "⏎", 13: "⏎", 9: "⇥"})


def characters(count: int) -> str:
    """`1 character`, `4,835 characters`."""
    return f"{count:,} character{'' if count == 1 else 's'}"


def usage_text(usage: Usage) -> str:
    """Token counts on one line: `197 in, 41 out`."""
    counts = [
        (usage.input_tokens, "in"),
        (usage.output_tokens, "out"),
        (usage.reasoning_output_tokens, "reasoning"),
        (usage.cache_read_input_tokens, "cached"),
    ]
    return ", ".join(f"{count:,} {what}" for count, what in counts if count)


def _said(delta: Delta) -> str:
    """What a delta that joins no text says, in a few words."""
    said: str | None = None
    match delta:
        case RoleDelta():
            said = delta.role
        case FinishDelta():
            said = delta.native
        case UsageDelta():
            said = usage_text(delta.usage)
        case ErrorDelta():
            said = delta.error.message
        case MetaDelta():
            said = ", ".join(part for part in (delta.id, delta.model, delta.provider) if part)
        case PartDelta(part=ToolCallResponse(response=response)):
            said = response if isinstance(response, str) else json.dumps(response, ensure_ascii=False)
        case PartDelta() | PieceDelta():
            said = getattr(delta.part, "mime_type", None)
        case AnnotationDelta():
            said = f"{len(delta.annotations)} annotation{'' if len(delta.annotations) == 1 else 's'}"
    return said or ""
