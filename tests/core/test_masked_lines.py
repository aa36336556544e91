# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The lines of a large text are those of any other, though a process of its own made them."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys

import pytest

from viewer.core import masked_lines as module
from viewer.core.masked_lines import APART, masked_lines, masked_lines_apart
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_layout import JsonText, PlainText

_KEY = "sk-ant-api03-" + "aB3" * 30
_ITEMS = json.dumps([{"n": n, "said": "Grüße 🦜 \ud800", "by": [n, {}]} for n in range(40_000)], ensure_ascii=False)
_SECRET = _ITEMS.replace('"n": 39999', f'"key": "{_KEY}"')


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (_ITEMS, "json"),
        (_SECRET, "json"),
        (_ITEMS[:-100], "json"),
        (_ITEMS + "\nand\r\nmore", "json"),
        (_SECRET.replace(",", ",\r\n"), "text"),
        ("", "json"),
    ],
    ids=["plain", "secret", "cut", "followed", "text", "short"],
)
@pytest.mark.parametrize("shows", [False, True], ids=["masked", "shown"])
def test_they_are_the_same(text: str, language: str, *, shows: bool) -> None:
    assert not text or len(text) >= APART
    here = masked_lines(text, language, Masker(show=shows))
    apart = masked_lines_apart(text, language, Masker(show=shows), lambda: False)
    assert isinstance(apart, JsonText | PlainText)
    assert apart == here
    assert (_KEY in apart.text) == (shows and _KEY in text)


def test_a_process_that_cannot_be_started_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(module, "_asked", refuse)
    assert masked_lines_apart(_ITEMS, "json", Masker(), lambda: False) == masked_lines(_ITEMS, "json", Masker())


def test_a_process_that_ends_too_soon_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_serve", _leave)
    assert masked_lines_apart(_ITEMS, "json", Masker(), lambda: False) == masked_lines(_ITEMS, "json", Masker())


def _leave(*_given: object) -> None:
    """In the process."""


@pytest.mark.parametrize("asked", [0, 5], ids=["at once", "while it is read"])
def test_what_nobody_wants_any_more_ends_the_process(asked: int) -> None:
    answers = iter([False] * asked)
    assert masked_lines_apart(_ITEMS, "json", Masker(), lambda: next(answers, True)) is None
    assert not multiprocessing.active_children()


def test_the_process_has_no_window() -> None:
    program = "import sys, viewer.core.masked_lines; print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
