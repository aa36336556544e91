# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Messages of two exchanges -> rows: which message is which, which part, and how they differ.

Rule: each difference is told once. A request repeats what was said before, so what an earlier pair of exchanges has
told, in its request or as its answer, is a row that repeats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from viewer.core.compare.comparison import Kind, Row
from viewer.core.compare.json_changes import MISSING, canonical
from viewer.core.compare.noise import Noise
from viewer.core.compare.pairing import Pair, pair
from viewer.core.compare.rows import Rows, Where
from viewer.core.message_digest import digest
from viewer.core.messages import Blob, File, Message, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.transcript import json_output
from viewer.core.transcript.blocks import digest as data_digest
from viewer.core.transcript.message_json import part_json

LineOf = Callable[[int], int | None]
"""The file line of a part of an answer, by its number."""

_GIST = 300


class MessageRows:
    """Makes rows of messages; remembers which differences it has told."""

    def __init__(self, rows: Rows) -> None:
        """`rows` makes each row."""
        self._rows = rows
        self._told: set[tuple[str | None, str | None]] = set()
        self._told_loosely: set[tuple[bytes | None, bytes | None]] = set()
        self._told_parts: set[tuple[Kind, str | None, str | None]] = set()

    def asked(self, kind: Kind, before: Sequence[Message], after: Sequence[Message], where: Where) -> Iterator[Row]:
        """Rows for what two requests say; `kind` is that of all of them."""
        for one, other in pair(*([_message_keys(m) for m in side] for side in (before, after))):
            was = None if one is None else before[one]
            became = None if other is None else after[other]
            number = other if other is not None else one
            spoken = became or was
            if spoken is not None:
                yield from self._asked(kind, _message_name(kind, number, spoken.role), was, became, where)

    def _asked(
        self, kind: Kind, name: str, before: Message | None, after: Message | None, where: Where
    ) -> Iterator[Row]:
        if before is None or after is None:
            repeats = not self._is_news(before, after)
            sides = [None if message is None else _words(message) for message in (before, after)]
            yield replace(self._rows.text(kind, name, sides[0], sides[1], where), repeats=repeats)
        elif _strict(before) == _strict(after):
            yield from self._ids(kind, name, before, after, where)
            words = _words(after)[:_GIST]
            yield self._rows.text(kind, name, words, words, where)
        else:
            repeats = not self._is_news(before, after)
            for row in list(self._parts(before.parts, after.parts, lambda _: where)):
                inner = "" if row.kind is Kind.TEXT else row.label
                is_told = repeats or _part_told(row) in self._told_parts
                yield replace(row, kind=kind, name=f"{name} {inner}".strip(), repeats=is_told)

    def answered(
        self, choice: str, before: Message, after: Message, line_before: LineOf, line_after: LineOf
    ) -> Iterator[Row]:
        """Rows for one candidate of two answers."""
        self._is_news(before, after)

        def where(numbers: tuple[int | None, int | None]) -> Where:
            at, there = numbers
            return Where(None if at is None else line_before(at), None if there is None else line_after(there))

        for row in self._parts(before.parts, after.parts, where):
            self._told_parts.add(_part_told(row))
            yield replace(row, name=f"{choice} {row.name}".strip())

    def _is_news(self, before: Message | None, after: Message | None) -> bool:
        """Whether this difference was not told yet; it is from now on."""
        sides = tuple(None if message is None else _strict(message) for message in (before, after))
        loose = tuple(None if message is None else digest([message]) for message in (before, after))
        is_told = sides in self._told or (loose[0] != loose[1] and loose in self._told_loosely)
        self._told.add((sides[0], sides[1]))
        self._told_loosely.add((loose[0], loose[1]))
        return not is_told

    def _ids(self, kind: Kind, name: str, before: Message, after: Message, where: Where) -> Iterator[Row]:
        """The ids of equal messages: rows where one is not the same under another name."""
        for one, other in zip(before.parts, after.parts, strict=False):
            if isinstance(one, ToolCall | ToolCallResponse) and isinstance(other, ToolCall | ToolCallResponse):
                row = self._rows.id(kind, f"{name} id", one.id, other.id, where)
                if row is not None:
                    yield row

    def _parts(
        self,
        before: Sequence[Part],
        after: Sequence[Part],
        where: Callable[[tuple[int | None, int | None]], Where],
    ) -> Iterator[Row]:
        befores, afters = _joined(before), _joined(after)
        found = pair(*([_part_keys(part) for _, part in side] for side in (befores, afters)))
        for one, other in _by_name_first(found, _call_names(befores), _call_names(afters)):
            at, was = befores[one] if one is not None else (None, None)
            there, became = afters[other] if other is not None else (None, None)
            yield from self._part(was, became, where((at, there)))

    def _part(self, before: Part | None, after: Part | None, where: Where) -> Iterator[Row]:
        rows = self._rows
        match before or after:
            case Text(refusal=refusal):
                kind = Kind.REFUSAL if refusal else Kind.TEXT
                yield rows.text(kind, "", _content(before), _content(after), where)
                yield from self._citations(before, after, where)
            case Reasoning():
                yield rows.text(Kind.REASONING, "", _content(before), _content(after), where)
                yield from self._signature(before, after, where)
            case ToolCall():
                yield from self._call(before, after, where)
            case ToolCallResponse():
                sides = (_response(before), _response(after))
                yield rows.json_text(Kind.TOOL_RESULT, "", sides[0], sides[1], where, said=True)
                yield from self._id(Kind.TOOL_RESULT, before, after, where)
            case Blob():
                yield rows.text(Kind.MEDIA, "", _data(before), _data(after), where)
            case Uri():
                yield rows.text(Kind.MEDIA, "", _data(before), _data(after), where)
            case File() | Other():
                datas = [part.data if isinstance(part, File | Other) else MISSING for part in (before, after)]
                name = part.type if isinstance(part := before or after, Other) else "file"
                yield rows.json(Kind.PART, name, datas[0], datas[1], where)
            case None:
                return

    def _call(self, before: Part | None, after: Part | None, where: Where) -> Iterator[Row]:
        was = before if isinstance(before, ToolCall) else None
        became = after if isinstance(after, ToolCall) else None
        if was and became and was.name != became.name:
            yield self._rows.text(Kind.TOOL_CALL, "", _call_words(was), _call_words(became), where)
        else:
            name = (became or was or ToolCall(None, None, "")).name or ""
            sides = [None if call is None else call.arguments.strip() or "{}" for call in (was, became)]
            yield self._rows.json_text(Kind.TOOL_CALL, name, sides[0], sides[1], where, said=True)
        yield from self._id(Kind.TOOL_CALL, before, after, where)

    def _id(self, kind: Kind, before: Part | None, after: Part | None, where: Where) -> Iterator[Row]:
        if isinstance(before, ToolCall | ToolCallResponse) and isinstance(after, ToolCall | ToolCallResponse):
            row = self._rows.id(kind, f"{after.name or ''} id".strip(), before.id, after.id, where)
            if row is not None:
                yield row

    def _citations(self, before: Part | None, after: Part | None, where: Where) -> Iterator[Row]:
        notes = [list(part.annotations) if isinstance(part, Text) else [] for part in (before, after)]
        if notes[0] or notes[1]:
            sides = [note or MISSING for note in notes]
            yield self._rows.json(Kind.CITATIONS, "", sides[0], sides[1], where)

    def _signature(self, before: Part | None, after: Part | None, where: Where) -> Iterator[Row]:
        signed = [part.signature if isinstance(part, Reasoning) else None for part in (before, after)]
        if before and after and signed[0] != signed[1]:
            shown = [value and data_digest(value) for value in signed]
            yield self._rows.text(Kind.REASONING, "signature", shown[0], shown[1], where, Noise.FINGERPRINTS)


