# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of vcr for R (github.com/ropensci/vcr, R/serialize-interaction.R).

Most are without request headers; a status is a bare number, a header that has one value is that value, and the body
of a file upload is a mapping `fields` in place of what was sent.
"""

from __future__ import annotations

from viewer.core.formats._http_interactions import R_VCR, match_recorder, read_cassette
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette
from viewer.core.registry import Match


class RVcrReader:
    """Reads what vcr for R writes."""

    name = R_VCR
    title = "R vcr cassette"
    suffixes: tuple[str, ...] = (".yml", ".yaml", ".json")
    outlined: tuple[tuple[str, ...], ...] = (("http_interactions",),)

    def match(self, probe: Probe) -> Match:
        """Sure when `recorded_with` names it."""
        return match_recorder(probe, self.name)

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        return read_cassette(probe, self.name)
