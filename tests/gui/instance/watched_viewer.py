# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The real program, which writes down what its window holds: `python watched_viewer.py STATE ANSWER_MS [ARGUMENT ...]`.

STATE becomes a JSON file once there is a window and is kept up to date; an instance that hands over writes none.
ANSWER_MS is how long it waits for another, so that no verdict depends on how busy the machine is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.cli import main
from viewer.gui.instance import single
from viewer.gui.instance.message import Request
from viewer.gui.instance.single import InstanceRole

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from viewer.gui.window.commands import Commands


def watch(state: Path) -> None:
    """Write down what the window holds, again and again."""
    from PySide6.QtCore import QTimer

    from viewer.gui import app
    from viewer.gui.instance.listener import InstanceListener

    build = app.build

    def build_and_watch(application: QApplication, *, with_index: bool) -> Commands:
        commands = build(application, with_index=with_index)

        def write() -> None:
            told = {
                "documents": [document.path.name for document in commands._documents],
                "title": commands.window.windowTitle(),
                "is_found": commands.findChild(InstanceListener) is not None,
            }
            state.with_suffix(".new").write_text(json.dumps(told), "utf-8")
            state.with_suffix(".new").replace(state)

        timer = QTimer(commands, interval=30)
        timer.timeout.connect(write)
        timer.start()
        return commands

    app.build = build_and_watch  # type: ignore[assignment]


def watch_if_it_opens(state: Path) -> None:
    """Watch a start that opens a window; one that hands over never imports what a window needs."""
    hand_over = single.hand_over

    def hand_over_or_watch(request: Request) -> InstanceRole | None:
        role = hand_over(request)
        if role is not None:
            watch(state)
        return role

    single.hand_over = hand_over_or_watch


if __name__ == "__main__":
    if "--new-window" in sys.argv:
        watch(Path(sys.argv[1]))
    watch_if_it_opens(Path(sys.argv[1]))
    single._STARTING_S, single._ANSWER_MS = 60.0, int(sys.argv[2])
    sys.exit(main(sys.argv[3:]))
