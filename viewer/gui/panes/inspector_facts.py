# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The three facts that the inspector shows of an event, or of a body that is no stream."""

from __future__ import annotations

from viewer.core.analysis import Exchange
from viewer.core.deltas import Kind
from viewer.core.text.quantities import size_text
from viewer.core.timeline import duration_text
from viewer.core.transcript.narration import Narration, characters, with_marks
from viewer.gui.panes.fact_row import Fact
from viewer.gui.widgets.run_label import Run

_SO_FAR_CHARACTERS = 60
_ADDED_CHARACTERS = 200


def event_facts(narration: Narration, index: int) -> tuple[Fact, Fact, Fact]:
    """What an event added, what stands since, and when it came."""
    return _added(narration, index), _so_far(narration, index), _time(narration, index)


def response_facts(exchange: Exchange) -> tuple[Fact, Fact, Fact]:
    """Type, length and Retry-After."""
    headers = exchange.interaction.response.headers
    return (
        _recorded("Type", (headers.get("content-type") or "").partition(";")[0].strip()),
        _recorded("Length", size_text(len(exchange.response.data))),
        _recorded("Retry-After", headers.get("retry-after") or ""),
    )


def _recorded(name: str, value: str) -> Fact:
    return Fact(name, [Run(value, "text", size=12) if value else Run("not recorded", "text3", size=12)])


def _added(narration: Narration, index: int) -> Fact:
    words = narration.words(index)
    if words.added:
        chip = Run(with_marks(words.added[:_ADDED_CHARACTERS]), "accent", mono=True, size=12, background="tint2")
        to = f", to {words.subject}" if words.subject else ""
        more = f", and {words.others} more" if words.others else ""
        return Fact("Added", [chip], f"{characters(len(words.added))}{to}{more}")
    is_end = words.kind is Kind.DONE
    said = words.note or ("nothing" if is_end else words.title)
    what = Run(said, "text", mono=words.kind is Kind.FINISH, size=12)
    return Fact("Added", [what], "stream terminator" if is_end else words.subject)


def _so_far(narration: Narration, index: int) -> Fact:
    """What the part of the event holds; of an event that joined nothing, the part that grew last."""
    held = narration.held(index)
    if held:
        before, new = narration.content(index, _SO_FAR_CHARACTERS)
        flat = " ".join(before.split("\n"))
        runs = [Run(flat, "text2", mono=True, size=12), Run(with_marks(new), "text", mono=True, size=12)]
        return Fact("So far", runs, characters(held))
    found = narration.last_piece(index)
    if found is None:
        return Fact("So far", [Run("nothing yet", "text2", size=12)])
    words = narration.words(found)
    first, last = narration.span(found) or (found + 1, found + 1)
    label = "Text" if words.kind is Kind.TEXT else words.subject or words.kind.value.capitalize()
    value = [Run(characters(narration.held(found)), "text", size=12)]
    return Fact(label, value, f"from events {first:,}–{last:,}")


def _time(narration: Narration, index: int) -> Fact:
    direction = narration.words(index).direction
    way = f"{direction} " if direction else ""
    wait = f"{way}{narration.about}{duration_text(narration.wait(index))} after "
    after = f"event {index:,}" if index else "the request"
    return Fact("Time", [Run(narration.time(index), "text", size=12)], wait + after)
