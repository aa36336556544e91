# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Everything the viewer remembers between starts, in one table. Damaged values fall back to their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T", str, int, float, bool)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One remembered value: its key and its default, which also tells its type."""

    key: str
    default: T


THEME = Setting("look/theme", "system")
"""`system`, `light` or `dark`."""
ZOOM = Setting("look/zoom_percent", 100)
SPEED = Setting("player/speed", 1.0)
FOLLOW = Setting("player/follow", default=True)
REDUCED_MOTION = Setting("look/reduced_motion", default=False)
SIDEBAR = Setting("window/sidebar", default=True)
INSPECTOR = Setting("window/inspector", default=True)

_RECENT = "recent/files"
_RECENT_MOST = 12


class Settings:
    """Typed access to the user's settings file."""

    def __init__(self, store: QSettings | None = None) -> None:
        """Use the user's own settings, or `store` in tests."""
        self._store = store or QSettings("cassette-viewer", "cassette-viewer")

    def get(self, setting: Setting[T]) -> T:
        """The remembered value, or the default where none or no sensible one is there."""
        value: Any = self._store.value(setting.key, setting.default)
        kind = type(setting.default)
        if kind is bool:
            value = value if isinstance(value, bool) else str(value).lower() in ("true", "1")
        try:
            return kind(value)
        except (TypeError, ValueError):
            return setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Remember a value."""
        self._store.setValue(setting.key, value)

    def layout(self, name: str) -> QByteArray:
        """A remembered window or splitter state, empty when there is none."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Remember a window or splitter state."""
        self._store.setValue(f"layout/{name}", state)

    @property
    def recent(self) -> list[str]:
        """Paths of files opened lately, the latest first."""
        value = self._store.value(_RECENT, [])
        found = [value] if isinstance(value, str) else value
        return [path for path in found if isinstance(path, str)] if isinstance(found, list) else []

    def add_recent(self, path: str) -> None:
        """Put a path in front of the recent files."""
        kept = [path, *(known for known in self.recent if known != path)]
        self._store.setValue(_RECENT, kept[:_RECENT_MOST])

    def clear_recent(self) -> None:
        """Forget the recent files."""
        self._store.setValue(_RECENT, [])
