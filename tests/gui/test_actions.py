# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The table of commands: whole, unambiguous, and each one does something in the window."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from PySide6.QtGui import QKeySequence

from viewer.gui.actions import COMMANDS, MENUS, player_command


def test_ids_are_unique_and_every_command_has_words_and_a_menu() -> None:
    assert max(Counter(command.id for command in COMMANDS).values()) == 1
    assert all(command.text.strip() and command.menu in MENUS for command in COMMANDS)


def test_no_key_stands_for_two_commands() -> None:
    keys = Counter(QKeySequence(key).toString() for command in COMMANDS for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []
    assert "" not in keys, "a key that Qt cannot read"


def test_no_two_commands_of_a_menu_share_a_mnemonic() -> None:
    for menu in MENUS:
        letters = Counter(
            command.text[command.text.index("&") + 1].lower()
            for command in COMMANDS
            if command.menu == menu and "&" in command.text
        )
        assert [letter for letter, count in letters.items() if count > 1] == [], menu


def test_keys_of_the_design_are_there() -> None:
    wanted = {
        "Space": "play", "K": "play", "Left": "step_back", "Right": "step_forward", ",": "token_back",
        ".": "token_forward", "[": "marker_back", "]": "marker_forward", "<": "slower", ">": "faster",
        "Home": "start", "End": "end", "T": "call_forward", "Shift+T": "call_back",
        "Shift+Left": "interaction_back", "Shift+Right": "interaction_forward",
    }  # fmt: skip
    assert {key: player_command(QKeySequence(key)) for key in wanted} == wanted
    window = {key for command in COMMANDS if command.scope == "window" for key in command.keys}
    assert window >= {
        "Ctrl+O", "Ctrl+F", "Ctrl+Shift+F", "Ctrl+E", "Ctrl+W", "Ctrl+Q", "F5", "Ctrl++", "Ctrl+-", "Ctrl+0", "F1", "?",
    }  # fmt: skip


# The keys of lists, fields and the scrubber, which are those of Qt, and the tenths.
_NO_COMMANDS = {"Ctrl+C", "arrows", "J", "Enter", "Esc", "0 … 9"}


def test_the_readme_tells_the_keys_of_the_player_and_only_keys_there_are(repository: Path) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+?) \|", readme.split("## Keys\n")[1].split("\n## ")[0], re.MULTILINE)[1:]
    told = {key.strip("` ") for row in rows for key in re.split(r", |(?<=`) (?=`)", row)}
    keys = {key for command in COMMANDS for key in command.keys}
    assert told - keys == _NO_COMMANDS
    assert {key for command in COMMANDS if command.scope == "player" for key in command.keys[:1]} <= told
