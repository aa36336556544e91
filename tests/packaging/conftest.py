# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The scripts in `packaging` import each other by their bare names, as they are run from there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def script(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a script; after the test nothing of that name is known."""
    monkeypatch.syspath_prepend(str(repository / "packaging"))
    for path in (repository / "packaging").glob("*.py"):
        monkeypatch.delitem(sys.modules, path.stem, raising=False)
    return import_module
