# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer show`: one interaction of a recording, or a part of it, as short as it is asked for."""

from __future__ import annotations

import argparse

from viewer.batch import DONE, read, source_of
from viewer.cli._masked_output import masked
from viewer.cli._parser import Parser
from viewer.cli._parts import PARTS, Shown
from viewer.cli._shortened import add_shortening, cut
from viewer.core.errors import CassetteError
from viewer.core.model import Cassette
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.core.text.printable import name
from viewer.core.text.quantities import plural
from viewer.core.transcript import json_output
from viewer.core.transcript.facts import size_line
from viewer.core.transcript.listing import file_line
from viewer.named_place import NamedPlace, named_place


def parser() -> Parser:
    """A place in a file, and which part of it."""
    made = Parser(
        "cassette-viewer show",
        description="Show a recording, one interaction of it (FILE#3, counted from 0, or FILE:57, the one on that "
        "line), or the answer as it was after an event (FILE#3@120, counted from 1).",
        epilog="Parts: " + "; ".join(f"{name}: {part.summary}" for name, part in PARTS.items()),
    )
    made.add_argument("place", metavar="FILE[#INTERACTION[@EVENT]]", help="- is standard input")
    made.add_argument("--part", choices=tuple(PARTS), default="talk", help="what of it, talk if not given; see below")
    add_shortening(made)
    return made


@masked
def run(given: argparse.Namespace) -> int:
    """Show it."""
    place = named_place(given.place)
    source = source_of(place.path)
    cassette, part = read(source), PARTS[given.part]
    shown = Shown(cassette, _number(place, cassette, source.name), place.event, Masker(show=given.show_secrets))
    _require_event(shown, source.name)
    if given.json:
        told = part.json(shown)
        print(json_output.dump(_shortened(told, given.max_chars), indent=2))
        return DONE
    about = file_line(shown.recording) if shown.number is None else size_line(cassette)
    print(f"{name(source.name)}{place.suffix}: {about}")
    for line in cut(part.lines(shown), given.max_chars):
        print(line)
    return DONE


def _number(place: NamedPlace, cassette: Cassette, path: str) -> int | None:
    """The interaction that is meant; None for all. Raises CassetteError where there is none."""
    number, there = place.interaction, len(cassette.interactions)
    if place.line is not None:
        lines = cassette.line_count
        if not 1 <= place.line <= lines:
            raise CassetteError(path, None, f"no line {place.line}: the file has {plural(lines, 'line')}")
        number = cassette.on_line(place.line)
    if number is not None and number >= there:
        held = f"the file holds 0 to {there - 1}" if there else "the file holds none"
        raise CassetteError(path, None, f"no interaction {number}: {held}")
    return number


def _require_event(shown: Shown, path: str) -> None:
    """Raise CassetteError where an event is meant that is not there."""
    if shown.one is None or shown.event is None:
        return
    events = len(shown.one.events)
    if not 1 <= shown.event <= events:
        raise CassetteError(path, None, f"no event {shown.event}: interaction {shown.number} has {events}")


def _shortened(value: Json, most: int) -> Json:
    """A value whose texts have no more than so many characters."""
    if isinstance(value, str):
        return value if not most or len(value) <= most else value[: most - 1] + "…"
    if isinstance(value, dict):
        return {key: _shortened(item, most) for key, item in value.items()}
    return [_shortened(item, most) for item in value] if isinstance(value, list) else value
