# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a screen reader finds in the real program, asked through AT-SPI in a session of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gui.desktop import NEEDED, Desktop

_PYTHON = "/usr/bin/python3"
_TABS = ("Conversation", "Request", "Events", "Headers", "Problems")
Node = dict[str, Any]


def _has_at_spi() -> bool:
    tools = all(map(shutil.which, (*NEEDED, "dbus-daemon", _PYTHON)))
    ask = [_PYTHON, "-c", "import pyatspi"]
    return tools and subprocess.run(ask, check=False, capture_output=True).returncode == 0


pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or not _has_at_spi(),
        reason="needs a display server, dbus-daemon, at-spi2-core and pyatspi",
    ),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """All that the program tells, one session for all tests."""
    folder = tmp_path_factory.mktemp("session")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        desktop = Desktop(folder)
    try:
        desktop.start_bus()
        desktop.open(Path(__file__).parents[2] / "resources/samples/agent-tools.yaml")
        reader = Path(__file__).with_name("at_spi_reader.py")
        printed = desktop.run(_PYTHON, str(reader), *_TABS)
        assert printed, desktop.log()
        assert "Traceback" not in desktop.log()
        yield json.loads(printed)
    finally:
        desktop.stop()


def every(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    yield node
    for child in node["children"]:
        yield from every(child)


def below(told: dict[str, Any], tab: str, role: str, name: str) -> Node:
    """The object of that role and name while a tab is in front."""
    return next(n for n in every(told["seen"][tab]) if n["role"] == role and n["name"].startswith(name))


@pytest.mark.parametrize("tab", _TABS)
def test_whatever_takes_the_focus_has_a_role_and_a_name(told: dict[str, Any], tab: str) -> None:
    focusable = [node for node in every(told["seen"][tab]) if "focusable" in node["states"]]
    assert len(focusable) > 20
    assert [node for node in focusable if not node["name"].strip() or node["role"] in ("unknown", "invalid")] == []


def test_descriptions_hold_no_markup_and_names_no_keys(told: dict[str, Any]) -> None:
    for tab in _TABS:
        nodes = [node for node in every(told["seen"][tab]) if node["role"] != "menu item"]
        assert [node for node in nodes if "<span" in node["description"] or "Ctrl+" in node["name"]] == []


def test_buttons_can_be_pressed_and_the_slider_tells_where_it_is(told: dict[str, Any]) -> None:
    buttons = [node for node in every(told["seen"]["Conversation"]) if node["role"] == "push button"]
    assert {"Play", "Step back", "Step forward", "Previous marker", "Next marker"} <= {node["name"] for node in buttons}
    assert [node for node in buttons if "Press" not in node["actions"]] == []
    slider = below(told, "Conversation", "slider", "Playback position")
    assert slider["value"] == [0, 62, 62]
    assert slider["description"] == "event 62 of 62, [DONE]"
    assert told["slider"] == [62, 61]


def test_rows_of_the_tree_speak(told: dict[str, Any]) -> None:
    tree = below(told, "Conversation", "tree", "Interactions")
    rows = [node["name"] for node in tree["children"] if node["role"] == "table cell"]
    assert rows[2].startswith("#0, POST /chat/completions, 200, nimbus-2-mini, 214 tokens in, 61 out")
    assert len(rows) == 5


def test_the_conversation_can_be_read(told: dict[str, Any]) -> None:
    canvas = below(told, "Conversation", "document frame", "Conversation")
    parts = {part["name"]: [text["name"] for text in part["children"]] for part in canvas["children"]}
    assert parts["User"][0].startswith("User")
    assert "How will the weather be up there" in parts["User"][0]
    call = next(name for name in parts if name.startswith("Tool call get_forecast, valid JSON, matches schema"))
    assert '"place": "Kleine Scheidegg"' in parts[call][0]


def test_bodies_can_be_read_row_by_row(told: dict[str, Any]) -> None:
    body = below(told, "Request", "document frame", "Request body")
    rows = [part["name"] for part in body["children"] if part["role"] == "label"]
    assert rows[0] == "{"
    assert '"model": "nimbus-2-mini"' in "\n".join(rows)


def test_tables_speak_cell_by_cell(told: dict[str, Any]) -> None:
    events = below(told, "Events", "table", "Events of this stream")
    cells = [node["name"] for node in events["children"] if node["role"] == "table cell"]
    assert any(name.startswith("event 61, ") for name in cells)
    headers = below(told, "Headers", "table", "Header fields")
    words = [node["name"] for node in every(headers) if node["role"] == "table cell"]
    assert "Content-Type" in words
    assert any(word.startswith("No problem found") for word in (n["name"] for n in every(told["seen"]["Problems"])))
