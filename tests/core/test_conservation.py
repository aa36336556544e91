# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Nothing is lost silently: all words of a recorded request and answer are in the JSON transcript, told or unknown."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from viewer.core import recording
from viewer.core.analysis import Exchange
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.model import Cassette
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json, parse_json
from viewer.core.text.words import words_in

# What an answer repeats of its request at its root or under `response`: what was asked is told there.
_ECHOES = frozenset({"instructions", "prompt", "tools", "text", "reasoning", "input", "request", "metadata"})
# Fields that say nothing to a reader: padding, filters, probabilities, fingerprints and signatures.
_SILENT = frozenset(
    {"obfuscation", "p", "logprobs", "encrypted_content", "signature", "thoughtSignature", "system_fingerprint"}
    | {"content_filter_results", "prompt_filter_results", "moderation", "finishMessage"}
)
_ENOUGH = 200
"""Characters of a longer text that are looked for."""


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        inner, is_json = parse_json(value)
        if is_json and isinstance(inner, dict | list):
            yield from _strings(inner)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _spoken(value: Json, *, answers: bool) -> Iterator[tuple[str, str]]:
    """The words of a body with their places; those of JSON inside a text one by one."""
    for path, text in words_in(value):
        place = path[1:] if path[:1] == ("response",) else path
        if not _SILENT.isdisjoint(path) or (answers and place[:1] and place[0] in _ECHOES):
            continue
        inner, is_json = parse_json(text)
        if is_json and isinstance(inner, dict | list):
            yield from (("/".join(map(str, path)), found) for _, found in words_in(inner))
        else:
            yield "/".join(map(str, path)), text


def lost(exchange: Exchange, told: Json) -> list[tuple[str, str]]:
    """The words of an exchange that a dialect reads which its transcript does not hold, with their places."""
    answers = [event.json for event in exchange.events] if exchange.events else [exchange.response.json]
    held = "\n".join(_strings(told))
    return [
        (path, text[:80])
        for number, body in enumerate([exchange.request.json, *answers])
        for path, text in _spoken(body, answers=number > 0)
        if text[:_ENOUGH] not in held and text.strip()[:_ENOUGH] not in held
    ]


def _transcript(loaded: recording.Recording) -> Json:
    exporter, out = EXPORTERS.named("json"), io.StringIO()
    assert exporter is not None
    exporter.write(loaded, out, ExportOptions(Masker(show=True)))
    told: Json = json.loads(out.getvalue())["interactions"]
    return told


def _lost_in(loaded: recording.Recording) -> list[tuple[int, str, str, str]]:
    told = _transcript(loaded)
    assert isinstance(told, list)
    return [
        (number, exchange.dialect.name, *one)
        for number, exchange in enumerate(loaded.exchanges)
        if exchange.dialect is not None
        for one in lost(exchange, told[number])
    ]


@pytest.mark.parametrize("name", ["agent-tools", "reasoning", "errors"])
def test_no_words_of_a_sample_are_lost(name: str, samples: Path) -> None:
    assert _lost_in(recording.load(samples / f"{name}.yaml")) == []


def test_words_that_are_lost_are_found(samples: Path) -> None:
    loaded = recording.load(samples / "agent-tools.yaml")
    assert lost(loaded.exchanges[0], None)


def test_no_words_of_any_recording_are_lost(recorded: dict[Path, Cassette]) -> None:
    found = {
        str(path): missing
        for path, cassette in recorded.items()
        if (missing := _lost_in(recording.understand(cassette)))
    }
    assert found == {}
