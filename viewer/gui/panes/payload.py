# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the inspector shows as code: an event's payload, where its delta stands, what repeats the event before; a body.

Rule: no Qt. A payload is shown as it was recorded, secrets masked; one that is too long is cut, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from viewer.core.bodies import Decoded
from viewer.core.secrets.masking import Masker
from viewer.core.streams import StreamEvent
from viewer.core.text.lines import JsonPath, TextLines, plain_lines
from viewer.core.text.quantities import size_text
from viewer.dataclass import dataclass
from viewer.gui.panes.body_facts import hex_dump

if TYPE_CHECKING:
    from viewer.core.text.json_layout import JsonText

_BEFORE_DATA, _LONG_NEIGHBOUR = "data: ", 4000
LONGEST = 64 * 1024
"""Characters of a payload that are laid out at once; the Response pane shows all of a longer one."""
_MOST_COMPARED = 400
"""Lines up to which an event is compared with the one before."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload as lines; `mark` is the source span of the delta, `dim` the lines that repeat the event before.

    `caption` says what one would otherwise wonder about; empty for nothing.
    """

    document: TextLines
    language: str
    mark: tuple[int, int] | None = None
    dim: frozenset[int] = frozenset()
    caption: str = ""


def event_payload(
    event: StreamEvent,
    before: StreamEvent | None,
    path: JsonPath | None,
    masker: Masker,
    around: Sequence[StreamEvent] = (),
) -> Payload:
    """The payload of an event; `path` leads to its delta, None where it has none.

    `around` are its neighbours and itself: a secret may begin in one event and end in another.
    """
    name = f"event: {event.name}" if event.name else ""
    if len(event.data) > LONGEST:
        cut = f"the first {size_text(LONGEST)} of {size_text(len(event.data))}"
        return Payload(plain_lines(masker.prefix(event.data, LONGEST)), "text", caption=_joined(name, cut))
    if not event.is_json:
        return Payload(plain_lines(_masked(event, around, masker)), "text", caption=_joined(name, "not JSON"))
    document = _laid_out(_masked(event, around, masker))
    dim = _repeated(document, before, masker)
    caption = _joined(name, f"dimmed: same as event {event.index}" if dim else "")
    return Payload(document, "json", _span(document, path), dim, caption)


def _masked(event: StreamEvent, around: Sequence[StreamEvent], masker: Masker) -> str:
    """The event's data, masked as a part of the stream."""
    parts: list[str] = []
    start = length = 0
    for neighbour in around:
        if neighbour is event:
            start = length + len(_BEFORE_DATA)
        parts.append(f"{_BEFORE_DATA}{neighbour.data}\n" if len(neighbour.data) <= _LONG_NEIGHBOUR else "")
        length += len(parts[-1])
    if not start or len(event.data) > _LONG_NEIGHBOUR:
        return masker.text(event.data)
    return masker.part("".join(parts), start, start + len(event.data))


def body_payload(body: Decoded, masker: Masker) -> Payload:
    """A body that is no stream: JSON or text, a dump of anything else."""
    if body.text is None:
        return Payload(plain_lines(hex_dump(body.data)), "text")
    text = masker.prefix(body.text, LONGEST)
    if len(body.text) > LONGEST:
        caption = f"the first {size_text(LONGEST)}; all of it is in Response"
        return Payload(plain_lines(text), "text", caption=caption)
    return Payload(_laid_out(text), "json") if body.is_json else Payload(plain_lines(text), "text")


def _laid_out(text: str) -> JsonText:
    """A JSON text in lines; the first event on show may hold none."""
    from viewer.core.text.json_layout import layout  # noqa: PLC0415

    return layout(text)


def _joined(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)


def _span(document: JsonText, path: JsonPath | None) -> tuple[int, int] | None:
    """The source of the value at a path."""
    index = document.line_of_path(path) if path else None
    if index is None:
        return None
    line = document.lines[index]
    return line.value_start, line.value_end


def _repeated(document: JsonText, before: StreamEvent | None, masker: Masker) -> frozenset[int]:
    """The lines that the event before has at the same paths; containers only when all of them is."""
    if before is None or not before.is_json or len(before.data) > LONGEST:
        return frozenset()
    known = set(_values(masker.text(before.data)))
    return frozenset(index for index, value in enumerate(_values(document.text)) if value in known)


@lru_cache(maxsize=2)
def _values(text: str) -> tuple[tuple[JsonPath, str], ...]:
    """Path and source of the value of every line, none where there are too many; kept for the event that follows."""
    document = _laid_out(text)
    if len(document.lines) > _MOST_COMPARED:
        return ()
    return tuple((document.path(line.index), text[line.value_start : line.value_end]) for line in document.lines)
