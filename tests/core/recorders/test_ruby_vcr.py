# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""VCR for Ruby records a server; the viewer reads back what was sent. Debian: `ruby-vcr` and `ruby-webmock`."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.core.recorders.loopback import EXCHANGES, assert_read_back
from viewer.core import formats

_SCRIPT = Path(__file__).with_name("record_with_ruby_vcr.rb")


@pytest.fixture(scope="module")
def ruby() -> str:
    program = shutil.which("ruby")
    if program is None:
        pytest.skip("no ruby here")
    found = subprocess.run([program, "-e", 'require "vcr"; require "webmock"'], capture_output=True, check=False)
    if found.returncode:
        pytest.skip("ruby is without vcr or webmock")
    return program


@pytest.mark.parametrize("exact", ["exact", "readable"])
def test_net_http(server: str, tmp_path: Path, ruby: str, exact: str) -> None:
    arguments: list[str] = []
    for number, exchange in enumerate(EXCHANGES):
        body = tmp_path / f"{number}.body"
        body.write_bytes(exchange.sent)
        arguments += [server + exchange.path, str(body)]
    command = [ruby, str(_SCRIPT), str(tmp_path), "cassette", exact, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    cassette = formats.read(tmp_path / "cassette.yml")
    assert cassette.recorder == "ruby-vcr"
    assert_read_back(cassette, server)
    for interaction in cassette.interactions:
        assert interaction.recorded_at is not None
        assert abs(datetime.now(UTC) - interaction.recorded_at) < timedelta(minutes=5)
