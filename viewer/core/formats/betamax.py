# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Betamax cassettes (github.com/betamaxpy/betamax, src/betamax/util.py), in JSON.

Bodies that arrived compressed are stored so, under `base64_string`. Old versions write a request's body as plain text,
each header as one value, and `status_code` for the status.
"""

from __future__ import annotations

from viewer.core.formats._http_interactions import BETAMAX, match_recorder, read_cassette
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette
from viewer.core.registry import Match


class BetamaxReader:
    """Reads what Betamax writes."""

    name = BETAMAX
    title = "Betamax cassette"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("http_interactions",),)

    def match(self, probe: Probe) -> Match:
        """Sure when `recorded_with` names it."""
        return match_recorder(probe, self.name)

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        return read_cassette(probe, self.name)
