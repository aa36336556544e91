# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What holds for every test.

Rule: no test sees the user's display, home or settings or reaches another machine, and a warning that nobody
expected fails the test during which it was logged (pytest-qt does the same for Qt's own messages). Hypothesis draws the
same examples on every run; `HYPOTHESIS_PROFILE=thorough ./run test` searches among new ones, for as long as it takes.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from viewer.core.errors import NotACassette
from viewer.core.formats import read
from viewer.core.model import Cassette

# Before anything imports Qt: it reads these once.
if "QT_QPA_PLATFORM" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("DISPLAY", None)
    os.environ.pop("WAYLAND_DISPLAY", None)
# The platform theme of a desktop would bring its own palette and fonts; a scale factor its own sizes.
for _variable in ("QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "QT_FONT_DPI"):
    os.environ.pop(_variable, None)

# On a busy machine a deadline, or a complaint that drawing was slow, says nothing about the program.
settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("steady"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

_HOME_FOLDERS = {
    "HOME": "home",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_RUNTIME_DIR": "runtime",
    "XDG_STATE_HOME": "state",
}


class _Homes:
    """Empty homes. One that a test left as it was serves the next test too: most tests never look at it."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._root = self._made()

    def empty(self) -> Path:
        """The folder of the folders of a home in which there is nothing."""
        if sum(1 for _ in self._root.rglob("*")) != len(_HOME_FOLDERS):
            self._root = self._made()
        return self._root

    def _made(self) -> Path:
        root = self._factory.mktemp("home")
        for name in _HOME_FOLDERS.values():
            (root / name).mkdir(mode=0o700)
        return root


_HERE = ("127.0.0.1", "::1", "localhost", "")


def _refuse_networks(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise where anything of this process wants to reach another machine: nothing here may (PEP 578)."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in _HERE:
            raise PermissionError(f"a test wants to reach {address!r}")
    elif event == "socket.getaddrinfo" and arguments[0] not in (*_HERE, b"", None):
        raise PermissionError(f"a test looks for {arguments[0]!r}")


sys.addaudithook(_refuse_networks)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> _Homes:
    """Return the homes for the tests of this process."""
    return _Homes(tmp_path_factory)


@pytest.fixture(autouse=True)
def own_home(homes: _Homes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home, and return it."""
    root = homes.empty()
    for variable, name in _HOME_FOLDERS.items():
        monkeypatch.setenv(variable, str(root / name))
    return root / "home"


class _Collector(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.INFO)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


@pytest.fixture(autouse=True)
def stray_logs() -> Iterator[list[logging.LogRecord]]:
    """Fail the test on log records of WARNING and above, and of faults that cost a user one interaction only.

    A test that expects one removes it.
    """
    logging.getLogger("viewer.core.analysis").setLevel(logging.INFO)
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


@pytest.fixture(scope="session")
def recorded(shared: Path) -> dict[Path, Cassette]:
    """Return those cassettes, each read once for all tests of this process; files that are none are left out."""
    found: dict[Path, Cassette] = {}
    for path in sorted((shared / "cassettes").rglob("*")):
        if path.is_file():
            with suppress(NotACassette):
                found[path] = read(path)
    return found
