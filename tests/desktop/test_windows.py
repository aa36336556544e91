# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The plan for Windows, on a registry that is a dictionary: the real one is not to be had here."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.desktop import windows
from viewer.desktop.places import Places
from viewer.desktop.plan import apply, describe
from viewer.desktop.record import Record, load

_COMMAND = (r"C:\x\cassette-viewer.exe",)


class DictRegistry:
    """Keys with their values."""

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, str]] = {
            "Software": {},
            r"Software\Classes": {},
            r"Software\Classes\.json": {"": "other.json"},
            r"Software\Classes\.httprr": {"": "other.trace"},
        }

    def has(self, key: str) -> bool:
        return key in self.keys

    def value(self, key: str, name: str) -> str | None:
        return self.keys.get(key, {}).get(name)

    def set(self, key: str, name: str, text: str) -> None:
        parts = key.split("\\")
        for depth in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:depth]), {})
        self.keys[key][name] = text

    def remove(self, key: str, name: str) -> None:
        del self.keys[key][name]

    def remove_if_empty(self, key: str) -> None:
        if not self.keys[key] and not any(other.startswith(key + "\\") for other in self.keys):
            del self.keys[key]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path, tmp_path)


def _record(places: Places) -> Record:
    record = load(places.record)
    assert record is not None
    return record


def test_there_and_back(places: Places) -> None:
    registry, before = DictRegistry(), DictRegistry().keys
    apply(windows.integration(_COMMAND, (), places, None, registry))
    assert registry.value(r"Software\Classes\.json", "") == "other.json"
    assert registry.value(r"Software\Classes\.json\OpenWithProgids", "CassetteViewer.File.1") == ""
    assert windows.integration(_COMMAND, (), places, _record(places), registry).steps == ()
    apply(windows.integration((r"D:\moved.exe",), (), places, _record(places), registry))
    apply(windows.removal(_record(places), registry))
    assert registry.keys == before
    assert list(places.state.iterdir()) == []


def test_what_another_program_took_over_stays_its_own(places: Places) -> None:
    registry = DictRegistry()
    apply(windows.integration(_COMMAND, (), places, None, registry))
    registry.set(r"Software\Classes\.zhar", "", "third.zhar")
    plan = windows.removal(_record(places), registry)
    apply(plan)
    assert registry.value(r"Software\Classes\.zhar", "") == "third.zhar"
    assert [line for line in describe(plan) if line.startswith("note: ")] == [
        r"note: HKCU\Software\Classes\.zhar was changed since and stays as it is"
    ]


def test_a_default_is_for_the_user_to_choose(places: Places) -> None:
    plan = windows.integration(_COMMAND, ("yaml",), places, None, DictRegistry())
    assert any("Default apps" in note for note in plan.notes)
    assert not any("UserChoice" in line for line in describe(plan))
