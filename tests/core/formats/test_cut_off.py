# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file that ends in the middle: the damage is told, and what is missing because of it is not told again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.inputs import vcrpy
from viewer.core import formats
from viewer.core.errors import CassetteError, Severity

_CONSEQUENCES = ("is missing", "has no status")


def _told(data: bytes) -> list[tuple[Severity, str]]:
    try:
        cassette = formats.read_probe(formats.Probe("cut.yaml", data))
    except CassetteError:
        return []
    inner = (problem for interaction in cassette.interactions for problem in interaction.problems)
    return [(problem.severity, problem.text) for problem in (*cassette.problems, *inner)]


@pytest.mark.parametrize("step", range(40))
def test_only_the_damage_is_told_wherever_a_file_ends(samples: Path, step: int) -> None:
    data = (samples / "agent-tools.yaml").read_bytes()
    told = _told(data[: len(data) * (step + 1) // 41])
    if any(severity is Severity.ERROR for severity, _ in told):
        assert [text for _, text in told if any(words in text for words in _CONSEQUENCES)] == []


def test_the_damage_itself_is_told(samples: Path) -> None:
    data = (samples / "agent-tools.yaml").read_bytes()
    second_body = data.index(b"body: '", data.index(b"body: '") + 1)
    ((severity, text),) = _told(data[: second_body + 500])
    assert severity is Severity.ERROR
    assert "damaged YAML" in text


def test_what_is_missing_before_the_damage_is_told() -> None:
    document: dict[str, Any] = json.loads(vcrpy("{}", "{}"))
    document["interactions"] *= 2
    document["interactions"][0] = {"request": {"method": "POST"}, "response": {}}
    told = [text for _, text in _told(json.dumps(document).encode()[:-60])]
    assert any("damaged JSON" in text for text in told)
    assert "interactions[0].request.url is missing" in told
