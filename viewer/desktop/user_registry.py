# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The registry of a Windows user, `HKCU`: the only module that speaks with it. Nothing here has run on Windows yet."""

from __future__ import annotations

import sys
from typing import Protocol


class Registry(Protocol):
    """String values in keys; a key is named from the hive on, a value named "" is the key's default."""

    def has(self, key: str) -> bool:
        """Whether the key is there."""

    def value(self, key: str, name: str) -> str | None:
        """A value, None where it is not there."""

    def set(self, key: str, name: str, text: str) -> None:
        """Set a value, making the key and those above it."""

    def remove(self, key: str, name: str) -> None:
        """Remove a value that is there."""

    def remove_if_empty(self, key: str) -> None:
        """Remove a key in which nothing is left."""


def user_registry() -> Registry:
    """That of the user who runs the program; raises OSError where there is none."""
    if sys.platform == "win32":
        return _UserRegistry()
    raise OSError("only Windows has a registry")


if sys.platform == "win32":
    import winreg

    class _UserRegistry:
        def has(self, key: str) -> bool:
            try:
                winreg.OpenKey(winreg.HKEY_CURRENT_USER, key).Close()
            except FileNotFoundError:
                return False
            return True

        def value(self, key: str, name: str) -> str | None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return str(winreg.QueryValueEx(opened, name)[0])
            except FileNotFoundError:
                return None

        def set(self, key: str, name: str, text: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

        def remove(self, key: str, name: str) -> None:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, access=winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, name)

        def remove_if_empty(self, key: str) -> None:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                keys, values, _ = winreg.QueryInfoKey(opened)
            if not keys and not values:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