def _part_told(row: Row) -> tuple[Kind, str | None, str | None]:
    """A difference by what it says, wherever it stands."""
    return row.kind, row.before.text if row.before else None, row.after.text if row.after else None


# --- What is the same message, the same part --------------------------------------------------------------------------


def _message_keys(message: Message) -> tuple[str, str, str]:
    """From strict to loose: all that was said, what clients keep of it, who said it."""
    return _strict(message), digest([message]).hex(), message.role


def _strict(message: Message) -> str:
    """All that was said, ids aside."""
    return canonical([message.role, message.name, [_part_keys(part)[0] for _, part in _joined(message.parts)]])


def _part_keys(part: Part) -> tuple[str, str, str]:
    """From strict to loose: all of it, what it is with its name, what it is."""
    told = part_json(part)
    kind = str(told.get("type")) if isinstance(told, dict) else ""
    name = part.name or "" if isinstance(part, ToolCall) else ""
    if isinstance(told, dict) and isinstance(part, ToolCall | ToolCallResponse):
        told = {key: value for key, value in told.items() if key != "id"}
    return canonical(told), f"{kind} {name}", kind


def _call_names(parts: Sequence[tuple[int, Part]]) -> dict[int, str | None]:
    """The names of the tools that are called, by the places of the calls."""
    return {place: part.name for place, (_, part) in enumerate(parts) if isinstance(part, ToolCall)}


