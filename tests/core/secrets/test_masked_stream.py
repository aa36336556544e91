# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The gate of exports masks what an exporter wrote, however it cut it and whatever it did not think of."""

from __future__ import annotations

import ast
import io
import random
from pathlib import Path
from typing import TextIO

import pytest

import viewer
from tests.secrets.planted_kinds import KINDS, Draw
from tests.secrets.planted_places import PLACES, cassette
from viewer.core.exporters import ExportOptions
from viewer.core.exporters.writing import write_export
from viewer.core.recording import Recording, load_text
from viewer.core.secrets.masked_stream import MaskedStream
from viewer.core.secrets.masking import Masker


def _text(chance: random.Random, length: int) -> str:
    kinds, words, draw = list(KINDS), ["and", "so", "the", "\n"], Draw(chance)
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        parts += chance.choices(words, k=200)
        parts.append(KINDS[chance.choice(kinds)](draw).text)
    return " ".join(parts)


@pytest.mark.parametrize("seed", range(3))
def test_a_stream_is_masked_as_the_whole_text_is(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    text = _text(chance, 500_000)
    out, at = io.StringIO(), 0
    stream = MaskedStream(out)
    while at < len(text):
        size = chance.choice([1, 3, 50, 5000, 90_000])
        assert stream.write(text[at : at + size]) == len(text[at : at + size])
        at += size
    stream.finish()
    assert out.getvalue() == Masker().text(text)


class _Careless:
    """An exporter of another package that masks nothing and writes letter by letter."""

    name, title, suffix = "careless", "Careless", ".txt"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        for exchange in options.chosen(recording):
            out.writelines(exchange.request.text or "")


def test_what_an_exporter_forgot_is_masked_all_the_same() -> None:
    planted = KINDS["Slack app"](Draw(random.Random(1)))  # noqa: S311
    recording = load_text("a.yaml", cassette([PLACES["user text"](planted.text)]))
    masked, shown = io.StringIO(), io.StringIO()
    write_export(_Careless(), recording, masked, ExportOptions())
    write_export(_Careless(), recording, shown, ExportOptions(Masker(show=True)))
    assert planted.secret in shown.getvalue()
    assert planted.secret[8:] not in masked.getvalue()


def _writes(source: str) -> list[int]:
    """The lines that call a `write` with options, as only exporters' is called."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and len(node.args) >= 3]
    writes = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "write"]
    return [call.lineno for call in writes if "options" in ast.unparse(call.args[-1]).lower()]


def test_nothing_writes_an_export_past_the_gate() -> None:
    root = Path(viewer.__path__[0])
    found = {path.relative_to(root).as_posix(): _writes(path.read_text("utf-8")) for path in root.rglob("*.py")}
    assert [name for name, lines in found.items() if lines] == ["core/exporters/writing.py"]
    assert _writes("Html().write(recording, out, ExportOptions(masker))") == [1]
