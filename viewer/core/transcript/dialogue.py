# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording -> what was said, each thing once: conversation by conversation, only the messages that a turn added.

Rule: a request repeats all that was said before. What an earlier turn of the same export has shown is left out, and
nothing else is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from viewer.core.analysis import Exchange
from viewer.core.conversations import Conversation
from viewer.core.messages import Message, Text, ToolCall
from viewer.core.recording import Recording
from viewer.core.transcript import json_output
from viewer.core.transcript.options import ExportOptions
from viewer.dataclass import dataclass


class Stands(NamedTuple):
    """How an exchange stands to others: from it and the same numbers the same entry is made.

    `parent` is the exchange whose request it goes on from after `known` messages, if that is shown; `repeats` tells
    that the failed one is shown which it is a retry of.
    """

    parent: int | None
    known: int
    retry_of: int | None
    repeats: bool


@dataclass(frozen=True, slots=True)
class DialogueEntry:
    """One exchange in its conversation: the request's messages that are new here, then its answer's."""

    exchange: Exchange
    retry_of: int | None
    """The failed exchange that it repeats, as `Turn` has it."""
    asked: tuple[Message, ...]
    opens: bool = False
    """Whether this shows the whole request: the first of its conversation here."""

    @property
    def index(self) -> int:
        """The number of the interaction in the file."""
        return self.exchange.interaction.index

    @property
    def answered(self) -> tuple[Message, ...]:
        """The messages of the answer, one for each choice."""
        return self.exchange.answer.messages


class Entries(Sequence[DialogueEntry]):
    """Entries of a dialogue, each made when it is asked for: there may be more than memory holds exchanges for."""

    def __init__(self, recording: Recording, places: Sequence[tuple[int, Sequence[int]]]) -> None:
        """`places` are the numbers of the exchanges, each with those of its section."""
        self.recording, self.places = recording, places

    def __len__(self) -> int:
        """How many there are."""
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> DialogueEntry: ...
    @overload
    def __getitem__(self, index: slice) -> Entries: ...
    def __getitem__(self, index: int | slice) -> DialogueEntry | Entries:
        """An entry, or several."""
        if isinstance(index, slice):
            return Entries(self.recording, self.places[index])
        number, members = self.places[index]
        return _entry(self.recording, number, _stands(self.recording, number, members))

    def stands(self, index: int) -> Stands:
        """How the exchange of an entry stands to others, without a look at any."""
        return _stands(self.recording, *self.places[index])


@dataclass(frozen=True, slots=True)
class Section:
    """One conversation with its exchanges; without a conversation, interactions that are no LLM calls."""

    conversation: Conversation | None
    entries: Entries


def dialogue(recording: Recording, options: ExportOptions) -> Iterator[Section]:
    """The chosen exchanges by conversation, each conversation where its first exchange stands in the file."""
    for members in _grouped(recording, options.numbers(recording)):
        entries = Entries(recording, [(index, members) for index in members])
        yield Section(recording.threads.of(members[0]), entries)


def _grouped(recording: Recording, chosen: Sequence[int]) -> Iterator[list[int]]:
    """Indices by conversation; neighbours outside any conversation together."""
    threads, others = recording.threads, list[int]()
    told, are_chosen = bytearray(len(threads)), bytearray(len(threads.turns))
    for index in chosen:
        are_chosen[index] = True
    for index in chosen:
        number = threads.turns[index].conversation
        if number is None:
            others.append(index)
            continue
        if others:
            yield others
            others = []
        if not told[number]:
            told[number] = True
            yield [member for member in threads.members(number) if are_chosen[member]]
    if others:
        yield others


def _stands(recording: Recording, index: int, members: Sequence[int]) -> Stands:
    """How an exchange stands to those of its section, which are in order."""
    turn = recording.threads.turns[index]

    def is_shown(earlier: int | None) -> bool:
        at = bisect_left(members, earlier) if earlier is not None and earlier < index else len(members)
        return at < len(members) and members[at] == earlier

    parent = turn.parent if is_shown(turn.parent) else None
    return Stands(parent, turn.known if parent is not None else 0, turn.retry_of, is_shown(turn.retry_of))


def _entry(recording: Recording, index: int, stands: Stands) -> DialogueEntry:
    exchange = recording.exchanges.among_all(index)
    if exchange.prompt is None or stands.repeats:
        return DialogueEntry(exchange, stands.retry_of, ())
    if stands.parent is None:
        asked = (*exchange.prompt.system, *exchange.prompt.messages)
        return DialogueEntry(exchange, stands.retry_of, asked, opens=True)
    parent, added = recording.exchanges.among_all(stands.parent), exchange.prompt.messages[stands.known :]
    instructions = exchange.prompt.system if _instructions(parent) != exchange.prompt.system else ()
    new = added[1:] if _repeats(added, parent) else added
    return DialogueEntry(exchange, stands.retry_of, (*instructions, *new))


def _instructions(exchange: Exchange) -> tuple[Message, ...]:
    return exchange.prompt.system if exchange.prompt else ()


def _repeats(added: Sequence[Message], parent: Exchange) -> bool:
    """Whether the first of the new messages is the parent's answer sent back."""
    return bool(added) and added[0].role == "assistant" and _gist(added[0]) in map(_gist, parent.answer.messages)


def _gist(message: Message) -> tuple[str, list[tuple[str | None, str]]]:
    """What clients keep of a message when they send it back: its text and its calls, spacing aside."""
    text = "".join(part.content for part in message.parts if isinstance(part, Text)).strip()
    calls = [part for part in message.parts if isinstance(part, ToolCall)]
    return text, [(call.name, _compact(call.arguments)) for call in calls]


def _compact(arguments: str) -> str:
    value, is_json = json_output.parse(arguments)
    return json_output.dump(value, sort_keys=True) if is_json else arguments
