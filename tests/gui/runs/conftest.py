# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A made run of 40 turns, followed once for all tests of this folder."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.core.runs.made_run import MadeRun
from viewer.core import recording
from viewer.core.runs.run import Runs
from viewer.core.runs.tracing import trace
from viewer.core.secrets.masking import Masker
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.runs.whole_run import WholeRun, whole_run


@pytest.fixture(scope="session")
def traced() -> Runs:
    return trace(recording.load_text("made.har", MadeRun().text().encode()))


@pytest.fixture(scope="session")
def made(traced: Runs) -> WholeRun:
    """The whole run that the first conversation belongs to."""
    return whole_run(traced, 0)


@pytest.fixture
def look(qapp: QApplication) -> Look:
    theme = load_theme("light")
    return Look(theme, Icons(theme), Masker())
