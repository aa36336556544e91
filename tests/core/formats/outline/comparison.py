# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file read in parts beside the same file read at once: whether they say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from viewer.core import formats
from viewer.core.errors import CassetteError, Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.formats.outline import spans
from viewer.core.formats.outline.cassette import OutlinedCassette
from viewer.core.formats.outline.interactions import OutlinedInteractions
from viewer.core.formats.outline.parts import IrregularError
from viewer.core.model import Body, Cassette, Interaction
from viewer.core.place import Place


@contextmanager
def blocks_of(size: int) -> Iterator[None]:
    """Look through files so many bytes at a time."""
    with patch.object(spans, "BLOCK", size):
        yield


def in_parts(path: Path) -> OutlinedCassette:
    """The cassette of a file, which must be one that can be read in parts."""
    cassette = formats.read(path, large=0)
    assert isinstance(cassette, OutlinedCassette)
    return cassette


def assert_same(path: Path) -> Cassette:
    """Read the file both ways, compare all that it says, and return what was read in parts, where it was."""
    try:
        whole = read_probe(Probe.open(path))
    except CassetteError as error:
        _assert_refused(path, error)
        raise
    parts = formats.read(path, large=0)
    told = _told_by_part(parts)
    for _ in parts.interactions:  # damage is met where somebody looks, and here everybody did
        pass
    found = [_comparable(interaction) for interaction in parts.interactions]
    expected = [_comparable(interaction) for interaction in whole.interactions]
    assert found == expected
    assert told == expected[: len(told)]
    assert [parts.interactions[index].index for index in range(len(parts.interactions))] == list(range(len(expected)))
    for fact in ("path", "name", "recorder", "version", "size", "source", "line_count", "is_complete"):
        assert getattr(parts, fact) == getattr(whole, fact), fact
    assert Counter(parts.problems) == Counter(whole.problems)
    return parts


def _told_by_part(cassette: Cassette) -> list[object]:
    """What another process reads, up to where not all stands by itself: from the one before on it is read anew."""
    interactions = cassette.interactions
    part = interactions.part(0, len(interactions)) if isinstance(interactions, OutlinedInteractions) else None
    told: list[object] = []
    try:
        told.extend(_comparable(reading.interaction) for reading in (part.read() if part else ()))
    except IrregularError:
        return told[:-1]
    return told


def _assert_refused(path: Path, error: CassetteError) -> None:
    """Refused in the same words, or shown as far as it was read before it was met, and the words said there."""
    try:
        parts = formats.read(path, large=0)
    except CassetteError as other:
        assert str(other) == str(error)  # noqa: PT017 - it may also be no error, which the lines after this look at
        return
    assert parts.interactions
    assert [told.text for told in parts.problems if told.severity is Severity.ERROR] == [
        f"the file cannot be read further: {error.reason}"
    ]


def _comparable(interaction: Interaction) -> object:
    """An interaction as it is, with lines in the place of places."""
    request, response = interaction.request, interaction.response
    return (
        replace(
            interaction,
            place=None,
            request=replace(request, body=replace(request.body, place=None)),
            response=replace(response, body=replace(response.body, place=None)),
        ),
        _lines(interaction.place, ""),
        _lines(request.body.place, _text(request.body)),
        _lines(response.body.place, _text(response.body)),
    )


def _text(body: Body) -> str:
    return (body.stored or b"").decode(errors="replace")


def _lines(place: Place | None, text: str) -> list[int] | None:
    step = max(len(text) // 500, 1)
    return None if place is None else [place.line, *(place.line_at(at) for at in range(0, len(text) + 1, step))]
