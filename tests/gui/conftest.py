# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What holds for every test of the window: settings go to the test's own home, and no test sees the look of another."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from viewer.gui.app import Application, build
from viewer.gui.garbage import GarbageCollector
from viewer.gui.look import theme
from viewer.gui.settings import Settings
from viewer.gui.window.commands import Commands
from viewer.gui.window.session_file import SessionFile

FONT_WIDTHS = {"narrow": 85, "usual": 100, "wide": 120}
"""How wide the letters are, in percent of those of the font that is installed here."""


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """Test with the application's own class, whichever test comes first."""
    return Application


@pytest.fixture(scope="session")
def collector(qapp: QApplication) -> GarbageCollector:
    """What collects in place of the interpreter while a test of the window runs."""
    made = GarbageCollector(qapp)
    gc.enable()
    return made


@pytest.fixture(autouse=True)
def windows_are_freed_here(collector: GarbageCollector) -> Iterator[None]:
    """Collect on the GUI thread alone, as the application does."""
    gc.disable()
    yield
    collector.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def own_look(qapp: QApplication) -> Iterator[None]:
    """Take the theme off the application again: a style sheet outlives its window, and wins over every palette."""
    style, palette, font = qapp.style().name(), qapp.palette(), qapp.font()
    tip_palette, tip_font = QToolTip.palette(), QToolTip.font()
    yield
    # The windows of this test are to be deleted; without an event loop that waits, and each is drawn anew until then.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if qapp.styleSheet():
        qapp.setStyleSheet("")
        qapp.setStyle(style)
        qapp.setPalette(palette)
        qapp.setFont(font)
        QToolTip.setPalette(tip_palette)
        QToolTip.setFont(tip_font)


@pytest.fixture(params=FONT_WIDTHS)
def font_width(request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run the test with a narrow, a usual and a wide font: one font stretched, as there may be no second family."""
    name: str = request.param
    if FONT_WIDTHS[name] == 100:
        yield name
        return
    plain = QFont(qapp.font())
    made = theme._font

    @cache
    def stretched(kind: QFontDatabase.SystemFont, px: int, bold: bool, preferred: str) -> QFont:
        return _stretched(made(kind, px, bold, preferred), FONT_WIDTHS[name])

    monkeypatch.setattr(theme, "_font", stretched)
    qapp.setFont(_stretched(plain, FONT_WIDTHS[name]))
    yield name
    qapp.setFont(plain)


def _stretched(font: QFont, percent: int) -> QFont:
    """A font with letters of that width; a test that would silently run with the usual ones fails."""
    made = QFont(font)
    made.setStretch(percent)
    words = "Words to measure a font by, 0123456789"
    is_, was = QFontMetrics(made).horizontalAdvance(words), QFontMetrics(font).horizontalAdvance(words)
    if abs(is_ / was - percent / 100) > 0.05:
        pytest.fail(f"{font.family()} stretched to {percent} % is {is_ / was:.0%} as wide")
    return made


@pytest.fixture(autouse=True)
def own_settings(own_home: Path) -> None:
    """Send QSettings to the test's home: Qt remembers the folder from its first use."""
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(form, scope, str(own_home / "settings"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a file of their own."""
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Commands]]:
    """Make windows with these settings and this session, not yet shown; they are closed after the test."""
    made: list[Commands] = []

    def make(settings: Settings, session: SessionFile | None = None, *, with_index: bool = True) -> Commands:
        commands = build(qapp, settings, session, with_index=with_index)
        qtbot.addWidget(commands.window)
        made.append(commands)
        return commands

    yield make
    for commands in made:
        commands.window.close()
        commands._tasks.stop()
        commands._libraries.stop()


@pytest.fixture
def commands(make_window: Callable[..., Commands], settings: Settings) -> Commands:
    """A shown window with no file."""
    made = make_window(settings)
    made.open([])
    made.window.show()
    return made


@pytest.fixture
def agent(commands: Commands, samples: Path, qtbot: QtBot) -> Commands:
    """The window on the sample of an agent loop."""
    commands.open([samples / "agent-tools.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None)
    return commands
