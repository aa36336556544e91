# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the user chose, in one table. Rule: whatever the settings file holds, every read is a value that makes sense."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from viewer.core.timeline import LONGEST_GAP_MS, PACE_CHARACTERS_PER_SECOND, Pacing
from viewer.dataclass import dataclass

T = TypeVar("T", str, int, float, bool)

INSTANT = math.inf
"""The speed at which playing shows the end at once."""
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, INSTANT)
"""The speeds that can be chosen, slowest first; 1 is as fast as it was recorded, or paced."""


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from `low` to `high`, both included."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One choice: its key in the file, its default, which also tells its type, and the values that are accepted."""

    key: str
    default: T
    accepts: Container[object]


_SWITCH = (False, True)

THEME = Setting("look/theme", "system", ("system", "light", "dark", "high-contrast-light", "high-contrast-dark"))
ZOOM = Setting("look/zoom_percent", 100, Range(90, 200))
REDUCED_MOTION = Setting("look/reduced_motion", "system", ("system", "on", "off"))
"""Whether nothing moves by itself, playback included; `system` does what the desktop asks for."""
MASK_SECRETS = Setting("look/mask_secrets", default=True, accepts=_SWITCH)
"""Whether secrets are masked when the program starts; the View menu shows them for the time being."""
SPEED = Setting("player/speed", 1.0, SPEEDS)
"""How fast playback is when the program starts."""
FOLLOW = Setting("player/follow", default=True, accepts=_SWITCH)
MARKDOWN = Setting("conversation/draw_markdown", default=False, accepts=_SWITCH)
"""Whether texts of answers are drawn as their Markdown is meant, and not as they were written."""
LONGEST_PAUSE = Setting("player/longest_pause_s", LONGEST_GAP_MS / 1000, (0.5, 1.0, 2.0, 5.0, 10.0, math.inf))
READING_PACE = Setting("player/characters_per_second", PACE_CHARACTERS_PER_SECOND, (15.0, 30.0, 60.0, 120.0, 240.0))
RESTORE = Setting("session/restore", default=True, accepts=_SWITCH)
"""Whether a start without files opens what was open last."""
SIDEBAR = Setting("window/sidebar", default=True, accepts=_SWITCH)
INSPECTOR = Setting("window/inspector", default=True, accepts=_SWITCH)


class Settings(QObject):
    """Typed access to the user's settings file; tells of every change."""

    changed = Signal(object)
    """The `Setting` that has another value now."""

    def __init__(self, store: QSettings | None = None) -> None:
        """Use the user's own settings, or `store` in tests."""
        super().__init__()
        self._store = store or QSettings("cassette-viewer", "cassette-viewer")

    def get(self, setting: Setting[T]) -> T:
        """The remembered value, or the default where none or no sensible one is there."""
        value = _typed(self._store.value(setting.key), type(setting.default))
        return value if isinstance(value, type(setting.default)) and value in setting.accepts else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Remember a value."""
        if value != self.get(setting):
            self._store.setValue(setting.key, value)
            self.changed.emit(setting)

    def reset(self, settings: Sequence[Setting[Any]]) -> None:
        """Go back to the defaults."""
        for setting in settings:
            self.set(setting, setting.default)

    @property
    def pacing(self) -> Pacing:
        """How long pauses may be, and how fast is read what has no times."""
        return Pacing(self.get(LONGEST_PAUSE) * 1000, self.get(READING_PACE))

    # --- what no one chooses by name

    def layout(self, name: str) -> QByteArray:
        """A remembered window or splitter state, empty when there is none."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Remember a window or splitter state."""
        self._store.setValue(f"layout/{name}", state)

    def lines(self, key: str) -> list[str]:
        """A remembered list of lines as it is on the disk now: another window may have written it."""
        self._store.sync()
        value = self._store.value(key)
        found = [value] if isinstance(value, str) else value
        return [line for line in found if isinstance(line, str)] if isinstance(found, list) else []

    def set_lines(self, key: str, lines: Sequence[str]) -> None:
        """Write a list of lines to the disk."""
        self._store.setValue(key, list(lines))
        self._store.sync()


def _typed(value: object, kind: type) -> object:
    """A stored value as its type; None where it is none: files hold text, the registry and property lists numbers."""
    if kind is bool:
        return {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())
    if not isinstance(value, str if kind is str else str | int | float) or isinstance(value, bool):
        return None
    try:
        return kind(value)
    except (ValueError, OverflowError):
        return None
