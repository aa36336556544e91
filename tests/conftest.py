# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What holds for every test.

Rule: no test sees the user's display, home or settings, and a warning that nobody expected fails the
test during which it was logged (pytest-qt does the same for Qt's own messages).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before anything imports Qt: it reads these once.
if "QT_QPA_PLATFORM" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("DISPLAY", None)
    os.environ.pop("WAYLAND_DISPLAY", None)
# The platform theme of a desktop would bring its own palette and fonts; a scale factor its own sizes.
for _variable in ("QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "QT_FONT_DPI"):
    os.environ.pop(_variable, None)

_HOME_FOLDERS = {
    "HOME": "home",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_RUNTIME_DIR": "runtime",
    "XDG_STATE_HOME": "state",
}


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home, and return it."""
    root = tmp_path_factory.mktemp("home")
    for variable, name in _HOME_FOLDERS.items():
        folder = root / name
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(folder))
    return root / "home"


class _Collector(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


@pytest.fixture(autouse=True)
def stray_logs() -> Iterator[list[logging.LogRecord]]:
    """Fail the test on log records of WARNING and above; a test that expects one removes it."""
    records: list[logging.LogRecord] = []
    collector = _Collector(records)
    logging.getLogger().addHandler(collector)
    yield records
    logging.getLogger().removeHandler(collector)
    if records:
        lines = "\n".join(f"{r.levelname} {r.name}: {r.getMessage()}" for r in records)
        pytest.fail(f"unexpected log records:\n{lines}", pytrace=False)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the source checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples(repository: Path) -> Path:
    """Return the folder of the project's own sample cassettes."""
    return repository / "resources" / "samples"


@pytest.fixture(scope="session")
def shared(repository: Path) -> Path:
    """Return the folder of recorded cassettes beside the checkout; skip where it is absent."""
    folder = repository.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder 'shared' beside the repository")
    return folder
