# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files that git writes only to show them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from viewer.git.temporary_files import is_temporary


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/scratch/git-blob-k2Zq1x/agent.yaml", True),
        ("/scratch/git-difftool.Ab12/left/tests/agent.yaml", True),
        ("/home/me/git-tools/agent.yaml", False),
        ("/scratch/agent.yaml", False),
    ],
)
def test_they_are_known_by_their_folders(path: str, *, expected: bool) -> None:
    assert is_temporary(PurePosixPath(path)) is expected
