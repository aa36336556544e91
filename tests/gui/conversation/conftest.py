# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Small recordings for the conversation pane, written as go-vcr files and read as any other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conversation.conversation_samples import AGAIN, ASK, BUSY, TEXT_STREAM, TOOL_STREAM, asking
from viewer.core.recording import Recording, load
from viewer.core.secrets.masking import Masker
from viewer.gui.conversation.row_writers import context
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.style_sheet import apply_theme
from viewer.gui.look.theme import load_theme
from viewer.gui.panes.conversation import ConversationPane

Make = Callable[..., Recording]


def _entry(number: int, request: object, response: str, status: int) -> str:
    kind = "text/event-stream" if response.startswith("data:") else "application/json"
    return f"""  - id: {number}
    request:
        body: {json.dumps(json.dumps(request))}
        url: https://api.openai.com/v1/chat/completions
        method: POST
    response:
        body: {json.dumps(response)}
        headers: {{Content-Type: [{kind}]}}
        code: {status}
        duration: 1s
"""


@pytest.fixture(autouse=True)
def enough_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let verdicts wait for their schema, however busy the machine is."""
    monkeypatch.setattr(context, "_CHECKING_S", 3600.0)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write exchanges (request, response, status) as a cassette and read it."""

    def write(*exchanges: tuple[Any, ...]) -> Recording:
        entries = [_entry(n, e[0], e[1], e[2] if len(e) > 2 else 200) for n, e in enumerate(exchanges)]
        path = tmp_path / "sample.yaml"
        path.write_text("---\nversion: 2\ninteractions:\n" + "".join(entries), "utf-8")
        return load(path)

    return write


@pytest.fixture
def agent(make: Make) -> Recording:
    """A tool call, a failed second request, and its retry."""
    return make((asking(ASK), TOOL_STREAM), (asking(AGAIN), BUSY, 429), (asking(AGAIN), TEXT_STREAM))


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """The light look."""
    theme = load_theme("light")
    apply_theme(qapp, theme)
    return Look(theme, Icons(theme), Masker(), reduced_motion=True)


@pytest.fixture
def pane(look: Look, qtbot: QtBot) -> Iterator[ConversationPane]:
    """A pane on show."""
    import jsonschema  # noqa: F401  loaded before, so that verdicts are there at once

    pane = ConversationPane(look)
    qtbot.addWidget(pane)
    pane.resize(760, 600)
    pane.show()
    yield pane
    pane.hide()
