# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Deltas -> Message: the only place that joins text and tool arguments.

Rule: nothing is thrown away while folding. Each part keeps the text it ever held and how much of it was there after
each step, so the answer at any step is a slice, and playing forward costs what was added, not what stands already.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from viewer.core.messages import (
    AnnotationDelta,
    Answer,
    ApiError,
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    Kind,
    Message,
    MetaDelta,
    Part,
    PartDelta,
    Reasoning,
    ReasoningDelta,
    RoleDelta,
    Text,
    TextDelta,
    ToolCall,
    ToolCallDelta,
    UnknownDelta,
    Usage,
    UsageDelta,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Addition:
    """What one delta did: characters `start` to `end` of the buffer of track `track`; no track, nothing joined."""

    delta: Delta
    track: int | None = None
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Track:
    """How one part of one message grew. Read-only once folded.

    `buffer` is all text the part ever held; after the step `steps[i]` it shows `buffer[starts[i]:ends[i]]`.
    `heads` are the successive forms of everything but that text: (step, part without its text).
    """

    index: int
    choice: int
    kind: Kind
    key: Hashable
    buffer: str = ""
    steps: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    heads: list[tuple[int, Part]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def opened_at(self) -> int:
        """The step that began this part."""
        return self.heads[0][0]

    @property
    def closed_at(self) -> int:
        """The last step that added to it."""
        return max(self.heads[-1][0], self.steps[-1] if self.steps else 0)

    def extent(self, shown: int) -> tuple[int, int]:
        """Start and end in `buffer` of the text visible when the first `shown` steps are."""
        at = bisect_left(self.steps, shown) - 1
        return (self.starts[at], self.ends[at]) if at >= 0 else (0, 0)

    def text(self, shown: int) -> str:
        """The text visible when the first `shown` steps are."""
        start, end = self.extent(shown)
        return self.buffer[start:end]

    def step_of(self, offset: int) -> int | None:
        """The step that added character `offset` of the buffer."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.ends[middle] > offset else (middle + 1, high)
        return self.steps[low] if low < len(self.steps) else None

    def part(self, shown: int) -> Part | None:
        """The part as it stands when the first `shown` steps are visible; None before it began."""
        head = latest(self.heads, shown)
        match head:
            case Text() | Reasoning():
                return replace(head, content=self.text(shown))
            case ToolCall():
                return replace(head, arguments=self.text(shown))
            case _:
                return head


def latest(history: Sequence[tuple[int, T]], shown: int) -> T | None:
    """The last entry of a history of (step, value) that is visible when the first `shown` steps are."""
    at = bisect_left(history, shown, key=lambda entry: entry[0]) - 1
    return history[at][1] if at >= 0 else None


@dataclass(frozen=True, slots=True)
class Assembly:
    """Everything a stream built, and when: histories are lists of (step, value) in order of steps."""

    tracks: tuple[Track, ...]
    additions: tuple[tuple[Addition, ...], ...]
    roles: dict[int, list[tuple[int, str]]]
    finishes: dict[int, list[tuple[int, FinishDelta]]]
    usages: list[tuple[int, Usage]]
    errors: list[tuple[int, ApiError]]
    metas: list[tuple[int, MetaDelta]]
    unknown: list[tuple[int, UnknownDelta]]
    done: list[tuple[int, DoneDelta]]

    @property
    def steps(self) -> int:
        """Number of steps folded."""
        return len(self.additions)

    @property
    def choices(self) -> list[int]:
        """Numbers of the candidate answers, ascending."""
        return sorted({*self.roles, *self.finishes, *(track.choice for track in self.tracks)})

    def message(self, choice: int, shown: int) -> Message:
        """One candidate as it stands when the first `shown` steps are visible."""
        parts = (track.part(shown) for track in self.tracks if track.choice == choice)
        finish = latest(self.finishes.get(choice, []), shown)
        return Message(
            role=latest(self.roles.get(choice, []), shown) or "assistant",
            parts=tuple(part for part in parts if part is not None),
            finish_reason=finish.reason if finish else None,
            native_finish_reason=finish.native if finish else None,
        )

    def answer(self, shown: int | None = None) -> Answer:
        """The whole answer when the first `shown` steps are visible; all of it by default."""
        upto = self.steps if shown is None else shown
        meta = latest(self.metas, upto) or MetaDelta()
        return Answer(
            messages=tuple(self.message(choice, upto) for choice in self.choices),
            id=meta.id,
            model=meta.model,
            provider=meta.provider,
            usage=latest(self.usages, upto),
            error=latest(self.errors, upto),
            unknown=tuple(delta for step, delta in self.unknown if step < upto),
        )


class Fold:
    """Takes the deltas of one step after another; `assembly()` is what they built."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._tracks: list[Track] = []
        self._by_key: dict[tuple[int, Kind, Hashable], Track] = {}
        self._last_call: dict[int, Track] = {}
        self._done = Assembly((), (), {}, {}, [], [], [], [], [])
        self._additions: list[tuple[Addition, ...]] = []

    def add(self, deltas: Iterable[Delta]) -> None:
        """Fold the deltas of the next step."""
        step = len(self._additions)
        self._additions.append(tuple(self._apply(step, delta) for delta in deltas))

    def assembly(self) -> Assembly:
        """What was built so far."""
        for track in self._tracks:
            track.buffer = "".join(track.pieces)
        return replace(self._done, tracks=tuple(self._tracks), additions=tuple(self._additions))

    def _apply(self, step: int, delta: Delta) -> Addition:
        match delta:
            case TextDelta():
                return self._text(step, delta, Text("", refusal=delta.refusal))
            case ReasoningDelta():
                return self._reasoning(step, delta)
            case ToolCallDelta():
                return self._tool_call(step, delta)
            case PartDelta():
                return self._part(step, delta)
            case AnnotationDelta():
                return self._annotation(step, delta)
            case _:
                self._note(step, delta)
                return Addition(delta)

    def _note(self, step: int, delta: Delta) -> None:
        """Keep what belongs to the answer as a whole in its history."""
        done = self._done
        match delta:
            case RoleDelta(role=role, choice=choice):
                history = done.roles.setdefault(choice, [])
                if not history or history[-1][1] != role:
                    history.append((step, role))
            case FinishDelta(choice=choice):
                done.finishes.setdefault(choice, []).append((step, delta))
            case UsageDelta(usage=usage):
                done.usages.append((step, _merged(done.usages[-1][1], usage) if done.usages else usage))
            case ErrorDelta(error=error):
                done.errors.append((step, error))
            case MetaDelta():
                self._meta(step, delta)
            case UnknownDelta():
                done.unknown.append((step, delta))
            case DoneDelta():
                done.done.append((step, delta))

    def _meta(self, step: int, delta: MetaDelta) -> None:
        """Ids and model names are set once by what is not empty and may change later; equal ones add nothing."""
        known = self._done.metas[-1][1] if self._done.metas else MetaDelta()
        new = MetaDelta(delta.id or known.id, delta.model or known.model, delta.provider or known.provider)
        if new != known or not self._done.metas:
            self._done.metas.append((step, new))

    def _text(self, step: int, delta: TextDelta | ReasoningDelta, head: Part) -> Addition:
        key = (delta.choice, delta.kind, delta.key)
        if key not in self._by_key and not delta.text:
            return Addition(delta)
        track = self._by_key.get(key) or self._open(step, delta.choice, delta.kind, delta.key, head)
        return self._append(step, track, delta, delta.text, cumulative=delta.cumulative)

    def _reasoning(self, step: int, delta: ReasoningDelta) -> Addition:
        if delta.signature is not None:
            key = (delta.choice, delta.kind, delta.key)
            track = self._by_key.get(key) or self._open(step, *key, Reasoning(""))
            track.heads.append((step, Reasoning("", signature=delta.signature)))
        return self._text(step, delta, Reasoning(""))

    def _tool_call(self, step: int, delta: ToolCallDelta) -> Addition:
        track = self._call_track(delta)
        if track is None:
            key = delta.key if delta.key is not None else ("call", len(self._tracks))
            head = ToolCall(delta.id or None, delta.name or None, "", delta.server)
            track = self._open(step, delta.choice, Kind.TOOL_CALL, key, head)
        else:
            self._complete_head(step, track, delta)
        self._last_call[delta.choice] = track
        return self._append(step, track, delta, delta.arguments, cumulative=delta.cumulative)

    def _call_track(self, delta: ToolCallDelta) -> Track | None:
        """The call that a piece continues; None when it opens one."""
        if delta.key is None:
            track = None if delta.id or delta.name else self._last_call.get(delta.choice)
        else:
            track = self._by_key.get((delta.choice, Kind.TOOL_CALL, delta.key))
        if track is None or not (delta.id and delta.name):
            return track
        # A new id with a name on an index already in use is another call (Cerebras sends every call at index 0).
        head = track.heads[-1][1]
        return track if not isinstance(head, ToolCall) or head.id in (None, delta.id) else None

    def _complete_head(self, step: int, track: Track, delta: ToolCallDelta) -> None:
        """Id and name may come late, and may be repeated as empty or null: only what is new and not empty counts."""
        head = track.heads[-1][1]
        if isinstance(head, ToolCall):
            new = replace(head, id=head.id or delta.id or None, name=head.name or delta.name or None)
            if new != head:
                track.heads.append((step, new))

    def _part(self, step: int, delta: PartDelta) -> Addition:
        """A whole part; the same key again is a later form of the same part."""
        key = (delta.choice, Kind.PART, delta.key)
        track = self._by_key.get(key) if delta.key is not None else None
        if track is None:
            name = delta.key if delta.key is not None else ("part", len(self._tracks))
            track = self._open(step, delta.choice, Kind.PART, name, delta.part)
        else:
            track.heads.append((step, delta.part))
        return Addition(delta, track.index)

    def _annotation(self, step: int, delta: AnnotationDelta) -> Addition:
        key = (delta.choice, Kind.TEXT, delta.key)
        track = self._by_key.get(key) or self._open(step, *key, Text(""))
        head = track.heads[-1][1]
        if isinstance(head, Text):
            track.heads.append((step, replace(head, annotations=(*head.annotations, *delta.annotations))))
        return Addition(delta, track.index)

    def _open(self, step: int, choice: int, kind: Kind, key: Hashable, head: Part) -> Track:
        track = Track(len(self._tracks), choice, kind, key, heads=[(step, head)])
        self._tracks.append(track)
        self._by_key[choice, kind, key] = track
        return track

    @staticmethod
    def _append(step: int, track: Track, delta: Delta, text: str, *, cumulative: bool) -> Addition:
        """Add text to a track; cumulative text adds what is new, or starts afresh when it does not continue."""
        start = track.starts[-1] if track.starts else 0
        if cumulative:
            held = "".join(track.pieces)[start:]
            start, text = (start, text[len(held) :]) if text.startswith(held) else (track.length, text)
        before = track.length
        track.pieces.append(text)
        track.length += len(text)
        track.steps.append(step)
        track.starts.append(start)
        track.ends.append(track.length)
        return Addition(delta, track.index, before, track.length)


def fold(steps: Iterable[Iterable[Delta]]) -> Assembly:
    """Fold whole: the deltas of each step, in order."""
    folding = Fold()
    for deltas in steps:
        folding.add(deltas)
    return folding.assembly()


def _merged(old: Usage, new: Usage) -> Usage:
    """Later counts win; what they leave out stays."""
    told = {f.name: getattr(new, f.name) for f in fields(new) if getattr(new, f.name) is not None}
    return replace(old, **told)
