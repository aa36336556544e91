# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What every exporter keeps, whatever a cassette holds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from viewer.core.exporters import EXPORTERS, Exporter
from viewer.core.recording import Recording

SECRET = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

every = pytest.mark.parametrize("exporter", list(EXPORTERS), ids=lambda exporter: exporter.name)


def test_every_format_of_the_contract_is_there() -> None:
    names = [exporter.name for exporter in EXPORTERS]
    assert sorted(names) == ["asciicast", "curl", "html", "json", "jsonl", "markdown", "otlp", "player", "svg", "text"]


@every
def test_says_what_it_is(exporter: Exporter) -> None:
    assert exporter.suffix.startswith(".")
    assert exporter.title == exporter.title.strip() != ""
    assert EXPORTERS.named(exporter.name) is exporter


def test_suffixes_tell_the_formats_apart() -> None:
    assert len({exporter.suffix for exporter in EXPORTERS}) == len(EXPORTERS)


@every
def test_same_recording_same_text(exporter: Exporter, hostile: Recording, export: Callable[..., str]) -> None:
    assert export(exporter.name, hostile) == export(exporter.name, hostile)


@every
def test_is_utf8_and_steers_no_terminal(exporter: Exporter, hostile: Recording, export: Callable[..., str]) -> None:
    text = export(exporter.name, hostile, show=True)
    text.encode("utf-8")
    assert _STEERING.findall(text) == []


@every
def test_masks_secrets(exporter: Exporter, hostile: Recording, export: Callable[..., str]) -> None:
    text = export(exporter.name, hostile)
    assert re.findall(SECRET[:9] + ".{0,12}", text) == []
    assert SECRET[-8:] not in text


@every
def test_a_title_shows_no_half_of_a_secret(
    exporter: Exporter, make: Callable[..., Recording], export: Callable[..., str]
) -> None:
    """A title ends after 120 characters, here inside the secret."""
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": f"{'x' * 106} {SECRET}"}]})
    url = "https://llm.example/v1/chat/completions"
    found = make({"request": {"url": url, "method": "POST", "body": body}, "response": {"code": 200, "body": "{}"}})
    assert SECRET[:9] not in export(exporter.name, found)


@every
def test_shows_secrets_when_asked(exporter: Exporter, hostile: Recording, export: Callable[..., str]) -> None:
    text = export(exporter.name, hostile, show=True)
    if exporter.name == "jsonl":  # the only conversation failed
        assert text == ""
    elif exporter.name == "asciicast":
        assert SECRET in "".join(re.sub("\x1b[^m]*m", "", output) for output in _outputs(text))
    else:
        assert SECRET in text


@every
def test_ends_with_a_line_break(exporter: Exporter, talk: Recording, export: Callable[..., str]) -> None:
    text = export(exporter.name, talk)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@every
def test_cassette_without_interactions(
    exporter: Exporter, make: Callable[..., Recording], export: Callable[..., str]
) -> None:
    text = export(exporter.name, make(), interactions=None)
    assert "None" not in text


@every
def test_writes_what_was_said(exporter: Exporter, talk: Recording, export: Callable[..., str]) -> None:
    text = export(exporter.name, talk)
    if exporter.name == "asciicast":
        text = "".join(re.sub("\x1b[^m]*m", "", output) for output in _outputs(text))
    elif exporter.name in ("player", "svg"):
        text = re.sub("<[^>]*>", "", text)
    assert "How deep is the lake?" in text
    assert "depth" in text
    assert ("56 metres deep." in text) is (exporter.name != "curl")


@every
def test_writes_only_the_chosen_interactions(exporter: Exporter, talk: Recording, export: Callable[..., str]) -> None:
    text = export(exporter.name, talk, interactions=[1])
    assert "56 metres" not in text
    assert ("Slow down." in text) is (exporter.name not in ("curl", "jsonl"))


@pytest.mark.parametrize("name", ["html", "markdown", "json", "text"])
def test_names_the_source_of_the_times(name: str, talk: Recording, export: Callable[..., str]) -> None:
    assert "scaled" in export(name, talk)


def _outputs(cast: str) -> list[str]:
    lines: list[Any] = [json.loads(line) for line in cast.splitlines()[1:]]
    return [line[2] for line in lines]
