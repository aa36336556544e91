# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What folding built: every part with the steps in which it grew, and the answer as it stands at any step.

Rule: read-only, and nothing is copied to look at an earlier moment: a part at step n is a slice of what it became.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import field
from operator import attrgetter, itemgetter
from typing import NamedTuple, TypeVar

from viewer.core.additions import Additions
from viewer.core.answer import Answer
from viewer.core.deltas import DoneDelta, FinishDelta, Kind, MetaDelta, ToolCallDelta, UnknownDelta
from viewer.core.messages import ApiError, Blob, Message, Other, Part, Reasoning, Text, ToolCall, Usage
from viewer.dataclass import dataclass

T = TypeVar("T")
_OPENED_AT = attrgetter("opened_at")


class CallHead(NamedTuple):
    """A piece of the call of track `track` that opens it, or says more of it than arguments: id, name, other index."""

    step: int
    track: int
    delta: ToolCallDelta


@dataclass(slots=True)
class Track:
    """How one part of one message grew. Read-only once folded.

    `buffer` is all text the part ever held; after the step `steps[i]` it shows `buffer[starts[i]:ends[i]]`. A step
    that left the text as it was is not among them.
    `forms` are the successive forms of everything but that text: (step, part without its text).
    """

    index: int
    choice: int
    kind: Kind
    key: Hashable
    buffer: str = ""
    steps: Sequence[int] = ()
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    forms: list[tuple[int, Part]] = field(default_factory=list)

    @property
    def opened_at(self) -> int:
        """The step that began this part."""
        return self.forms[0][0]

    @property
    def closed_at(self) -> int:
        """The last step that added to it."""
        return max(self.forms[-1][0], self.steps[-1] if self.steps else 0)

    def extent(self, shown: int) -> tuple[int, int]:
        """Start and end in `buffer` of the text visible when the first `shown` steps are."""
        at = bisect_left(self.steps, shown) - 1
        return (self.starts[at], self.ends[at]) if at >= 0 else (0, 0)

    def text(self, shown: int) -> str:
        """The text visible when the first `shown` steps are."""
        start, end = self.extent(shown)
        return self.buffer[start:end]

    def step_of(self, offset: int) -> int | None:
        """The step that added character `offset` of the buffer; None when the buffer has no such character."""
        at = bisect_right(self.ends, offset)
        return self.steps[at] if offset >= 0 and at < len(self.steps) else None

    def last_step(self, shown: int) -> int:
        """The last of the first `shown` steps that did something to this part, which has begun by then."""
        form = next(step for step, _ in reversed(self.forms) if step < shown)
        at = self.extent(shown)[1]
        texted = self.step_of(at - 1) if at else None
        return max(form, texted if texted is not None else -1)

    def part(self, shown: int) -> Part | None:
        """The part as it stands when the first `shown` steps are visible; None before it began."""
        form = latest(self.forms, shown)
        match form:
            case Text(annotations=annotations, refusal=refusal):
                return Text(self.text(shown), annotations, refusal)
            case Reasoning(signature=signature):
                return Reasoning(self.text(shown), signature)
            case ToolCall(id=id_, name=name, server=server):
                return ToolCall(id_, name, self.text(shown), server)
            case Blob(modality=modality, mime_type=mime_type) if self.buffer:
                # Imported here: few streams bring data in pieces, and none of it is in a first picture.
                from viewer.core.text.base64_pieces import joined  # noqa: PLC0415

                return Blob(modality, mime_type, joined(self.text(shown)))
            case Other(type=type_, title=title) if self.buffer:
                return Other(type_, self.text(shown), title)
            case _:
                return form


def latest(history: Sequence[tuple[int, T]], shown: int) -> T | None:
    """The last entry of a history of (step, value) that is visible when the first `shown` steps are."""
    if history and history[-1][0] < shown:  # the end is what is asked for most
        return history[-1][1]
    at = bisect_left(history, shown, key=itemgetter(0)) - 1
    return history[at][1] if at >= 0 else None


@dataclass(frozen=True, slots=True)
class Assembly:
    """Everything a stream built, and when: tracks in the order they began, histories as lists of (step, value)."""

    tracks: tuple[Track, ...]
    additions: Additions
    roles: dict[int, list[tuple[int, str]]]
    finishes: dict[int, list[tuple[int, FinishDelta]]]
    usages: list[tuple[int, Usage]]
    errors: list[tuple[int, ApiError]]
    metas: list[tuple[int, MetaDelta]]
    unknown: list[tuple[int, UnknownDelta]]
    done: list[tuple[int, DoneDelta]]
    call_heads: list[CallHead]
    _by_choice: dict[int, list[Track]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _closed_at: int = field(init=False, repr=False, compare=False, default=-1)

    def __post_init__(self) -> None:
        """Sort the tracks by choice, of which there may be as many."""
        for track in self.tracks:
            self._by_choice.setdefault(track.choice, []).append(track)
        object.__setattr__(self, "_closed_at", max((track.closed_at for track in self.tracks), default=-1))

    def tracks_of(self, choice: int, shown: int | None = None) -> Sequence[Track]:
        """How the parts of one candidate grew; of `shown` steps, those that had begun by then."""
        tracks = self._by_choice.get(choice, [])
        return tracks if shown is None else tracks[: bisect_left(tracks, shown, key=_OPENED_AT)]

    def last_touched(self, shown: int) -> Track | None:
        """The part to which the last of the first `shown` steps that did something to any part did it."""
        found, last = None, -1
        for step in range(min(shown, self.steps, self._closed_at + 1) - 1, -1, -1):
            if step < last:
                break
            for track in self.additions.tracks_of(step):
                at = self.tracks[track].last_step(shown)
                if at > last or (at == last and found is not None and track < found.index):
                    found, last = self.tracks[track], at
        return found

    @property
    def steps(self) -> int:
        """Number of steps folded."""
        return len(self.additions)

    @property
    def choices(self) -> list[int]:
        """Numbers of the candidate answers, ascending."""
        return self.choices_at(self.steps)

    def choices_at(self, shown: int) -> list[int]:
        """Numbers of the candidate answers of which something is there when the first `shown` steps are visible."""
        roles = {choice for choice, told in self.roles.items() if told[0][0] < shown}
        finishes = {choice for choice, told in self.finishes.items() if told[0][0] < shown}
        begun = {choice for choice, tracks in self._by_choice.items() if tracks[0].opened_at < shown}
        return sorted(roles | finishes | begun)

    def message(self, choice: int, shown: int) -> Message:
        """One candidate as it stands when the first `shown` steps are visible."""
        parts = (track.part(shown) for track in self.tracks_of(choice))
        finish = latest(self.finishes.get(choice, []), shown)
        return Message(
            role=latest(self.roles.get(choice, []), shown) or "assistant",
            parts=tuple(part for part in parts if part is not None),
            finish_reason=finish.reason if finish else None,
            native_finish_reason=finish.native if finish else None,
            native_finish_code=finish.code if finish else None,
        )

    def answer(self, shown: int | None = None) -> Answer:
        """The whole answer when the first `shown` steps are visible; all of it by default."""
        upto = self.steps if shown is None else shown
        meta = latest(self.metas, upto) or MetaDelta()
        return Answer(
            messages=tuple(self.message(choice, upto) for choice in self.choices_at(upto)),
            id=meta.id,
            model=meta.model,
            provider=meta.provider,
            usage=latest(self.usages, upto),
            error=latest(self.errors, upto),
            unknown=tuple(delta for step, delta in self.unknown if step < upto),
        )
