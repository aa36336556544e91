# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Nothing that a stranger writes ends the program, fills the memory or takes for ever (tests/hostile/inputs.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.inputs import HOSTILE, Hostile
from tests.hostile.limited import run
from tests.hostile.running import tried


@pytest.mark.parametrize("hostile", [one for one in HOSTILE if one.is_small], ids=lambda one: one.name)
def test_a_scalar_spelled_strangely_costs_no_more_than_itself(
    hostile: Hostile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"hostile{hostile.suffix}"
    file.write_bytes(hostile.make(1))
    checked, exported = run(str(file), str(tmp_path / "out.json"))
    assert checked in (0, 1)
    assert exported == 0
    told = capsys.readouterr()
    assert "internal error" not in told.out + told.err
    assert all(line.startswith("cassette-viewer: ") for line in told.err.splitlines())


@pytest.mark.parametrize("hostile", [one for one in HOSTILE if not one.is_small], ids=lambda one: one.name)
def test_every_file_ends_in_time_with_what_could_be_read_or_one_line(hostile: Hostile, tmp_path: Path) -> None:
    assert tried(hostile, 1, tmp_path).faults == []
