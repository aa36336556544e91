# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The manual page says what --help says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import pytest

from viewer.cli._commands import COMMANDS, WINDOW

Script = Callable[[str], ModuleType]


@pytest.fixture
def page(script: Script) -> str:
    text: str = script("manual").page()
    return text


@pytest.mark.parametrize("command", [WINDOW, *COMMANDS], ids=lambda command: command.name or "window")
def test_every_option_is_told(page: str, command: object) -> None:
    module = import_module(command.module)  # type: ignore[attr-defined]
    options = [name for action in module.parser()._actions for name in action.option_strings]
    assert options
    assert [name for name in options if name.replace("-", r"\-") not in page] == []


@pytest.mark.skipif(shutil.which("man") is None, reason="no man here")
def test_man_has_nothing_to_complain_of(page: str) -> None:
    done = subprocess.run(
        ["man", "--warnings", "--local-file", "-P", "cat", "-"], input=page, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "EXIT STATUS" in done.stdout
