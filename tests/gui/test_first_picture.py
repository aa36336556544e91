# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a start imports until its first picture: half of its time, so that nothing joins unseen.

A module that is named here was looked at and is not shown in a first picture: it is imported when it is asked for, at
the one place that makes it (`panes/registry`, `window/dialogs`, a property of the main window).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

_SHOW = """
import enum, json, sys
from PySide6.QtCore import QTimer
from viewer.cli import main
from viewer.gui import app
from viewer.gui.documents import documents

# What comes after the first picture comes by the clock, and this machine may be slow.
app._QUIET_MS = documents._CLOSER_LOOK_MS = 3_600_000

def exec_until_shown(self):
    def look():
        shown = [widget for widget in self.topLevelWidgets() if widget.windowTitle().startswith("agent-tools")]
        if shown:
            shown[0].grab()
            bases = enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag
            names = {f"{kind.__module__}.{kind.__qualname__}" for base in bases for kind in base.__subclasses__()}
            print(json.dumps(sorted({*sys.modules, *(name for name in names if name.startswith("PySide6"))})))
            self.quit()
        else:
            QTimer.singleShot(0, self, look)
    QTimer.singleShot(0, self, look)
    return super(app.Application, self).exec()

app.Application.exec = exec_until_shown
main([sys.argv[1], "--new-window"])
"""

_OWN_AT_MOST = 268
"""Modules of this program; a core of 91, for the checks and what finds secrets stand in files of their own, one form of
documents, one reader, one framing (and the one that is asked whether an answer of JSON is several) and one dialect. Six
are small rooms of what was one: columns of conversations, packed summaries, the part of the tree with very many. The
list of interactions and notes have a controller each; bodies of tool calls are told by their shape.
What events are drawn as stands in a column; what conversations are found by, in a file of its own.
"""
_NOT_YET = (
    # of this program
    "viewer.batch", "viewer.core.changes", "viewer.core.compare*", "viewer.core.replay*", "viewer.file_pairs",
    "viewer.core.exporters*", "viewer.core.prices", "viewer.core.second_look",
    "viewer.core.formats._json*", "viewer.core.formats._looks", "viewer.core.formats._toml",
    "viewer.core.text.elision", "viewer.core.text.json_layout", "viewer.core.text.json_schema",
    "viewer.core.text.json_tokens", "viewer.core.text.sequences", "viewer.core.text.timed_patterns",
    "viewer.desktop*", "viewer.git*", "viewer.gui.code.find_bar", "viewer.gui.code.menu",
    "viewer.gui.comparison*", "viewer.gui.conversation.menu", "viewer.gui.conversation.picture_dialog",
    "viewer.gui.code.typed_pattern", "viewer.gui.dialogs*", "viewer.gui.garbage", "viewer.gui.models.targets",
    "viewer.gui.instance.listener", "viewer.gui.library.overview_page", "viewer.gui.panes.body_pane",
    "viewer.gui.panes.events", "viewer.gui.panes.headers", "viewer.gui.panes.problems", "viewer.gui.panes.request",
    "viewer.gui.panes.response", "viewer.gui.runs*", "viewer.gui.window.run_*",
    "viewer.gui.panes.value_window", "viewer.gui.sidebar.row_menu",
    "viewer.gui.welcome.page", "viewer.gui.window.notice_page", "viewer.gui.quick_open*", "viewer.play",
    "viewer.gui.window.compare_menu", "viewer.gui.window.drop_target", "viewer.workers",
    # of what PySide makes at first sight of a class: the style's are nineteen enumerations
    "PySide6.QtWidgets.QStyle.*",
    # of others
    "PySide6.QtDBus", "PySide6.QtNetwork", "PySide6.QtTest", "asyncio", "attr", "brotli", "concurrent.futures",
    "csv", "difflib", "email", "email.*", "fractions", "genai_prices", "hashlib", "heapq", "html*", "http*",
    "importlib.metadata", "jsonschema", "logging.config", "mimetypes", "multiprocessing*", "pydantic*", "pygments*",
    "referencing", "socket", "sqlite3", "ssl", "statistics", "subprocess", "tomllib*", "uuid", "xml.*", "zstandard",
)  # fmt: skip


@cache
def _modules(sample: Path, home: Path) -> tuple[str, ...]:
    """The modules, and the enumerations of Qt, of a start that has shown a sample: a process and a home of its own."""
    folders = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    command = [sys.executable, "-c", _SHOW, str(sample)]
    done = subprocess.run(
        command, env={**os.environ, **folders}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return tuple(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def modules(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The modules of a first picture."""
    return _modules(samples / "agent-tools.yaml", tmp_path_factory.mktemp("home"))


def test_the_file_was_read_and_shown(modules: tuple[str, ...]) -> None:
    for needed in ("viewer.core.formats.govcr", "viewer.core.dialects.openai.chat", "viewer.gui.conversation.canvas"):
        assert needed in modules


def test_nothing_is_imported_that_a_first_picture_does_not_show(modules: tuple[str, ...]) -> None:
    assert [name for name in modules if any(fnmatch(name, pattern) for pattern in _NOT_YET)] == []


def test_only_the_reader_and_the_dialect_of_the_file_are_imported(modules: tuple[str, ...]) -> None:
    readers = [name for name in modules if fnmatch(name, "viewer.core.formats.[!_]*")]
    assert set(readers) == {"viewer.core.formats.api", "viewer.core.formats.govcr"}
    dialects = [name for name in modules if fnmatch(name, "viewer.core.dialects.[!_]*")]
    assert {name.split(".")[3] for name in dialects} == {"api", "openai"}


def test_only_framings_are_imported_that_a_body_may_begin_as(modules: tuple[str, ...]) -> None:
    framings = {name for name in modules if fnmatch(name, "viewer.core.streams.[!_]*")}
    assert {name.split(".")[3] for name in framings} == {"api", "event_list", "ndjson", "sse"}


def test_the_number_of_own_modules_stays(modules: tuple[str, ...]) -> None:
    own = [name for name in modules if name.partition(".")[0] == "viewer"]
    assert len(own) <= _OWN_AT_MOST, "import it when it is first needed, or say here why the first picture needs more"


def test_pythons_own_import_is_at_work() -> None:
    asked = "import builtins; plain = builtins.__import__; import viewer.gui.app; print(builtins.__import__ is plain)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
