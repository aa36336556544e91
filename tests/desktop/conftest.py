# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A MIME database of our types alone, as a user's data folder has it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from viewer.desktop import freedesktop


@pytest.fixture(scope="session")
def data_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for XDG_DATA_HOME in which our types are known."""
    if not shutil.which("update-mime-database"):
        pytest.skip("update-mime-database is not installed")
    home = tmp_path_factory.mktemp("data-home")
    package = home / "mime" / "packages" / freedesktop.MIME_FILE
    package.parent.mkdir(parents=True)
    package.write_text(freedesktop.mime_xml(), "utf-8")
    done = subprocess.run(["update-mime-database", home / "mime"], check=True, capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if freedesktop.MIME_FILE in line]
    assert complaints == []
    return home
