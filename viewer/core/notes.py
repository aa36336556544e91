# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a reader wrote about interactions and events of a cassette: notes, their JSON, and what they are about now.

Rule: a note is never part of the cassette, and a file that is no list of notes is an error, not an empty list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from viewer.core.errors import CassetteError
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

SUFFIX = ".notes.json"
"""What stands behind a cassette's name in that of its notes."""
MOST_BYTES = 8_000_000
_VERSION = "cassette-viewer/notes/1"
_DIGEST = 16
"""Hexadecimal digits by which a request is known again."""


@dataclass(frozen=True, slots=True)
class Note:
    """Words about an interaction, counted from 0, or about one event of it, counted from 1; without words, a mark.

    `request` is a digest of what was asked, by which the interaction is found again in a file that was recorded anew.
    """

    interaction: int
    event: int | None = None
    text: str = ""
    request: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """By what notes are sorted, and of which each there is one note at most."""
        return self.interaction, self.event or 0

    @property
    def words(self) -> str:
        """The note as it is shown: a mark says that it is one."""
        return self.text or "marked"

    @property
    def about(self) -> str:
        """What it is about: `#3`, `#3, event 120`."""
        return f"#{self.interaction}" + (f", event {self.event}" if self.event is not None else "")


def is_notes_file(name: str, is_beside: Callable[[str], bool]) -> bool:
    """Whether a file holds notes about one that lies beside it; `is_beside` tells whether there is one of a name."""
    return name.endswith(SUFFIX) and is_beside(name.removesuffix(SUFFIX))


def request_digest(request: bytes) -> str:
    """The digest of a request (`Links.request`) as notes keep it."""
    return request.hex()[:_DIGEST]


def with_note(notes: Iterable[Note], note: Note) -> tuple[Note, ...]:
    """The notes, with this one in the place of one that was there."""
    return tuple(sorted([*without(notes, note.place), note], key=lambda one: one.place))


def without(notes: Iterable[Note], place: tuple[int, int]) -> tuple[Note, ...]:
    """The notes without the one at a place."""
    return tuple(one for one in notes if one.place != place)


def placed(notes: Sequence[Note], requests: Sequence[bytes]) -> tuple[Note, ...]:
    """The notes where their interactions are now; `requests` are those of the file, in order.

    A note stays where it is while its request is there; else it goes where the same request is, if it is in one place.
    """
    moved: list[Note] = []
    known: dict[str, list[int]] = {}
    for note in notes:
        at = note.interaction
        if note.request and not (at < len(requests) and request_digest(requests[at]) == note.request):
            if not known:
                for number, request in enumerate(requests):
                    known.setdefault(request_digest(request), []).append(number)
            found = known.get(note.request, ())
            at = found[0] if len(found) == 1 else at
        moved.append(note if at == note.interaction else replace(note, interaction=at))
    return tuple(sorted(moved, key=lambda one: one.place))


def to_json(notes: Iterable[Note], cassette: str) -> str:
    """A file of notes; `cassette` is the name of the file that they are about."""
    listed: list[Json] = []
    for note in notes:
        told: dict[str, Json] = {"interaction": note.interaction}
        told |= {"event": note.event} if note.event is not None else {}
        told |= {"text": note.text} if note.text else {}
        told |= {"request": note.request} if note.request else {}
        listed.append(told)
    whole: dict[str, Json] = {"format": _VERSION, "cassette": cassette, "notes": listed}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def from_json(data: bytes, path: str) -> tuple[Note, ...]:
    """The notes in a file; raises CassetteError where it is damaged, or of a version that is not known here."""
    try:
        told = json.loads(data.decode("utf-8"))
        if told["format"] != _VERSION:
            raise CassetteError(path, None, f"notes of a format that is not known here: {told['format']!r}")
        return tuple(sorted((_note(one) for one in told["notes"]), key=lambda one: one.place))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise CassetteError(path, None, f"damaged notes: {type(error).__name__}: {error}") from error


def _note(told: object) -> Note:
    if not isinstance(told, dict):
        raise TypeError("a note is an object")
    interaction, event = told["interaction"], told.get("event")
    text, request = told.get("text", ""), told.get("request", "")
    if type(interaction) is not int or interaction < 0 or not (event is None or (type(event) is int and event > 0)):
        raise ValueError(f"no such place: {interaction!r}, {event!r}")
    if not isinstance(text, str) or not isinstance(request, str):
        raise TypeError("a note's words are text")
    return Note(interaction, event, text, request)
