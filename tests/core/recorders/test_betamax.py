# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Betamax records a server; the viewer reads back what was sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.core.recorders.loopback import EXCHANGES, Exchange, assert_read_back
from viewer.core import formats
from viewer.core.model import Cassette

betamax = pytest.importorskip("betamax")
requests = pytest.importorskip("requests")

# Betamax asks the clock in a way that Python 3.12 and later warn of.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning:betamax")


def _record(folder: Path, url: str, exchanges: tuple[Exchange, ...], **options: bool) -> Cassette:
    with requests.Session() as session:
        session.trust_env = False
        recorder = betamax.Betamax(session, cassette_library_dir=str(folder))
        with recorder.use_cassette("cassette", record="all", **options):
            for exchange in exchanges:
                session.post(url + exchange.path, exchange.sent, timeout=10)
    return formats.read(folder / "cassette.json")


def test_exact_bytes(server: str, tmp_path: Path) -> None:
    cassette = _record(tmp_path, server, EXCHANGES, preserve_exact_body_bytes=True)
    assert cassette.recorder == "betamax"
    assert str(cassette.version) in betamax.__version__
    assert_read_back(cassette, server)


def test_text(server: str, tmp_path: Path) -> None:
    exchanges = tuple(exchange for exchange in EXCHANGES if exchange.path != "/binary")
    cassette = _record(tmp_path, server, exchanges)
    assert_read_back(cassette, server, exchanges)
    for interaction in cassette.interactions:
        assert interaction.recorded_at is not None
        assert abs(datetime.now(UTC) - interaction.recorded_at) < timedelta(minutes=5)