def _by_name_first(
    pairs: Sequence[Pair], before: Mapping[int, str | None], after: Mapping[int, str | None]
) -> Iterator[Pair]:
    """Pairs in which a call has none of another name while there is one of its own, in whatever order they stand."""
    loose = [(one, other) for one, other in pairs if _name(one, before) != _name(other, after)]
    waiting: dict[str, list[int]] = defaultdict(list)
    for one, _ in loose:
        if one is not None and (name := before.get(one)):
            waiting[name].append(one)
    known: dict[int, int] = {}
    for _, other in loose:
        if other is not None and (calls := waiting.get(after.get(other) or "")):
            known[other] = calls.pop(0)
    taken = set(known.values())
    for one, other in pairs:
        left = None if one in taken else one
        if other in known and other is not None:
            if left is not None:
                yield left, None
            yield known[other], other
        elif left is not None or other is not None:
            yield left, other


def _name(place: int | None, names: Mapping[int, str | None]) -> str | None:
    return None if place is None else names.get(place)


def _joined(parts: Sequence[Part]) -> list[tuple[int, Part]]:
    """The parts with their numbers: text that was only cut into pieces is one, empty text none."""
    found: list[tuple[int, Part]] = []
    for is_plain, group in groupby(enumerate(parts), key=lambda item: _is_plain(item[1])):
        items = list(group)
        if not is_plain:
            found += items
            continue
        text = "".join(part.content for _, part in items if isinstance(part, Text))
        if text:
            found.append((items[0][0], Text(text)))
    return found


def _is_plain(part: Part) -> bool:
    return isinstance(part, Text) and not part.refusal and not part.annotations


# --- Words ------------------------------------------------------------------------------------------------------------


def _message_name(kind: Kind, number: int | None, role: str) -> str:
    """`3 user`; of the system prompt, which hardly ever is more than one, only what is out of the ordinary."""
    if kind is not Kind.SYSTEM:
        return f"{number} {role}"
    return " ".join(filter(None, (str(number or ""), role if role != "system" else "")))


def _words(message: Message) -> str:
    """A message in a few lines."""
    return "\n".join(_part_words(part) for _, part in _joined(message.parts))


def _part_words(part: Part) -> str:
    match part:
        case Text(content=content) | Reasoning(content=content):
            return content
        case ToolCall():
            return _call_words(part)
        case ToolCallResponse():
            return _response(part) or ""
        case Blob() | Uri():
            return _data(part) or ""
        case File(data=data) | Other(data=data):
            return json_output.dump(data)


def _call_words(call: ToolCall) -> str:
    return f"{call.name or ''}({call.arguments.strip()})"


def _content(part: Part | None) -> str | None:
    if isinstance(part, Reasoning) and part.signature and not part.content:
        return "(encrypted)"
    return part.content if isinstance(part, Text | Reasoning) else None


def _response(part: Part | None) -> str | None:
    if not isinstance(part, ToolCallResponse):
        return None
    told = part.response if isinstance(part.response, str) else json_output.dump(part.response)
    return f"failed: {told}" if part.is_error else told


def _data(part: Part | None) -> str | None:
    if isinstance(part, Uri):
        return part.uri
    if not isinstance(part, Blob):
        return None
    return f"{part.mime_type or part.modality}, {len(part.content):,} characters of base64, {data_digest(part.content)}"
