# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Nothing is lost silently: all words of a recorded request and answer are in the JSON transcript, told or unknown.

So are all numbers of what a provider counts, in the usage or in a part that is told as it was recorded.
"""

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
# Objects in which providers count what was used.
_USAGES = frozenset(
    {"usage", "usageMetadata", "usage_metadata", "token_usage", "amazon-bedrock-invocationMetrics"}
    | {"tokens", "billed_units"}
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


def _usages(value: Json, name: str = "") -> Iterator[tuple[str, Json]]:
    """Every object that counts what was used, with its name."""
    if name in _USAGES and isinstance(value, dict):
        yield name, value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from _usages(inside, key)
    elif isinstance(value, list):
        for inside in value:
            yield from _usages(inside)


def _numbers(value: Json, path: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value
    elif isinstance(value, dict | list):
        for key, inside in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _numbers(inside, f"{path}/{key}")


def uncounted(exchange: Exchange, told: Json) -> list[tuple[str, float]]:
    """Numbers of recorded usage objects that a transcript does not hold; of those told again the last counts."""
    answers = [event.json for event in exchange.events] if exchange.events else [exchange.response.json]
    found = [usage for body in answers for usage in _usages(body)]
    last = {f"{name}{path}": number for name, usage in found for path, number in _numbers(usage)}
    response = told.get("response") if isinstance(told, dict) else None
    counted = response.get("usage") if isinstance(response, dict) else None
    held, whole = {number for _, number in _numbers(counted)}, json.dumps(response, sort_keys=True)
    for _, usage in found:
        if json.dumps(usage, sort_keys=True) in whole:  # such as in a trace
            held |= {number for _, number in _numbers(usage)}
    return [(path, number) for path, number in last.items() if number not in held]


def _uncounted_in(loaded: recording.Recording) -> list[tuple[int, list[tuple[str, float]]]]:
    told = _transcript(loaded)
    assert isinstance(told, list)
    every = ((n, uncounted(exchange, told[n])) for n, exchange in enumerate(loaded.exchanges) if exchange.dialect)
    return [(number, missing) for number, missing in every if missing]


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


@pytest.mark.parametrize("name", ["agent-tools", "reasoning", "errors"])
def test_no_count_of_a_sample_is_lost(name: str, samples: Path) -> None:
    assert _uncounted_in(recording.load(samples / f"{name}.yaml")) == []


def test_counts_that_are_lost_are_found(samples: Path) -> None:
    loaded = recording.load(samples / "agent-tools.yaml")
    assert uncounted(loaded.exchanges[0], None)


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


def test_no_count_of_any_recording_is_lost(recorded: dict[Path, Cassette]) -> None:
    found = {
        str(path): missing
        for path, cassette in recorded.items()
        if (missing := _uncounted_in(recording.understand(cassette)))
    }
    assert found == {}
