# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The terminal recording follows asciicast v2 and plays what the terminal would show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from viewer.core.recording import Recording

_COLOUR = re.compile("\x1b\\[[0-9]*m")


def _cast(text: str) -> tuple[dict[str, Any], list[list[Any]]]:
    header, *events = (json.loads(line) for line in text.splitlines())
    return header, events


def test_header_names_the_source_of_the_times(talk: Recording, export: Callable[..., str]) -> None:
    header, _ = _cast(export("asciicast", talk))
    assert header["version"] == 2
    assert header["width"] > 0
    assert header["height"] > 0
    assert header["title"] == "demo.yaml (timing: scaled)"
    assert header["timing"] == "scaled"
    assert _cast(export("asciicast", talk, interactions=[1]))[0]["timing"] == "not streamed"


def test_times_ascend_and_follow_the_timeline(talk: Recording, export: Callable[..., str]) -> None:
    _, events = _cast(export("asciicast", talk, interactions=[2]))
    times = [time for time, kind, _ in events if kind == "o"]
    assert times == sorted(times)
    assert len(times) == len(events)
    # A stream of 1.5 s in 4 events, the first two of which bring text.
    assert round(times[2] - times[1], 3) == 0.375


def test_output_holds_colours_and_no_other_escapes(hostile: Recording, export: Callable[..., str]) -> None:
    _, events = _cast(export("asciicast", hostile))
    output = _COLOUR.sub("", "".join(text for _, _, text in events))
    assert re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", output) == []
    assert re.findall("\r(?!\n)|(?<!\r)\n", output) == []
