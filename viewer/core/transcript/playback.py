# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> pieces: the answer as a terminal shows it, piece by piece, each with the event that brought it.

Rule: a terminal only ever gets text appended. Where the stream goes on with another part a new line says which, and
where it takes text back the new text follows on a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from viewer.core.additions import Addition
from viewer.core.analysis import Exchange
from viewer.core.deltas import FinishDelta, Kind, UnknownDelta
from viewer.core.fold import Track
from viewer.core.messages import Message, Part, ToolCall
from viewer.core.secrets.masking import Masker, mask
from viewer.core.text.printable import one_line, visible
from viewer.core.text.quantities import plural
from viewer.core.timeline import duration_text
from viewer.core.transcript import facts, json_output
from viewer.core.transcript.blocks import Blocks, body_blocks
from viewer.core.transcript.dialogue import DialogueEntry
from viewer.dataclass import dataclass

_MESSAGES_SHOWN = 6
_ROLE_COLUMN = 11


class Style(Enum):
    """How a piece looks; the value is its SGR parameter (ECMA-48, 8.3.117), empty for plain."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    ERROR = "31"
    GOOD = "32"
    WARNING = "33"
    TOOL = "36"

    @property
    def look(self) -> str:
        """Its class in a page; empty for plain."""
        return self.name.lower() if self.value else ""


@dataclass(frozen=True, slots=True)
class StyledText:
    """A piece of text to append when `shown` events have arrived (0: before the first); safe to print."""

    shown: int
    style: Style
    text: str


def paint(piece: StyledText, *, colour: bool) -> str:
    """The text of a piece, in its colour."""
    return f"\x1b[{piece.style.value}m{piece.text}\x1b[0m" if colour and piece.style.value else piece.text


def request_text(entry: DialogueEntry, masker: Masker) -> Iterator[StyledText]:
    """The request: endpoint, facts with the source of the times, and the new messages shortly."""
    exchange = entry.exchange
    yield StyledText(0, Style.BOLD, f"#{entry.index} {facts.endpoint(exchange, masker)}\n")
    ok = Style.ERROR if exchange.failed else Style.GOOD
    yield StyledText(0, ok, facts.status(exchange))
    yield StyledText(0, Style.DIM, "".join(f" · {word}" for word in _caption(entry, masker) if word) + "\n\n")
    blocks = Blocks(exchange, masker)
    left_out = len(entry.asked) - _MESSAGES_SHOWN
    if left_out > 0:
        yield StyledText(0, Style.DIM, f"… {plural(left_out, 'earlier message')}\n")
    for message in entry.asked[-_MESSAGES_SHOWN:]:
        yield from _message(message, blocks)
    if entry.asked:
        yield StyledText(0, Style.PLAIN, "\n")


def _caption(entry: DialogueEntry, masker: Masker) -> list[str]:
    exchange = entry.exchange
    events = plural(len(exchange.events), "event") if exchange.is_stream else ""
    retry = f"retry of #{entry.retry_of}" if entry.retry_of is not None else ""
    whole = "" if exchange.is_stream else facts.duration(exchange)
    return [facts.model(exchange, masker), events, whole, facts.timing(exchange), retry]


def _message(message: Message, blocks: Blocks) -> Iterator[StyledText]:
    for block in blocks.of(message):
        label = f"{block.label} " if block.label else ""
        yield StyledText(0, Style.BOLD, one_line(message.role, _ROLE_COLUMN - 1).ljust(_ROLE_COLUMN))
        yield StyledText(0, Style.TOOL, label) if label else StyledText(0, Style.PLAIN, "")
        if block.failed:
            yield StyledText(0, Style.ERROR, "failed ")
        yield StyledText(0, Style.PLAIN, one_line(block.text, 300) + "\n")


def answer_text(exchange: Exchange, masker: Masker) -> Iterator[StyledText]:
    """The answer, event by event; one that is no stream comes whole, after 0 events."""
    yield from _AnswerWriter(exchange, masker).write()


class _AnswerWriter:
    """Walks through the steps and remembers which part stands at the end of what was written."""

    def __init__(self, exchange: Exchange, masker: Masker) -> None:
        self._exchange, self._assembly, self._masker = exchange, exchange.assembly, masker
        self._gaps = {gap.index: gap.real_ms for gap in exchange.timeline.gaps}
        self._secrets = {} if masker.show else {t.index: masker.found(t.buffer) for t in self._assembly.tracks}
        self._many = len(self._assembly.choices) > 1 and not exchange.is_session
        self._track: Track | None = None
        self._begun: dict[int, int] = {}
        self._named: set[int] = set()
        self._line_open = False
        self._speaker: int | None = None

    def write(self) -> Iterator[StyledText]:
        choices = self._assembly.choices if self._many else [0]
        steps = tuple(self._assembly.additions) if self._many else self._assembly.additions
        shown = 0
        for choice in choices:
            for step, additions in enumerate(steps):
                told = self._of_choice(additions, choice, choices[-1]) if self._many else additions
                for style, text in self._step(step, told):
                    if text:
                        self._line_open = not text.endswith("\n")
                        # Choices come at the same time; nobody reads them so: each is told when the one before is over.
                        shown = max(shown, step + 1 if self._exchange.is_stream else 0)
                        yield StyledText(shown, style, text)
            self._gaps.clear()  # a pause is told once
        yield from self._end()

    def _of_choice(self, additions: tuple[Addition, ...], choice: int, last: int) -> tuple[Addition, ...]:
        """What is about one choice; what is about the whole answer comes with the last."""
        tracks = self._assembly.tracks

        def choice_of(addition: Addition) -> int:
            if addition.track is not None:
                return tracks[addition.track].choice
            return getattr(addition.delta, "choice", last)

        return tuple(addition for addition in additions if choice_of(addition) == choice)

    def _step(self, step: int, additions: tuple[Addition, ...]) -> Iterator[tuple[Style, str]]:
        if step in self._gaps:
            pause = f"(a pause of {duration_text(self._gaps[step])}, shortened)"
            yield Style.DIM, f" {pause} " if self._line_open else f"{pause}\n"
        for addition in additions:
            if addition.track is not None:
                yield from self._piece(step, addition, self._assembly.tracks[addition.track])
            else:
                yield from self._note(step, addition)

    def _piece(self, step: int, addition: Addition, track: Track) -> Iterator[tuple[Style, str]]:
        style = _STYLES.get(track.kind, Style.PLAIN)
        restarted = self._begun.get(track.index, 0) != track.extent(step + 1)[0]
        if self._tells_again(step, addition, track) and not restarted:
            return
        if self._track is not track or restarted:
            yield from self._heading(step, track, restarted=restarted)
        elif track.kind is Kind.TOOL_CALL and track.index not in self._named and (name := self._name(step, track)):
            yield Style.TOOL, f" {name} "
        if track.kind is Kind.PART:
            part = track.part(step + 1)
            yield style, self._part_text(part) + "\n"
        else:
            yield style, self._slice(track, addition.start, addition.end)

    def _tells_again(self, step: int, addition: Addition, track: Track) -> bool:
        """Whether a part that has begun stays as it is; sound that goes on is told whole when it is over."""
        if track.index not in self._begun:
            return False
        if track.kind is Kind.PART:
            return track.part(step + 1) == track.part(step)
        return addition.start == addition.end and track.kind is not Kind.TOOL_CALL

    def _heading(self, step: int, track: Track, *, restarted: bool) -> Iterator[tuple[Style, str]]:
        """What stands before a part: who speaks, which choice, and for a call its name."""
        yield Style.PLAIN, self._break()
        if self._speaker is None or (self._exchange.is_session and self._speaker != track.choice):
            yield Style.BOLD, f"{self._role(track.choice)}\n"
            self._speaker = track.choice
        again = " (replaced)" if restarted else " (continued)" if track.index in self._begun else ""
        self._track, self._begun[track.index] = track, track.extent(step + 1)[0]
        choice = f"choice {track.choice + 1} " if self._many else ""
        if track.kind is Kind.TOOL_CALL:
            yield Style.TOOL, f"→ {choice}{self._name(step, track)}{again} "
        elif track.kind is Kind.REASONING:
            yield Style.DIM, f"{choice}reasoning{again}: "
        elif choice or again:
            yield Style.DIM, f"{choice}{again}".strip() + ": "

    def _role(self, choice: int) -> str:
        """Who speaks: in a session that changes, any other answer is the model's."""
        told = self._assembly.roles.get(choice) if self._exchange.is_session else None
        return one_line(told[-1][1]) if told else "assistant"

    def _name(self, step: int, track: Track) -> str:
        """The name of a call as far as it is known after a step."""
        part = track.part(step + 1)
        name = part.name if isinstance(part, ToolCall) else None
        if name:
            self._named.add(track.index)
        return one_line(self._masker.text(name)) if name else "…"

    def _slice(self, track: Track, start: int, end: int) -> str:
        """Characters of a track, each secret as its mask where it begins, whichever event brought it."""
        pieces, at = [], start
        for first, last in self._secrets.get(track.index, ()):
            if first < end and last > start:
                pieces.append(track.buffer[at : max(first, at)])
                pieces.append(mask(track.buffer[first:last]) if first >= start else "")
                at = min(last, end)
        text = "".join([*pieces, track.buffer[at:end]])
        split_line_end = text.endswith("\r") and track.buffer[end : end + 1] == "\n"
        return visible(text[:-1] if split_line_end else text)

    def _part_text(self, part: Part | None) -> str:
        blocks = Blocks(self._exchange, self._masker).of(Message("assistant", (part,) if part else ()))
        return "\n".join(
            f"[{block.label}{' failed' if block.failed else ''} {one_line(block.text, 200)}]" for block in blocks
        )

    def _note(self, step: int, addition: Addition) -> Iterator[tuple[Style, str]]:
        """Lines for what belongs to the answer as a whole."""
        line: tuple[Style, str] | None = None
        match addition.delta:
            case FinishDelta(native=native, choice=choice):
                which = f"choice {choice + 1} " if self._many else ""
                line = Style.GOOD, f"{which}finish: {one_line(native)}"
            case UnknownDelta(what=what, data=data):
                shown = one_line(json_output.dump(self._masker.json(data)), 200)
                line = Style.WARNING, f"not understood: {one_line(self._masker.text(what))} {shown}"
        if addition.delta.kind is Kind.ERROR:
            line = Style.ERROR, f"error: {facts.error(self._exchange, self._masker)}"
        if addition.delta.kind is Kind.USAGE and step == self._assembly.usages[-1][0]:
            line = Style.DIM, self._usage()
        if line is not None and line[1]:
            self._track = None
            yield Style.PLAIN, self._break()
            yield line[0], line[1] + "\n"

    def _usage(self) -> str:
        usage = self._exchange.answer.usage
        words = [f"tokens: {counts}" if (counts := facts.tokens(usage)) else "", facts.cost(self._exchange)]
        return " · ".join(word for word in words if word)

    def _end(self) -> Iterator[StyledText]:
        """Close the line, show bodies that nobody understands, and tell the problems."""
        shown = len(self._exchange.events)
        yield StyledText(shown, Style.PLAIN, self._break())
        if self._exchange.dialect is None:
            for body in body_blocks(self._exchange, self._masker):
                yield StyledText(shown, Style.BOLD, f"{body.label}\n")
                yield StyledText(shown, Style.PLAIN, body.text + "\n")
        for found in self._exchange.problems:
            yield StyledText(shown, Style.WARNING, facts.problem(found, self._masker) + "\n")

    def _break(self) -> str:
        """A line break when a line is open."""
        return "\n" if self._line_open else ""


_STYLES = {Kind.REASONING: Style.DIM, Kind.TOOL_CALL: Style.TOOL, Kind.PART: Style.DIM}
